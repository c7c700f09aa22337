import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Clock } from './clock.ts';
import { Drawing } from './draw.ts';
import { Stage } from './stage.ts';
import { TOUR_STARTS_AT } from './tour.ts';
import { startWorld } from './world.ts';

/** The pictures of the README. The clock stands and the usage is seeded, so that they are the same every time. */
const PICTURES: readonly { readonly file: string; readonly scene: string }[] = [
  {
    file: 'usage-en.png',
    scene: `
      /as discord 小雨 zh-CN
      /in dm
      {good}
      /as discord alice en-US
      /in dm
      {good}
      /wait 19d
      /topup 120
      /wait 11d
      /usage
      /press 30 days`,
  },
  {
    file: 'usage-zh.png',
    scene: `
      /as discord 小雨
      /usage
      /press 30 天`,
  },
];

const folder = process.argv[2];
if (folder === undefined) throw new Error('say which folder the pictures go to');
await mkdir(folder, { recursive: true });

const world = await startWorld(new Clock(TOUR_STARTS_AT), () => {});
let shown: Buffer | undefined;
const stage = new Stage(world, {
  drawing: new Drawing(false),
  print: () => {},
  onPicture(_owner, { png }) {
    shown = png;
    return undefined;
  },
});
try {
  for (const { file, scene } of PICTURES) {
    for (const line of scene.split('\n')) await stage.play(line);
    if (shown === undefined) throw new Error(`no picture was shown for ${file}`);
    await writeFile(join(folder, file), shown);
    process.stdout.write(`${join(folder, file)}: ${shown.length} bytes\n`);
  }
} finally {
  await world.stop();
}
