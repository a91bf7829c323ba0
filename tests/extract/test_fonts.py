"""The same PDF reads the same on a machine without fonts and on one with fonts unlike the file's."""

from __future__ import annotations

import io
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen

from tests import forge
from tests.extract.test_pdf import ROWS, TITLE, drawn, turned

ROOT = Path(__file__).parents[2]
FOLDERS = ("/usr/share/fonts", "/usr/local/share/fonts", "/usr/share/X11/fonts")
READ = """
import sys
from finalaccounts.collect import collect
from finalaccounts.extract import extract
from pathlib import Path
for line in extract(collect(Path(sys.argv[1]))).lines:
    print(line)
"""


def font(family: str) -> bytes:
    """Return a font that has all characters, wider and higher than any font that is used."""
    pen = TTGlyphPen(None)
    for x, y in ((-300, -900), (-300, 1900), (1900, 1900), (1900, -900)):
        (pen.lineTo if pen.points else pen.moveTo)((x, y))
    pen.closePath()
    made = FontBuilder(1000)
    names = [".notdef", "wide"]
    made.setupGlyphOrder(names)
    made.setupCharacterMap(dict.fromkeys(range(0x20, 0xFFFE), "wide"), allowFallback=True)
    made.setupGlyf(dict.fromkeys(names, pen.glyph()))
    made.setupHorizontalMetrics(dict.fromkeys(names, (1700, -300)))
    made.setupHorizontalHeader(ascent=1900, descent=-900)
    made.setupNameTable({"familyName": family, "styleName": "Regular", "fullName": family})
    # The code pages that make PDFium take it for a font of simplified Chinese.
    made.setupOS2(ulCodePageRange1=1 << 18 | 1, usWeightClass=400)
    made.setupPost()
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def read_with(fonts: Path, file: Path) -> str:
    """Return the lines of a PDF as read where ``fonts`` stands in the place of all fonts."""
    mounts = " && ".join(
        f"mount --bind {fonts} {folder}" for folder in FOLDERS if Path(folder).is_dir()
    )
    command = ["unshare", "--mount", "--map-root-user", "sh", "-c"]
    inner = f'{mounts or "true"} && exec "$0" "$@"'
    done = subprocess.run(
        [*command, inner, sys.executable, "-c", READ, str(file)],
        capture_output=True,
        text=True,
        check=False,
        cwd=ROOT,
    )
    assert not done.returncode, done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def others(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """Return a folder without fonts, and one whose fonts have the names that files ask for."""
    probe = ["unshare", "--mount", "--map-root-user", "true"]
    if not shutil.which("unshare") or subprocess.run(probe, check=False).returncode:
        pytest.skip("NOT PROVEN HERE: the fonts of this machine cannot be hidden (no unshare)")
    none, strange = (tmp_path_factory.mktemp(name) for name in ("none", "strange"))
    for family in ("STSong-Light", "SimSun", "Helvetica", "Times-Roman"):
        (strange / f"{family}.ttf").write_bytes(font(family))
    return none, strange


@pytest.mark.parametrize("name", ["ruled", "turned", "forged"])
def test_a_pdf_reads_the_same_with_other_fonts_and_with_none(
    name: str, others: tuple[Path, Path], tmp_path: Path
) -> None:
    file = tmp_path / f"{name}.pdf"
    data = drawn([ROWS], TITLE)
    if name == "turned":
        data = turned(data, 90)
    elif name == "forged":
        data = forge.write(forge.accounts(21), "central", "pdf")
    file.write_bytes(data)
    none, strange = (read_with(fonts, file) for fonts in others)
    assert none == strange
    assert "支出决算表" in none


def test_clearing_every_cache_leaves_pdfium_its_font():
    """PDFium holds on to the stand-in; other reference data clear all caches of the library."""
    from finalaccounts import reference
    from finalaccounts.extract.pdf import fonts

    fonts.use_no_machine_fonts()
    before = list(fonts._shown)
    reference.use(reference.ROOT)
    fonts.use_no_machine_fonts()
    assert fonts._shown == before and len(before) == 1
