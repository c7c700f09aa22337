/**
 * Makes all changes at one moment if everything is as expected; one round trip, whatever their number.
 *
 * Every commit locks the names that it is about, in one order, also those that stand for nothing yet; a serializable
 * transaction would do as well, but in a small table PostgreSQL takes everything that it reads for all there is, and
 * has people who have nothing to do with each other try again and again. Others write single records without these
 * locks: rows that were read are held against them, in one order as well, and a row that has come in between is a
 * conflict (40001).
 */
export const COMMIT_FUNCTION = `
CREATE OR REPLACE FUNCTION talk_bot_commit(
  expected_keys text[], expected_values text[], changed_keys text[], changed_values text[]
) RETURNS boolean LANGUAGE plpgsql AS $$
DECLARE
  absent text[];
  due bigint;
  made bigint;
BEGIN
  PERFORM pg_advisory_xact_lock(hashtextextended(name, 0))
  FROM (SELECT DISTINCT name FROM unnest(expected_keys || changed_keys) AS name ORDER BY name) AS names;
  PERFORM 1 FROM keyv WHERE key = ANY (expected_keys || changed_keys) ORDER BY key FOR UPDATE;
  IF EXISTS (
    SELECT 1 FROM unnest(expected_keys, expected_values) AS slot (key, value)
    LEFT JOIN keyv ON keyv.key = slot.key
    WHERE keyv.value IS DISTINCT FROM slot.value
  ) THEN
    RETURN false;
  END IF;
  DELETE FROM keyv USING unnest(changed_keys, changed_values) AS slot (key, value)
  WHERE keyv.key = slot.key AND slot.value IS NULL;
  absent := ARRAY(
    SELECT slot.key FROM unnest(expected_keys, expected_values) AS slot (key, value) WHERE slot.value IS NULL);
  INSERT INTO keyv (key, value)
  SELECT slot.key, slot.value FROM unnest(changed_keys, changed_values) AS slot (key, value)
  WHERE slot.value IS NOT NULL AND slot.key <> ALL (absent)
  ON CONFLICT (key) DO UPDATE SET value = excluded.value;
  SELECT count(*) INTO due FROM unnest(changed_keys, changed_values) AS slot (key, value)
  WHERE slot.value IS NOT NULL AND slot.key = ANY (absent);
  INSERT INTO keyv (key, value)
  SELECT slot.key, slot.value FROM unnest(changed_keys, changed_values) AS slot (key, value)
  WHERE slot.value IS NOT NULL AND slot.key = ANY (absent)
  ON CONFLICT (key) DO NOTHING;
  GET DIAGNOSTICS made = ROW_COUNT;
  IF made < due THEN
    RAISE EXCEPTION 'a record has come in between' USING ERRCODE = '40001';
  END IF;
  RETURN true;
END $$`;

export const COMMIT = 'SELECT talk_bot_commit($1, $2, $3, $4) AS done';
