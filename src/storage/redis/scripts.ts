/**
 * What writes to Redis, each at one moment. The names of all records stand in a sorted set beside them, since Redis
 * itself walks its keys in no order; every script keeps both in step.
 *
 * `KEYS[1]` is that set, the others are keys of records. `ARGV[1]` is the length of the prefix before the names in
 * those. A text as an argument has `=` before it; an empty argument stands for no record.
 */
const COMMON = `
local prefix = tonumber(ARGV[1])
local function read(key) return redis.call('GET', key) end
local function write(key, text)
  redis.call('SET', key, text)
  redis.call('ZADD', KEYS[1], 0, string.sub(key, prefix + 1))
end
local function erase(key)
  redis.call('ZREM', KEYS[1], string.sub(key, prefix + 1))
  return redis.call('DEL', key)
end
local function is(key, argument)
  local found = read(key)
  if argument == '' then return not found end
  return found == string.sub(argument, 2)
end
`;

/** `ARGV[2]` records are expected, with a text each; the remaining ones are changed, with a text each. */
export const COMMIT = `${COMMON}
local expected = tonumber(ARGV[2])
for i = 1, expected do
  if not is(KEYS[1 + i], ARGV[2 + i]) then return 0 end
end
for i = expected + 1, #KEYS - 1 do
  local argument = ARGV[2 + i]
  if argument == '' then erase(KEYS[1 + i]) else write(KEYS[1 + i], string.sub(argument, 2)) end
end
return 1`;

/** @returns the text that is there then */
export const ADD = `${COMMON}
local found = read(KEYS[2])
if found then return found end
write(KEYS[2], string.sub(ARGV[2], 2))
return string.sub(ARGV[2], 2)`;

/** @returns how many there were */
export const DELETE = `${COMMON}
local deleted = 0
for i = 2, #KEYS do deleted = deleted + erase(KEYS[i]) end
return deleted`;

/** Pairs of keys with pairs of texts: as it was read, and what shall stand in its place. @returns how many */
export const REPLACE_UNCHANGED = `${COMMON}
local replaced = 0
for i = 2, #KEYS, 2 do
  local before, after = KEYS[i], KEYS[i + 1]
  if is(before, ARGV[i]) and (before == after or is(after, '')) then
    if before ~= after then erase(before) end
    write(after, string.sub(ARGV[i + 1], 2))
    replaced = replaced + 1
  end
end
return replaced`;

/** Keys, with the texts that were read. @returns how many */
export const DELETE_UNCHANGED = `${COMMON}
local deleted = 0
for i = 2, #KEYS do
  if is(KEYS[i], ARGV[i]) then deleted = deleted + erase(KEYS[i]) end
end
return deleted`;

/** All records whose names are in `KEYS[1]`; `ARGV[1]` is the prefix before them. */
export const CLEAR = `
for _, name in ipairs(redis.call('ZRANGE', KEYS[1], 0, -1)) do redis.call('DEL', ARGV[1] .. name) end
return redis.call('DEL', KEYS[1])`;

/** The name in `KEYS[1]`, the holder and the milliseconds in `ARGV`. @returns who has it then */
export const TAKE_LEASE = `
local holder = redis.call('GET', KEYS[1])
if holder and holder ~= ARGV[1] then return holder end
redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
return ARGV[1]`;

/** @returns 1 where `ARGV[1]` had it, and `ARGV[2]` has it now for `ARGV[3]` milliseconds */
export const PASS_LEASE = `
if redis.call('GET', KEYS[1]) ~= ARGV[1] then return 0 end
redis.call('SET', KEYS[1], ARGV[2], 'PX', ARGV[3])
return 1`;

export const RELEASE_LEASE = `
if redis.call('GET', KEYS[1]) == ARGV[1] then return redis.call('DEL', KEYS[1]) end
return 0`;
