import type { ConfigError } from './config.ts';

/** EX_CONFIG of sysexits(3): nothing but another configuration will help. */
export const EXIT_CONFIG = 78;

/** All problems of a configuration, a line each. */
export function explainProblems({ problems }: ConfigError): string {
  return ['The configuration cannot be used:', ...problems.map((problem) => `  - ${problem}`)].join('\n');
}
