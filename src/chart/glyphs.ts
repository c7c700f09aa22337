/** Offsets and formats are those of the OpenType specification 1.9. */
const WINDOWS = 3;
const UNICODE_BMP = 1;
const SEGMENTS = 4;

/**
 * Which characters of the Basic Multilingual Plane an OpenType font has, and how wide each is, in ems.
 * Throws where the font has no such character map: a bug.
 */
export function readGlyphs(file: Buffer): Map<number, number> {
  const unitsPerEm = file.readUInt16BE(table(file, 'head') + 18);
  const metrics = file.readUInt16BE(table(file, 'hhea') + 34);
  const hmtx = table(file, 'hmtx');
  return new Map(
    [...characterMap(file)].map(([code, glyph]) => {
      // Glyphs after the last metric are as wide as it says.
      const advance = file.readUInt16BE(hmtx + 4 * Math.min(glyph, metrics - 1));
      return [code, advance / unitsPerEm];
    }),
  );
}

function table(file: Buffer, tag: string): number {
  for (let index = 0; index < file.readUInt16BE(4); index++) {
    const entry = 12 + 16 * index;
    if (file.toString('latin1', entry, entry + 4) === tag) return file.readUInt32BE(entry + 8);
  }
  throw new Error(`the font has no table ${tag}`);
}

/** Reads the subtable of format 4: segments of consecutive characters. */
function* characterMap(file: Buffer): Generator<[code: number, glyph: number]> {
  const subtable = bmpSubtable(file);
  const doubleCount = file.readUInt16BE(subtable + 6);
  const ends = subtable + 14;
  const starts = ends + doubleCount + 2;
  const deltas = starts + doubleCount;
  const rangeOffsets = deltas + doubleCount;
  for (let segment = 0; segment < doubleCount; segment += 2) {
    const delta = file.readUInt16BE(deltas + segment);
    const rangeOffset = file.readUInt16BE(rangeOffsets + segment);
    const start = file.readUInt16BE(starts + segment);
    for (let code = start; code <= file.readUInt16BE(ends + segment); code++) {
      const listed =
        rangeOffset === 0
          ? code
          : file.readUInt16BE(rangeOffsets + segment + rangeOffset + 2 * (code - start));
      const glyph = listed === 0 && rangeOffset !== 0 ? 0 : (listed + delta) & 0xffff;
      if (glyph !== 0) yield [code, glyph];
    }
  }
}

function bmpSubtable(file: Buffer): number {
  const cmap = table(file, 'cmap');
  for (let index = 0; index < file.readUInt16BE(cmap + 2); index++) {
    const entry = cmap + 4 + 8 * index;
    const subtable = cmap + file.readUInt32BE(entry + 4);
    const isBmp = file.readUInt16BE(entry) === WINDOWS && file.readUInt16BE(entry + 2) === UNICODE_BMP;
    if (isBmp && file.readUInt16BE(subtable) === SEGMENTS) return subtable;
  }
  throw new Error('the font has no character map of format 4');
}
