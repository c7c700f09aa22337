import { createInterface } from 'node:readline/promises';
import { parseArgs } from 'node:util';
import { Album } from './album.ts';
import { Clock } from './clock.ts';
import { Drawing } from './draw.ts';
import { HELP } from './help.ts';
import { Stage } from './stage.ts';
import { TOUR, TOUR_STARTS_AT } from './tour.ts';
import { startWorld } from './world.ts';

const { values: flags } = parseArgs({
  options: {
    /** Plays the tour, whatever the input. */
    tour: { type: 'boolean', default: false },
    /** Keeps the pictures and the transcript in that folder. */
    save: { type: 'string' },
    /** Shows the bot's log as well. */
    log: { type: 'boolean', default: false },
  },
});
const colours = process.stdout.isTTY && process.stdout.hasColors();
const album = flags.save === undefined ? undefined : new Album(flags.save);
const transcript: string[] = [];
const print = (text: string) => {
  process.stdout.write(`${text}\n`);
  transcript.push(text);
};

const isConversation = process.stdin.isTTY && !flags.tour;
const given = isConversation || flags.tour ? [] : await givenLines();
const isTour = !isConversation && given.length === 0;
const world = await startWorld(new Clock(isTour ? TOUR_STARTS_AT : undefined), (line) => {
  if (flags.log) process.stderr.write(line);
});
const stage = new Stage(world, {
  drawing: new Drawing(colours),
  print,
  onPicture: (owner, picture) => album?.savePicture(owner, picture),
});
try {
  if (isConversation) await converse(stage);
  else await playAll(stage, isTour ? TOUR : given);
} catch (error) {
  process.stderr.write(`The demo stops: ${error instanceof Error ? error.message : error}\n`);
  process.exitCode = 1;
} finally {
  await world.stop();
  album?.saveTranscript(`${transcript.join('\n')}\n`);
}

/** A person types. What makes no sense is said, and the conversation goes on. */
async function converse(stage: Stage): Promise<void> {
  print('The real bot, with Discord, Telegram and the billing API played by this computer.');
  print('Try /balance, then {refused}, {good} and /wait 30d. "npm run demo -- --tour" plays a tour.\n');
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
  for (const line of lines) {
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
