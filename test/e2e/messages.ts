/** How a message is told from others: by words that are in it, or by a look at all its words. */
export type Wanted = string | ((words: string) => boolean);

export function isWanted(wanted: Wanted, words: string): boolean {
  return typeof wanted === 'string' ? words.includes(wanted) : wanted(words);
}

export function seen<Message>(message: Message | undefined): Message {
  if (message === undefined) throw new Error('there is no message with buttons');
  return message;
}
