import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { DiscordContract } from './discord.ts';
import { loadRecordings, RECORDINGS } from './recording.ts';
import { report } from './report.ts';
import { TelegramContract } from './telegram.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** The tests in which real bots talk to the sandboxes. */
const TESTS = ['test/e2e', 'test/faults'];

const [named] = process.argv.slice(2);
const specifications = named ?? join(ROOT, '../shared/specs');

if (named === undefined && !existsSync(specifications)) {
  console.log(
    'The contract check is skipped: there is no ../shared/specs with the specifications. ' +
      'Name another folder: npm run test:contract -- FOLDER',
  );
} else {
  process.exitCode = (await check()) ? 0 : 1;
}

/** Runs the tests with everything recorded, then holds it to the specifications. */
async function check(): Promise<boolean> {
  const discord = new DiscordContract(await readSpecification('discord-openapi.json'));
  const telegram = new TelegramContract(await readSpecification('telegram-bot-api.min.json'));
  // What is recorded holds the keys that the tests made up, so only this user may read it, and it does not stay.
  const recordings = await mkdtemp(join(tmpdir(), 'contract-'));
  try {
    const passed = await runTests(recordings);
    for (const { discord: onDiscord, telegram: onTelegram } of await loadRecordings(recordings)) {
      for (const call of onDiscord.calls) discord.checkCall(call);
      for (const dispatch of onDiscord.dispatches) discord.checkDispatch(dispatch);
      for (const request of onTelegram.requests) telegram.checkRequest(request);
      for (const call of onTelegram.calls) telegram.checkAnswer(call);
    }
    const reports = [report('Discord', discord.findings), report('Telegram', telegram.findings)];
    console.log(reports.flatMap(({ lines }) => lines).join('\n'));
    if (!passed) console.log('The tests failed, so what was recorded may be incomplete.');
    return passed && reports.every(({ ok }) => ok);
  } finally {
    await rm(recordings, { recursive: true });
  }
}

async function readSpecification(file: string): Promise<object> {
  return JSON.parse(await readFile(join(specifications, file), 'utf8'));
}

async function runTests(recordings: string): Promise<boolean> {
  const vitest = fileURLToPath(new URL('vitest.mjs', import.meta.resolve('vitest/package.json')));
  const child = spawn(process.execPath, [vitest, 'run', '--reporter=dot', ...TESTS], {
    cwd: ROOT,
    env: { ...process.env, [RECORDINGS]: recordings },
    stdio: 'inherit',
  });
  const [code] = await once(child, 'close');
  return code === 0;
}
