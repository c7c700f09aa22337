import { createInterface } from 'node:readline/promises';
import { Drawing } from './draw.ts';
import { HELP, Stage } from './stage.ts';
import { TOUR } from './tour.ts';
import { startWorld } from './world.ts';

const flags = new Set(process.argv.slice(2));
const print = (text: string) => process.stdout.write(`${text}\n`);
const colours = process.stdout.isTTY && process.stdout.hasColors();

const world = await startWorld((line) => {
  if (flags.has('--log')) process.stderr.write(line);
});
const stage = new Stage(world, new Drawing(colours), print);
try {
  if (process.stdin.isTTY && !flags.has('--tour')) await converse(stage);
  else await playAll(stage, flags.has('--tour') ? [] : await givenLines());
} catch (error) {
  process.stderr.write(`The demo stops: ${error instanceof Error ? error.message : error}\n`);
  process.exitCode = 1;
} finally {
  await world.stop();
}

/** A person types. What makes no sense is said, and the conversation goes on. */
async function converse(stage: Stage): Promise<void> {
  print('The real bot, with Discord, Telegram and the billing API played by this computer.');
  print('Try /balance, then {refused} and {good}. "npm run demo -- --tour" plays a tour.\n');
  print(HELP);
  const input = createInterface({ input: process.stdin, output: process.stdout });
  input.on('SIGINT', () => input.close());
  const ask = () => input.setPrompt(`\n[${stage.whoAndWhere}] `);
  ask();
  input.prompt();
  for await (const line of input) {
    try {
      if (!(await stage.play(line))) break;
    } catch (error) {
      print(`  ${error instanceof Error ? error.message : error}`);
    }
    ask();
    input.prompt();
  }
  input.close();
}

async function playAll(stage: Stage, lines: readonly string[]): Promise<void> {
  for (const line of lines.length === 0 ? TOUR : lines) {
    if (!(await stage.play(line))) break;
  }
}

async function givenLines(): Promise<string[]> {
  const lines: string[] = [];
  for await (const line of createInterface({ input: process.stdin })) {
    if (line.trim() !== '') lines.push(line);
  }
  return lines;
}
