import { type RawFile, type REST, Routes } from 'discord.js';
import { beforeEach, describe, expect, it } from 'vitest';
import type { DiscordSandbox, DiscordUser } from '../../../src/sandbox/discord/index.ts';
import { png } from '../png.ts';
import { createRest, file, refusalOf, register, startSandbox } from './harness.ts';

interface ApiMessage {
  readonly id: string;
  readonly attachments: readonly { readonly id: string; readonly url: string }[];
  readonly embeds: readonly { readonly image?: object }[];
}

describe('files of messages', () => {
  let sandbox: DiscordSandbox;
  let user: DiscordUser;
  let rest: REST;

  beforeEach(async () => {
    sandbox = await startSandbox();
    user = sandbox.user({ username: 'alice' });
    rest = createRest(sandbox);
  });

  const last = () => user.dmChannel.messages.entries.at(-1);
  const post = (body: object, ...files: RawFile[]) =>
    rest.post(Routes.channelMessages(user.dmChannel.id), { body, files }) as Promise<ApiMessage>;
  const edit = (id: string, body: object, ...files: RawFile[]) =>
    rest.patch(Routes.channelMessage(user.dmChannel.id, id), { body, files }) as Promise<ApiMessage>;
  const names = () => last()?.attachments.map(({ filename }) => filename);

  it('are kept as they came, with their descriptions', async () => {
    const csv = 'día,€\r\n--x\r\n';
    const answer = await post(
      { content: 'x', attachments: [{ id: '0', description: 'A chart' }, { id: 1 }] },
      file('chart.png', png(4, 3)),
      file('history "1".csv', csv),
    );
    expect(last()?.attachments).toMatchObject([
      { filename: 'chart.png', description: 'A chart', content_type: 'image/png', bytes: png(4, 3) },
      { filename: 'history "1".csv', description: undefined, bytes: Buffer.from(csv) },
    ]);
    expect(answer.attachments).toMatchObject([
      {
        filename: 'chart.png',
        description: 'A chart',
        size: png(4, 3).length,
        width: 4,
        height: 3,
        url: expect.stringContaining('https://cdn.discordapp.com/attachments/'),
        proxy_url: expect.stringContaining('https://media.discordapp.net/attachments/'),
      },
      { filename: 'history "1".csv' },
    ]);
    expect(JSON.stringify(answer)).not.toContain('bytes');
  });

  it('make a message of their own, and are recorded without their content', async () => {
    await post({}, file('a.txt', 'secret'));
    expect(names()).toEqual(['a.txt']);
    const recorded = JSON.parse(JSON.stringify(sandbox.calls.entries.at(-1)));
    expect(recorded.files).toEqual({
      'files[0]': { fileName: 'a.txt', contentType: 'application/octet-stream', size: 6 },
    });
    expect(recorded.body).toEqual({});
  });

  it('can be shown in an embed, and then are listed nowhere else', async () => {
    const embeds = [{ image: { url: 'attachment://chart.png' } }];
    const answer = await post({ embeds }, file('chart.png', png(4, 3)));
    expect(answer.attachments).toEqual([]);
    expect(answer.embeds[0]?.image).toMatchObject({ url: last()?.attachments[0]?.url, width: 4, height: 3 });
    expect(last()?.attachments[0]?.bytes).toEqual(png(4, 3));
    const without = await edit(answer.id, { embeds: [] });
    expect(without.attachments).toHaveLength(1);
  });

  it('must be there and pictures by their names to be shown in an embed', async () => {
    const shown = (url: string) => ({ embeds: [{ image: { url } }] });
    const refused = [400, 50035, ['embeds.0.image.url']];
    const picture = file('chart.png', png(4, 3));
    expect(await refusalOf(post(shown('attachment://other.png'), picture))).toEqual(refused);
    expect(await refusalOf(post(shown('attachment://a.csv'), file('a.csv', 'a')))).toEqual(refused);
    expect(await refusalOf(post(shown('file:///chart.png'), picture))).toEqual(refused);
  });

  it('stay where an edit does not list them, and go where its list leaves them out', async () => {
    const { id, attachments } = await post({}, file('a.txt', 'a'), file('b.txt', 'b'));
    await edit(id, { content: 'same files' });
    expect(names()).toEqual(['a.txt', 'b.txt']);
    await edit(id, {}, file('c.txt', 'c'));
    expect(names()).toEqual(['a.txt', 'b.txt', 'c.txt']);
    await edit(id, { attachments: [{ id: attachments[1]?.id }, { id: '0' }] }, file('d.txt', 'd'));
    expect(names()).toEqual(['b.txt', 'd.txt']);
    await edit(id, { attachments: [] });
    expect(names()).toEqual([]);
  });

  it('are at most ten of 10 MiB each, described in at most 1024 characters', async () => {
    const eleven = Array.from({ length: 11 }, (_, index) => file(`${index}.txt`, 'x'));
    expect(await refusalOf(post({}, ...eleven))).toEqual([400, 30015, []]);
    const { id } = await post({}, ...eleven.slice(0, 6));
    expect(await refusalOf(edit(id, { content: 'x' }, ...eleven.slice(0, 5)))).toEqual([400, 30015, []]);
    expect(last()).toMatchObject({ content: '', edits: 0 });
    await post({}, file('big.bin', Buffer.alloc(10 << 20)));
    expect(await refusalOf(post({}, file('big.bin', Buffer.alloc((10 << 20) + 1))))).toEqual([
      413,
      40005,
      [],
    ]);
    const described = (length: number) => ({ attachments: [{ id: '0', description: 'x'.repeat(length) }] });
    await post(described(1024), file('a.txt', 'a'));
    expect(await refusalOf(post(described(1025), file('a.txt', 'a')))).toEqual([
      400,
      50035,
      ['attachments.0.description'],
    ]);
    expect(await refusalOf(post({ attachments: [{ id: '7' }] }, file('a.txt', 'a')))).toEqual([
      400,
      50035,
      ['attachments.0.id'],
    ]);
  });

  it('come in a form that can be read', async () => {
    const response = await fetch(`${sandbox.apiRoot}/v10/channels/${user.dmChannel.id}/messages`, {
      method: 'POST',
      headers: { authorization: `Bot ${sandbox.token}`, 'content-type': 'multipart/form-data; boundary=x' },
      body: 'no form',
    });
    expect([response.status, await response.json()]).toEqual([400, expect.objectContaining({ code: 50035 })]);
  });

  it('come with answers to interactions too', async () => {
    await register(sandbox, { name: 'a', description: 'd' });
    const interaction = user.slash('a');
    const { id, token } = interaction;
    const data = { flags: 64 };
    const auth = false;
    await rest.post(Routes.interactionCallback(id, token), {
      auth,
      body: { type: 4, data },
      files: [file('first.txt', '1')],
    });
    const original = await interaction.reply();
    expect(original.attachments).toMatchObject([{ filename: 'first.txt' }]);
    const webhook = [sandbox.applicationId, token] as const;
    const body = { attachments: [{ id: '0', description: 'A chart' }] };
    const changed = (await rest.patch(Routes.webhookMessage(...webhook), {
      auth,
      body,
      files: [file('chart.png', png(1, 1))],
    })) as ApiMessage;
    expect(original.attachments).toMatchObject([{ filename: 'chart.png', description: 'A chart' }]);
    expect(changed.attachments).toMatchObject([{ ephemeral: true }]);
    await rest.post(Routes.webhook(...webhook), { auth, body: {}, files: [file('more.csv', 'a,b')] });
    expect(interaction.messages.entries.at(-1)?.attachments[0]?.bytes.toString()).toBe('a,b');
  });
});
