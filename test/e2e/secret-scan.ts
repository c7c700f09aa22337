/**
 * Looks for secrets in texts, as they are and in the encodings in which they most easily slip through.
 *
 * @returns the names of the sources that hold one, never the secret
 */
export function findSecrets(secrets: readonly string[], sources: Readonly<Record<string, string>>): string[] {
  const needles = secrets.flatMap((secret) => [
    secret,
    Buffer.from(secret).toString('base64').replace(/=+$/, ''),
    Buffer.from(secret).toString('hex'),
    encodeURIComponent(secret),
    [...secret].reverse().join(''),
  ]);
  return Object.entries(sources)
    .filter(([, text]) => needles.some((needle) => text.includes(needle)))
    .map(([name]) => name);
}
