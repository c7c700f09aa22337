import { KEY_KINDS } from './demo-keys.ts';

export const HELP = [
  'What you type goes to the bot, as the person you are: commands, keys, anything. The demo itself understands:',
  '  /as discord NAME [LANGUAGE]   be somebody on Discord   (language en-US, zh-CN, …)',
  '  /as telegram NAME [LANGUAGE]  be somebody on Telegram  (language en, zh-hans, …)',
  '  /in dm | server | group       go to the private chat, to your Discord server or Telegram group',
  '  /press 1  (or just 1)         press a button of the last message with buttons, by number or label',
  '  /others                       what other people in the server or group see of the bot',
  '  /wait 3d  (or 6h, 30m)        let time pass: the keys that were typed are used, the bot watches them',
  '  /spend 10 [KEY]               use up some of the good key, or of another: /spend 10 work',
  '  /topup 100 [KEY]              pay into the good key, or into another',
  '  /outage on | off              let the billing API fail for everybody',
  '  /mend                         let the billing API answer {down} from now on',
  '  /demo-help, /quit',
  'Options of slash commands are written as they are shown: /usage name:work',
  'Keys to type, made up for this run:',
  ...Object.entries(KEY_KINDS).map(([kind, text]) => `  ${`{${kind}}`.padEnd(11)}${text}`),
  '  {code}     the code that the bot last gave to link two chats: /link {code}',
].join('\n');
