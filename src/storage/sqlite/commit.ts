/** The text in an entry; `NULL` where there is none. */
export const TEXT = "CASE WHEN json_valid(keyv.value) THEN json_extract(keyv.value, '$.value') END";

/**
 * The adapter has one connection, on which statements of everybody run in turns, so that a transaction of several
 * would take in those of others. A trigger makes them one statement: it ends without a change where a record is
 * not as expected. Both parameters are JSON arrays of pairs, a name and what stands there, `null` for nothing.
 */
export const PREPARE_COMMIT = [
  'CREATE TEMP VIEW commits AS SELECT NULL AS changes, NULL AS expected',
  `CREATE TEMP TRIGGER commit_all INSTEAD OF INSERT ON commits BEGIN
     SELECT RAISE(ABORT, 'not as expected')
     FROM json_each(NEW.expected) AS slot LEFT JOIN keyv ON keyv.key = slot.value ->> 0
     WHERE ${TEXT} IS NOT slot.value ->> 1;
     DELETE FROM keyv
     WHERE key IN (SELECT value ->> 0 FROM json_each(NEW.changes) WHERE value ->> 1 IS NULL);
     INSERT INTO keyv (key, value)
     SELECT value ->> 0, json_object('value', value ->> 1)
     FROM json_each(NEW.changes) WHERE value ->> 1 IS NOT NULL
     ON CONFLICT (key) DO UPDATE SET value = excluded.value;
   END`,
] as const;

export const COMMIT = 'INSERT INTO commits (changes, expected) VALUES (?, ?)';

/** Whether a statement ended since something was not as expected. */
export function isUnexpected(error: unknown): boolean {
  return error instanceof Error && error.message.endsWith('not as expected');
}
