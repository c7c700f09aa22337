import { existsSync } from 'node:fs';

/** The variables of this process, and those that a file `.env` in the working directory adds. */
export function ownEnvironment(): NodeJS.ProcessEnv {
  if (existsSync('.env')) process.loadEnvFile();
  return process.env;
}
