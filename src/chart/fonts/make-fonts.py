"""Makes the two font files of Debian's Noto fonts. How to run it: README.md beside this file."""

from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont

FOLDER = Path(__file__).parent
SIMPLIFIED_CHINESE = 2  # the font's number in the collection
ENGLISH = 0x409


def gb2312():
    """All of GB 2312 but its box drawing: signs, kana, Greek, Cyrillic, and the hanzi of both levels."""
    for row in [*range(0xA1, 0xA9), *range(0xB0, 0xF8)]:
        for cell in range(0xA1, 0xFF):
            yield from bytes([row, cell]).decode('gb2312', errors='ignore')


def characters(*ranges):
    return {code for first, last in ranges for code in range(first, last + 1)}


def make(source, number, family, file, unicodes):
    font = TTFont(source, fontNumber=number, recalcTimestamp=False)
    options = subset.Options()
    options.hinting = False
    options.layout_features = []
    options.drop_tables += ['GSUB', 'GPOS', 'GDEF', 'BASE', 'VORG', 'vhea', 'vmtx']
    options.name_IDs = [0, 1, 2, 3, 4, 5, 6, 13, 14]
    options.name_languages = [ENGLISH]
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=unicodes)
    subsetter.subset(font)

    # A modified version goes by a name of its own.
    post_script_name = family.replace(' ', '') + '-Regular'
    for name_id, name in {1: family, 3: post_script_name, 4: family, 6: post_script_name}.items():
        font['name'].setName(name, name_id, 3, 1, ENGLISH)
    if 'CFF ' in font:
        cff = font['CFF '].cff
        cff.fontNames = [post_script_name]
        cff[0].FullName = cff[0].FamilyName = family
    font.save(FOLDER / file)


make(
    '/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc',
    SIMPLIFIED_CHINESE,
    'Chart Sans SC',
    'chart-sans-sc.otf',
    characters((0x20, 0x7E), (0xA0, 0xFF), (0x2010, 0x2027), (0x2212, 0x2212), (0x3000, 0x301F), (0xFF01, 0xFFEF))
    | {ord(sign) for sign in gb2312()},
)
# What the first lacks: more Latin, Greek and Cyrillic letters, all currency signs, the narrow no-break space.
make(
    '/usr/share/fonts/truetype/noto/NotoSans-Regular.ttf',
    -1,
    'Chart Sans',
    'chart-sans.ttf',
    characters((0x20, 0x7E), (0xA0, 0x24F), (0x370, 0x52F), (0x1E00, 0x1EFF), (0x2010, 0x205E), (0x20A0, 0x20CF)),
)
