"""Cut the shipped font out of Noto Sans CJK SC: all of GB 2312, kerning, no hints.

Used once by hand, with Debian's fonts-noto-cjk and the fonttools of requirements/test.txt:
``python templates/assets/fonts/subset.py``. The font is only used to draw PNG pictures.
"""

from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTCollection

FONT = "/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc"
FACE, NAME = "Noto Sans CJK SC", "Mingzhang Sans"


def characters() -> str:
    """Return ASCII, all of GB 2312, and the signs our numbers use."""
    found = [chr(n) for n in range(0x20, 0x7F)]
    for high in range(0xA1, 0xF8):
        for low in range(0xA1, 0xFF):
            found.append(bytes((high, low)).decode("gb2312", errors="ignore"))
    return "".join(found) + "\u2212\u2013\u2014\u00b7\u3000"


def main() -> None:
    """Write the subset beside this file."""
    faces = TTCollection(FONT).fonts
    number = next(i for i, f in enumerate(faces) if f["name"].getDebugName(1) == FACE)
    options = subset.Options(
        font_number=number,
        layout_features=["kern"],
        name_IDs=[0, 1, 2, 3, 4, 5, 6, 13, 14],
        hinting=False,
        notdef_outline=True,
    )
    options.drop_tables += ["vhea", "vmtx", "VORG", "BASE"]
    font = subset.load_font(FONT, options)
    cutter = subset.Subsetter(options)
    cutter.populate(text=characters())
    cutter.subset(font)
    for record in font["name"].names:
        if record.nameID in (1, 4):
            record.string = NAME
        if record.nameID == 6:
            record.string = NAME.replace(" ", "")
    subset.save_font(font, str(Path(__file__).with_name("MingzhangSans-Regular.otf")), options)


if __name__ == "__main__":
    main()
