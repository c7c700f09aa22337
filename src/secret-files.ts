import { readFileSync } from 'node:fs';
import { codeOf } from './error-code.ts';

const ADVICE: Readonly<Record<string, string>> = {
  ENOENT: 'It is not there: check the path.',
  EISDIR: 'It is a folder: name the file in it.',
};

type Environment = Readonly<Record<string, string | undefined>>;

/** The variable that holds the path of a file with the value of another, as Docker secrets are handed over. */
export function fileVariableOf<Name extends string>(name: Name): `${Name}_FILE` {
  return `${name}_FILE`;
}

/**
 * Takes the values of secrets from the files that their `_FILE` variables name.
 *
 * @param isValue whether a text may be the value of that secret, which must not be repeated where no file has that name
 * @param onProblem hears, in words for the operator, of files that cannot be read and of secrets given twice
 */
export function withSecretFiles<Name extends string>(
  env: Environment,
  names: readonly Name[],
  isValue: (name: Name, text: string) => boolean,
  onProblem: (problem: string) => void,
): Environment {
  const read = names.map((name): [string, string | undefined] => {
    const variable = fileVariableOf(name);
    const path = env[variable]?.trim();
    if (!path) return [name, env[name]];
    if (env[name]?.trim()) onProblem(`${name} and ${variable} are both set. Keep one of them.`);
    return [name, readSecret(variable, path, (text) => isValue(name, text), onProblem)];
  });
  return { ...env, ...Object.fromEntries(read) };
}

function readSecret(
  variable: string,
  path: string,
  isValue: (text: string) => boolean,
  onProblem: (problem: string) => void,
): string | undefined {
  try {
    const text = readFileSync(path, 'utf8').trim();
    if (text === '') onProblem(`${variable} names an empty file (found "${path}"). Write the value into it.`);
    return text;
  } catch (error) {
    if (isValue(path)) {
      onProblem(`${variable} seems to hold the value itself. Put it into a file, and name that.`);
      return undefined;
    }
    const code = codeOf(error) ?? 'no code';
    const advice = ADVICE[code] ?? 'Let the user of this process read it.';
    onProblem(`${variable} names a file that cannot be read (${code}; found "${path}"). ${advice}`);
    return undefined;
  }
}
