import { InputFile, InputMediaBuilder } from 'grammy';
import { describe, expect, it } from 'vitest';
import { png } from '../png.ts';
import { call, createBot, startSandbox } from './harness.ts';

const NOT_MODIFIED =
  'Bad Request: message is not modified: specified new message content and reply markup are exactly the same as a ' +
  'current content and reply markup of the message';

const JPEG = Buffer.from(
  'ffd8ffe000104a46494600010100000100010000' + // SOI, APP0
    'ffc0000b080002000301011100' + // SOF0: two rows of three pixels
    'ffd9',
  'hex',
);

async function conversation() {
  const sandbox = await startSandbox();
  const ann = sandbox.user({ firstName: 'Ann' });
  ann.send('hi');
  const { api } = createBot(sandbox);
  const last = () => ann.privateChat.messages.entries.at(-1);
  return { sandbox, ann, api, last };
}

const photo = (bytes = png(4, 3)) => new InputFile(bytes, 'chart.png');
const refused = (reason: string) => ({ error_code: 400, description: `Bad Request: ${reason}` });

describe('photos', () => {
  it('keep what was uploaded, and can be sent again by their id', async () => {
    const { ann, api, last } = await conversation();
    const reply_markup = { inline_keyboard: [[{ text: 'more', callback_data: 'm' }]] };
    const sent = await api.sendPhoto(ann.id, photo(), {
      caption: '<b>A</b>',
      parse_mode: 'HTML',
      reply_markup,
    });
    expect(sent).toMatchObject({
      photo: [{ width: 4, height: 3, file_size: png(4, 3).length }],
      caption: 'A',
      caption_entities: [{ type: 'bold', offset: 0, length: 1 }],
      reply_markup,
    });
    expect(last()).toMatchObject({
      text: 'A',
      isPhoto: true,
      photo: { bytes: png(4, 3) },
      document: undefined,
    });
    await api.sendPhoto(ann.id, sent.photo[0]?.file_id ?? '');
    expect(last()?.photo?.bytes).toEqual(png(4, 3));
    await api.sendPhoto(ann.id, new InputFile(JPEG, 'a.jpg'));
    expect(last()?.photo).toMatchObject({ width: 3, height: 2 });
  });

  it('must be pictures of a sensible size', async () => {
    const { ann, api } = await conversation();
    const send = (bytes: Buffer) => api.sendPhoto(ann.id, photo(bytes));
    await expect(send(Buffer.from('<svg/>'))).rejects.toMatchObject(refused('IMAGE_PROCESS_FAILED'));
    await expect(send(JPEG.subarray(0, 20))).rejects.toMatchObject(refused('IMAGE_PROCESS_FAILED'));
    await expect(send(png(9000, 1001))).rejects.toMatchObject(refused('PHOTO_INVALID_DIMENSIONS'));
    await expect(send(png(21, 1))).rejects.toMatchObject(refused('PHOTO_INVALID_DIMENSIONS'));
    await expect(send(Buffer.alloc(0))).rejects.toMatchObject(refused('file must be non-empty'));
    await expect(send(Buffer.concat([png(1, 1), Buffer.alloc(10 << 20)]))).rejects.toMatchObject({
      description: expect.stringContaining('too big for a photo'),
    });
    await expect(api.sendPhoto(ann.id, 'no-id')).rejects.toMatchObject(
      refused('wrong file identifier/HTTP URL specified'),
    );
  });

  it('have captions of at most 1024 characters, markup not counted', async () => {
    const { ann, api, last } = await conversation();
    const caption = (length: number) => ({
      caption: `<b>${'x'.repeat(length)}</b>`,
      parse_mode: 'HTML' as const,
    });
    await api.sendPhoto(ann.id, photo(), caption(1024));
    expect(last()?.text).toHaveLength(1024);
    await expect(api.sendPhoto(ann.id, photo(), caption(1025))).rejects.toMatchObject(
      refused('message caption is too long'),
    );
  });

  it('are recorded without their content', async () => {
    const { sandbox, ann, api } = await conversation();
    await api.sendPhoto(ann.id, photo());
    const recorded = JSON.parse(JSON.stringify(sandbox.requests.entries.at(-1)));
    expect(Object.values(recorded.payload)).toContainEqual({
      fileName: 'chart.png',
      contentType: 'application/octet-stream',
      size: png(4, 3).length,
    });
  });
});

describe('documents', () => {
  it('keep their name and content, whatever that is', async () => {
    const { ann, api, last } = await conversation();
    const bytes = Buffer.from('día,€\r\n--x\r\n\r\n');
    const sent = await api.sendDocument(ann.id, new InputFile(bytes, 'history.csv'), { caption: 'all' });
    expect(sent.document).toMatchObject({
      file_name: 'history.csv',
      mime_type: 'text/csv',
      file_size: bytes.length,
    });
    expect(last()).toMatchObject({
      text: 'all',
      isPhoto: false,
      document: { bytes, fileName: 'history.csv' },
    });
    await expect(api.sendPhoto(ann.id, sent.document.file_id)).rejects.toMatchObject(
      refused("can't use file of type Document as Photo"),
    );
    await expect(api.sendDocument(ann.id, '')).rejects.toMatchObject(
      refused('there is no document in the request'),
    );
  });
});

describe('an edit', () => {
  it('gives a photo another caption or another picture, and a text a picture', async () => {
    const { ann, api, last } = await conversation();
    const text = await api.sendMessage(ann.id, 'soon');
    const media = InputMediaBuilder.photo(photo(), { caption: '<i>now</i>', parse_mode: 'HTML' });
    await api.editMessageMedia(ann.id, text.message_id, media);
    expect(last()).toMatchObject({ text: 'now', isPhoto: true, edits: 1 });
    await api.editMessageCaption(ann.id, text.message_id, { caption: 'later' });
    expect(last()).toMatchObject({ text: 'later', isPhoto: true, edits: 2 });
    await api.editMessageMedia(ann.id, text.message_id, InputMediaBuilder.photo(photo(png(5, 5))));
    expect(last()).toMatchObject({ text: '', photo: { width: 5 }, edits: 3 });
  });

  it('must suit the message and change it', async () => {
    const { ann, api } = await conversation();
    const text = await api.sendMessage(ann.id, 'text');
    const picture = await api.sendPhoto(ann.id, photo(), { caption: 'a' });
    await expect(api.editMessageText(ann.id, picture.message_id, 'b')).rejects.toMatchObject(
      refused('there is no text in the message to edit'),
    );
    await expect(api.editMessageCaption(ann.id, text.message_id, { caption: 'b' })).rejects.toMatchObject(
      refused('there is no caption in the message to edit'),
    );
    const same = InputMediaBuilder.photo(photo(), { caption: 'a' });
    await expect(api.editMessageMedia(ann.id, picture.message_id, same)).rejects.toMatchObject({
      description: NOT_MODIFIED,
    });
    await expect(api.editMessageCaption(ann.id, picture.message_id, { caption: 'a' })).rejects.toMatchObject({
      description: NOT_MODIFIED,
    });
  });

  it('names its upload', async () => {
    const { sandbox, ann, api } = await conversation();
    const { message_id } = await api.sendMessage(ann.id, 'text');
    const edit = (media: unknown) =>
      call(sandbox, 'editMessageMedia', { chat_id: ann.id, message_id, media });
    const description = async (media: unknown) => (await edit(media)).body.description;
    expect(await description({ type: 'photo', media: 'attach://nothing' })).toBe(
      'Bad Request: there is no photo in the request',
    );
    expect(await description({ type: 'story', media: 'x' })).toContain("can't parse InputMedia");
  });
});
