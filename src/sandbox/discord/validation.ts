import { ButtonStyle, ComponentType, TextInputStyle } from 'discord.js';
import { z } from 'zod';
import { attachmentRequests, type Files } from './attachments.ts';
import { emptyMessage, invalidForm } from './errors.ts';

// Limits: Discord documentation, "Message", "Embed limits", "Component reference".
const MAX_EMBED_TOTAL = 6000;

const customId = z.string().min(1).max(100);
const url = z.url({ protocol: /^(https?|discord)$/ });

const picture = z.object({ url: z.url({ protocol: /^(https?|attachment)$/ }).max(2048) }).nullish();

const embed = z.object({
  title: z.string().max(256).optional(),
  description: z.string().max(4096).nullish(),
  url: z.url({ protocol: /^https?$/ }).optional(),
  color: z.int().min(0).max(0xffffff).nullish(),
  timestamp: z.iso.datetime().optional(),
  footer: z.object({ text: z.string().min(1).max(2048) }).nullish(),
  author: z.object({ name: z.string().min(1).max(256) }).nullish(),
  image: picture,
  thumbnail: picture,
  fields: z
    .array(
      z.object({
        name: z.string().trim().min(1).max(256),
        value: z.string().trim().min(1).max(1024),
        inline: z.boolean().optional(),
      }),
    )
    .max(25)
    .nullish(),
});

const button = z
  .object({
    type: z.literal(ComponentType.Button),
    style: z.enum(ButtonStyle),
    label: z.string().min(1).max(80).optional(),
    emoji: z.looseObject({}).optional(),
    custom_id: customId.optional(),
    url: url.optional(),
    disabled: z.boolean().optional(),
  })
  .refine(
    ({ label, emoji }) => label !== undefined || emoji !== undefined,
    'A button needs a label or an emoji',
  )
  .refine(
    (it) => (it.style === ButtonStyle.Link ? it.url && !it.custom_id : it.custom_id && !it.url),
    'A link button has a url and no custom_id; any other has a custom_id and no url',
  );

const buttonRow = z.object({
  type: z.literal(ComponentType.ActionRow),
  components: z.array(button).min(1).max(5),
});

const allowedMentions = z
  .object({
    parse: z.array(z.enum(['users', 'roles', 'everyone'])).optional(),
    users: z.array(z.string()).max(100).optional(),
    roles: z.array(z.string()).max(100).optional(),
    replied_user: z.boolean().optional(),
  })
  .nullish();

const message = z
  .object({
    content: z.string().max(2000).nullish(),
    embeds: z.array(embed).max(10).nullish(),
    components: z.array(buttonRow).max(5).nullish(),
    flags: z.int().min(0).nullish(),
    allowed_mentions: allowedMentions,
    attachments: attachmentRequests,
    nonce: z.union([z.string().max(25), z.int()]).nullish(),
    enforce_nonce: z.boolean().nullish(),
  })
  .superRefine(({ embeds, components }, context) => {
    const total = (embeds ?? []).map(wordsOf).join('').length;
    if (total > MAX_EMBED_TOTAL) {
      context.addIssue({
        code: 'custom',
        path: ['embeds'],
        message: 'Embed size exceeds maximum size of 6000',
      });
    }
    const ids =
      components?.flatMap((row) => row.components.flatMap(({ custom_id }) => custom_id ?? [])) ?? [];
    if (new Set(ids).size < ids.length) {
      context.addIssue({
        code: 'custom',
        path: ['components'],
        message: 'Component custom id cannot be duplicated',
      });
    }
  });

const modal = z.object({
  custom_id: customId,
  title: z.string().min(1).max(45),
  components: z
    .array(
      z.object({
        type: z.literal(ComponentType.ActionRow),
        components: z
          .array(
            z.object({
              type: z.literal(ComponentType.TextInput),
              custom_id: customId,
              style: z.enum(TextInputStyle),
              label: z.string().min(1).max(45),
              placeholder: z.string().max(100).optional(),
              min_length: z.int().min(0).max(4000).optional(),
              max_length: z.int().min(1).max(4000).optional(),
              required: z.boolean().optional(),
              value: z.string().max(4000).optional(),
            }),
          )
          .length(1),
      }),
    )
    .min(1)
    .max(5),
});

/** What a message is to be, and the files that came with it. */
export interface MessageBody extends z.output<typeof message> {
  readonly files: Files;
}

export type ModalBody = z.output<typeof modal>;

/** @throws DiscordRefusal for what Discord would not show */
export function validateMessage(body: unknown, files: Files): MessageBody {
  return { ...validate(message, body ?? {}), files };
}

/** As {@link validateMessage}, for a new message, which must not be empty. */
export function validateNewMessage(body: unknown, files: Files): MessageBody {
  const valid = validateMessage(body, files);
  const isEmpty = !valid.content && !valid.embeds?.length && !valid.components?.length;
  if (isEmpty && Object.keys(files).length === 0) throw emptyMessage();
  return valid;
}

export function validateModal(body: unknown): ModalBody {
  return validate(modal, body);
}

export function validate<Schema extends z.ZodType>(schema: Schema, body: unknown): z.output<Schema> {
  const parsed = schema.safeParse(body);
  if (parsed.success) return parsed.data;
  throw invalidForm(parsed.error.issues);
}

function wordsOf({ title, description, fields, footer, author }: z.output<typeof embed>): string {
  const parts = [
    title,
    description,
    footer?.text,
    author?.name,
    ...(fields ?? []).flatMap((it) => [it.name, it.value]),
  ];
  return parts.join('');
}
