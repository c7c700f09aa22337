import { AlertBook } from '../../src/alerts/alert-book.ts';
import { Settings } from '../../src/chat/settings.ts';
import { Vault } from '../../src/keys/vault.ts';
import { parseKeyRing } from '../../src/records/key-ring.ts';
import { Records } from '../../src/records/records.ts';
import { rotate } from '../../src/records/rewrap.ts';
import { Secret } from '../../src/secret.ts';
import { openStorage } from '../../src/storage/open-storage.ts';
import { COUNTS, USER } from './hammered.ts';

const LOCALES = ['en', 'zh-CN'] as const;

/** How often all records are sealed anew, in rounds. */
const ROTATE_EVERY = 10;

/** One of several processes that change everything of one user, as often as it is told. */
async function hammer(url: string, keys: string, name: string, rounds: number): Promise<void> {
  const storage = await openStorage(url, () => undefined);
  const records = await Records.open(storage, parseKeyRing(keys));
  const vault = new Vault(records, Date.now);
  const alerts = new AlertBook(records);
  const settings = new Settings(records);
  const counts = records.of(COUNTS);
  for (let round = 0; round < rounds; round += 1) {
    const key = {
      key: new Secret(`sk-hammered-by-${name}-${round}`),
      name: `key ${round % 3}`,
      verified: round % 2 === 0,
    };
    await vault.store(USER, key, await vault.markOf(USER));
    await records.exclusively(USER, async () => {
      const found = await counts.get(USER);
      await counts.set(USER, { count: (found.kind === 'found' ? found.value.count : 0) + 1 });
    });
    await alerts.setRules(USER, [{ kind: 'percent', threshold: String(1 + (round % 90)), chat: USER }]);
    await settings.chooseLocale(USER, LOCALES[round % 2] ?? 'en');
    if (round % 4 === 3) {
      const account = await vault.find(USER);
      const [first] = account.kind === 'found' ? account.value.keys : [];
      if (first) await vault.remove(USER, first.id);
    }
    if (round % ROTATE_EVERY === 0) await rotate(records);
  }
  await storage.close();
}

const [url = '', keys = '', name = '', rounds] = process.argv.slice(2);
await hammer(url, keys, name, Number(rounds));
