import { execFileSync } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { VARIABLES } from '../src/config.ts';

const read = (file: string) => readFile(new URL(`../${file}`, import.meta.url), 'utf8');

const [compose, caddyfile, notes, dockerfile, health, app] = await Promise.all(
  [
    'compose.yaml',
    'deploy/Caddyfile',
    'docs/kubernetes.md',
    'Dockerfile',
    'src/http/health.ts',
    'src/app.ts',
  ].map(read),
);

const manifests = all(notes, /^```yaml\n(.*?)^```/gms).join('---\n');

/** What the first group of the pattern finds. */
function all(text: string | undefined, pattern: RegExp): string[] {
  return [...(text ?? '').matchAll(pattern)].map(([, found = '']) => found);
}

/** What there has to be one of. */
function only(text: string | undefined, pattern: RegExp): string {
  const [found, ...others] = new Set(all(text, pattern));
  if (found === undefined || others.length > 0) throw new Error(`${pattern} is not there once`);
  return found;
}

/** Names of variables of the environment: nothing else at the beginning of a line is in capitals. */
function variablesIn(text: string | undefined): string[] {
  return [...new Set(all(text, /^ +(?:- name: |export )?([A-Z][A-Z_]+)(?=:|=|$)/gm))];
}

describe('the files for many processes', () => {
  it('set no variables but those that the bot and Caddy read', () => {
    const ofCaddy = all(caddyfile, /\{\$(\w+)\}/g);
    expect(ofCaddy.filter((name) => !variablesIn(compose).includes(name))).toEqual([]);
    const known = [...VARIABLES, ...ofCaddy];
    expect(variablesIn(compose).length).toBeGreaterThan(10);
    expect(variablesIn(compose).filter((name) => !known.includes(name))).toEqual([]);
    expect(variablesIn(manifests).length).toBeGreaterThan(10);
    expect(variablesIn(manifests).filter((name) => !VARIABLES.includes(name))).toEqual([]);
  });

  it('name only secrets that they have made', () => {
    const made = all(compose, /^# +.*>(\w+(?:\.conf)?)(?: |$)/gm);
    const named = all(compose, /\/run\/secrets\/([\w.]+)$/gm);
    expect(named.filter((name) => !made.includes(name))).toEqual([]);
    expect(all(compose, /file: secrets\/([\w.]+)$/gm).toSorted()).toEqual(made.toSorted());
    const inCluster = all(notes, /--from-file=(\w+)/g);
    expect(all(notes, />(\w+)(?: .*)?$/gm).toSorted()).toEqual(inCluster.toSorted());
    const mounted = all(manifests, /\/run\/secrets\/talk-bot\/(\w+)$/gm);
    expect(mounted.toSorted()).toEqual(inCluster.toSorted());
  });

  it('agree on the port, and on where the internet may reach it', () => {
    const port = only(dockerfile, /HTTP_PORT=(\d+)/g);
    expect(only(compose, /HTTP_PORT: '(\d+)'/g)).toBe(port);
    expect(only(manifests, /HTTP_PORT: '(\d+)'/g)).toBe(port);
    expect(only(manifests, /(?:containerPort|port): (\d+)/g)).toBe(port);
    const [passed = ''] = all(caddyfile, /^\s*path (.*)$/gm);
    expect(all(manifests, /- path: (\S+)\n +pathType: Exact$/gm)).toEqual(passed.split(' '));
    const webhooks = [compose, manifests].map((text) =>
      only(text, /TELEGRAM_WEBHOOK_URL: https:\/\/(?:\$\{.*\}|[\w.]+)(\/\S+)$/gm),
    );
    for (const path of webhooks) expect(passed.split(' ')).toContain(path);
    const asked = [...all(caddyfile, /health_uri (\S+)/g), ...all(manifests, /httpGet: \{ path: ([^,]+)/g)];
    expect(new Set(asked)).toEqual(new Set(all(health, /'GET (\S+)'/g)));
  });

  it('lead to every replica', () => {
    const project = only(compose, /^name: (\S+)$/gm);
    const [replicas] = all(compose, /replicas: (\d+)/g).map(Number);
    const names = Array.from({ length: replicas ?? 0 }, (_, index) => `${project}-bot-${index + 1}:8080`);
    expect(only(compose, /BOT_UPSTREAMS: (.*)$/gm).split(' ')).toEqual(names);
  });

  it('give the bot the time that it takes to end', () => {
    // For what is in hand, then for the connections.
    const seconds = 2 * Number(only(app, /GRACE_MS = (\d+)_000/g));
    expect(Number(only(compose, /stop_grace_period: (\d+)s/g))).toBeGreaterThan(seconds);
    const pause = Number(only(manifests, /command: \[sleep, '(\d+)'\]/g));
    expect(Number(only(manifests, /terminationGracePeriodSeconds: (\d+)/g))).toBeGreaterThan(pause + seconds);
  });

  it('give every shard to one pod', () => {
    const script = only(manifests, /- \|\n(.*?)exec node \S+ dist\/main\.js/gs);
    const replicas = Number(only(manifests, /^ {2}replicas: (\d+)$/gm));
    const shards = Array.from({ length: replicas }, (_, pod) => {
      const env = { PATH: process.env.PATH, HOSTNAME: `discord-${pod}` };
      const printed = execFileSync('sh', ['-c', `${script}\necho "$DISCORD_SHARDS"`], {
        env,
        encoding: 'utf8',
      });
      const [first = 0, last = -1, count = 0] = all(printed, /(\d+)/g).map(Number);
      return { owned: Array.from({ length: last - first + 1 }, (_, index) => first + index), count };
    });
    const counts = new Set(shards.map(({ count }) => count));
    expect([...counts]).toEqual([shards.flatMap(({ owned }) => owned).length]);
    expect(shards.flatMap(({ owned }) => owned)).toEqual(
      Array.from({ length: [...counts][0] ?? 0 }, (_, id) => id),
    );
  });
});
