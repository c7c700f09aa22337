import { ConfigError, ownEnvironment, parseStoreConfig } from '../config.ts';
import { EXIT_CONFIG, explainProblems, explainStore } from '../exit.ts';
import { describeError } from '../log.ts';
import { AdminError } from './command.ts';
import { ADMIN_COMMANDS } from './commands/index.ts';

const print = (line: string) => process.stdout.write(`${line}\n`);
const complain = (line: string) => process.stderr.write(`${line}\n`);

const [name, ...args] = process.argv.slice(2);
const command = ADMIN_COMMANDS.find((each) => each.name === name);
if (command === undefined) {
  const asksForHelp = name === undefined || name === 'help' || name === '--help';
  if (!asksForHelp) complain(`There is no command ${name}.`);
  print(help());
  process.exit(asksForHelp ? 0 : 1);
}
// Without what is behind an equals sign, which may be a password.
const options = args.filter((arg) => arg.startsWith('--')).map((arg) => arg.replace(/=.*/, ''));
const unknownOption = options.find((option) => !command.parameters.split(/[\s[\]]+/).includes(option));
if (unknownOption !== undefined) {
  complain(
    `${command.name} has no option ${unknownOption}. It is used like this: ${command.name} ${command.parameters}`,
  );
  process.exit(1);
}

const interrupted = new AbortController();
process.once('SIGINT', () => interrupted.abort());
try {
  process.exitCode = await command.run(
    { config: parseStoreConfig(ownEnvironment()), print, interrupted: interrupted.signal },
    args,
  );
} catch (error) {
  complain(explain(error));
  process.exitCode = error instanceof ConfigError ? EXIT_CONFIG : 1;
}

function help(): string {
  const heads = ADMIN_COMMANDS.map((each) => `  ${each.name} ${each.parameters}`.trimEnd());
  const width = Math.max(...heads.map((head) => head.length)) + 2;
  return [
    'npm run admin -- COMMAND. With the settings of the bot, on its store:',
    ...ADMIN_COMMANDS.map((each, index) => `${heads[index]?.padEnd(width)}${each.summary}`),
  ].join('\n');
}

/** Only messages that are written for the operator are shown: others may hold anything. */
function explain(error: unknown): string {
  if (error instanceof ConfigError) return explainProblems(error);
  if (error instanceof AdminError) return error.message;
  const aboutStore = explainStore(error);
  if (aboutStore !== undefined) return aboutStore;
  const { type, code = 'no code', stack = '' } = describeError(error);
  return `Failed with ${type} (${code}). ${stack.split('\n').slice(1).join('\n')}`;
}
