"""OFD: what a reader of the file sees, whatever program wrote it; what is hidden is listed."""

from __future__ import annotations

import io
import os
import zipfile
from collections import Counter
from collections.abc import Mapping
from pathlib import Path

import pytest

from finalaccounts.collect import CollectError, collect, kinds
from finalaccounts.extract import ExtractError, extract
from finalaccounts.extract.ofd.package import Package
from finalaccounts.extract.ofd.reader import Opened
from finalaccounts.extract.page import Page
from finalaccounts.model import Document
from tests import forge
from tests.extract.test_text import source
from tests.forge.ofd import DIALECTS, repacked

NAMESPACE = "http://www.ofdspec.org/2016"
SHARED = Path(__file__).resolve().parents[3] / "shared" / "ofd"
TEXT = '<TextObject Boundary="20 20 100 5" Size="4" Font="1"{}>{}<TextCode X="0" Y="4"{}>{}</TextCode></TextObject>'


def shown(text: str, attributes: str = "", inner: str = "", deltas: str = "") -> str:
    return TEXT.format(attributes, inner, deltas, text)


def xml(root: str, inner: str, head: str = "") -> str:
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>{head}<{root} xmlns="{NAMESPACE}">{inner}</{root}>'
    )


def layer(inner: str) -> str:
    return f"<Content><Layer>{inner}</Layer></Content>"


def package(
    *pages: str, common: str = "", beside: str = "", parts: Mapping[str, str] = {}
) -> bytes:
    """Return a package of pages, their content given; ``parts`` are further members."""
    listed = "".join(
        f'<Page ID="{n}" BaseLoc="Pages/Page_{n}/Content.xml"/>' for n in range(len(pages))
    )
    area = "<PageArea><PhysicalBox>0 0 210 297</PhysicalBox></PageArea>"
    members = {
        "OFD.xml": xml("OFD", "<DocBody><DocRoot>Doc_0/Document.xml</DocRoot></DocBody>"),
        "Doc_0/Document.xml": xml(
            "Document", f"<CommonData>{area}{common}</CommonData><Pages>{listed}</Pages>{beside}"
        ),
        **{f"Doc_0/Pages/Page_{n}/Content.xml": xml("Page", p) for n, p in enumerate(pages)},
        **parts,
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return out.getvalue()


def read(data: bytes) -> Document:
    return extract(source(data, kinds.OFD, "a.ofd"))


def lines(data: bytes) -> list[str]:
    return [line.text for line in read(data).lines]


def pages(data: bytes) -> list[Page]:
    return list(Opened(Package("a.ofd", data), source(data, kinds.OFD, "a.ofd")).pages())


def test_characters_stand_where_the_distances_say() -> None:
    deltas = ' DeltaX="4 g 2 2.5 -9 4" DeltaY="g 3 0 6 0"'
    (page,) = pages(package(layer(shown("年12上下一", deltas=deltas))))
    assert [(g.text, round(g.x0 / 72 * 25.4, 2), round(g.base / 72 * 25.4, 2)) for g in page.glyphs] == [
        ("年", 20, 24), ("1", 24, 24), ("2", 26.5, 24), ("上", 29, 24), ("下", 20, 30), ("一", 24, 30),
    ]  # fmt: skip


def test_a_matrix_scales_and_characters_without_distances_advance_by_their_kind() -> None:
    in_points = ' CTM="0.352778 0 0 0.352778 0 0"'
    (page,) = pages(package(layer(shown("年1", in_points))))
    year, one = page.glyphs
    assert (round(year.x1 - year.x0, 1), round(one.x1 - one.x0, 1)) == (4.0, 2.0)


def test_counts_of_the_file_are_bounded() -> None:
    deltas = ' DeltaX="g 999999999999 1 g nan 3 g -5 1 1e999"'
    mapped = '<CGTransform CodePosition="0" CodeCount="1000000000" GlyphCount="1"><Glyphs>5</Glyphs></CGTransform>'
    assert lines(package(layer(shown("12", inner=mapped, deltas=deltas)))) == ["12"]


WHITE = '<FillColor Value="255 255 255"/>'
CLIP = '<Clips><Clip><Area><Path Boundary="0 0 0 0"><AbbreviatedData>M 0 0 L 0 0 C</AbbreviatedData></Path></Area></Clip></Clips>'
DARK = '<PathObject Boundary="0 0 210 50" Fill="true"><FillColor Value="0 0 128"/><AbbreviatedData>M 0 0 L 210 0 L 210 50 L 0 50 C</AbbreviatedData></PathObject>'


@pytest.mark.parametrize(
    ("kind", "attributes", "inner"),
    [
        ("invisible", "", WHITE),
        ("invisible", "", '<FillColor Value="#FF #FF #FF"/>'),
        ("invisible", "", '<FillColor Value="0 0 0" Alpha="0"/>'),
        ("invisible", ' Alpha="0"', ""),
        ("invisible", ' Visible="false"', ""),
        ("invisible", ' Fill="false"', ""),
        ("invisible", "", CLIP),
        ("invisible", ' CTM="0.01 0 0 0.01 0 0"', ""),
        ("invisible", ' CTM="900 0 0 900 0 0"', ""),
        ("invisible", ' CTM="1 0 0 1 400 0"', ""),
        ("watermark", ' CTM="0.707 0.707 -0.707 0.707 0 0"', ""),
    ],
)
def test_text_that_nobody_sees_is_left_out_and_listed(
    kind: str, attributes: str, inner: str
) -> None:
    found = read(
        package(layer(shown("9999.99", attributes, inner) + shown("12.00", ' CTM="1 0 0 1 0 30"')))
    )
    assert [line.text for line in found.lines] == ["12.00"]
    assert [(o.kind, o.done, o.text, o.page) for o in found.objects] == [
        (kind, "left_out", "9999.99", "1")
    ]


@pytest.mark.parametrize("inner", ["", '<FillColor Value="0 0 0"/>', "<FillColor/>", "<Clips/>"])
def test_text_that_is_seen_is_read(inner: str) -> None:
    assert lines(package(layer(shown("12.00", inner=inner)))) == ["12.00"]


def test_a_large_pale_text_is_a_watermark() -> None:
    body = "".join(shown("12.00", f' CTM="1 0 0 1 0 {y}"') for y in (30, 40, 50))
    big = shown("2024", ' Alpha="60" CTM="6 0 0 6 10 60"')
    found = read(package(layer(body + big)))
    assert [line.text for line in found.lines] == ["12.00"] * 3
    assert [(o.kind, o.text) for o in found.objects] == [("watermark", "2024")]
    # A pale number of the usual size is one, and so is a large dark one.
    small = shown("2024", ' Alpha="60" CTM="1 0 0 1 0 60"')
    dark = shown("2024", ' CTM="6 0 0 6 10 60"')
    assert (
        lines(package(layer(body + small)))[-1] == lines(package(layer(body + dark)))[-1] == "2024"
    )


def test_white_text_on_a_dark_ground_is_seen() -> None:
    assert lines(package(layer(DARK + shown("12.00", inner=WHITE)))) == ["12.00"]


def test_annotations_and_signatures_are_listed_and_not_read() -> None:
    annot = (
        '<Annot Type="Watermark"><Appearance Boundary="0 0 9 9">'
        + shown("草稿")
        + "</Appearance></Annot>"
    )
    data = package(
        layer(shown("12.00")),
        beside="<Annotations>Annots.xml</Annotations>",
        parts={
            "Doc_0/Annots.xml": xml(
                "Annotations", '<Page PageID="0"><FileLoc>A.xml</FileLoc></Page>'
            ),
            "Doc_0/A.xml": xml("PageAnnot", annot),
        },
    )
    found = read(data)
    assert [line.text for line in found.lines] == ["12.00"]
    assert [(o.kind, o.text) for o in found.objects] == [("watermark", "草稿")]


def path(data: str, attributes: str = "", inner: str = "") -> str:
    return f'<PathObject Boundary="10 10 0 0"{attributes}>{inner}<AbbreviatedData>{data}</AbbreviatedData></PathObject>'


@pytest.mark.parametrize(
    ("drawing", "count"),
    [
        (path("M 0 0 L 50 0"), 1),
        (path("M 0 0 L 50 0 M 0 9 L 50 9 L 50 0"), 3),
        (path("M 0 0 L 50 0 L 50 30 L 0 30 C"), 4),
        (path("M0,0 L50,0"), 0),
        (path("M 0 0 L 50 0 L 50 0.3 L 0 0.3 C", ' Stroke="false" Fill="true"'), 1),
        (path("M 0 0 L 50 0 L 50 30 L 0 30 C", ' Stroke="false" Fill="true"'), 0),
        (path("M 0 0 L 50 0", ' CTM="1 0 0 -1 0 0"'), 1),
        (path("M 0 0 L 50 0", "", '<StrokeColor Value="255 255 255"/>'), 0),
        (path("M 0 0 L 50 0", ' Stroke="false"'), 0),
        (path("M 0 0 B 1 1 2 2 50 0"), 0),
        (path("M 0 0 L 50 0 X 1 2 L 9 9"), 1),
        (path("M 0 0 L"), 0),
    ],
)
def test_paths_become_rulings(drawing: str, count: int) -> None:
    (page,) = pages(package(layer(drawing)))
    assert len(page.rulings) == count
    assert all(r.x0 == r.x1 or r.top == r.bottom for r in page.rulings)


def test_a_template_holds_the_form_of_its_pages() -> None:
    form = xml("Page", layer(shown("合计")))
    data = package(
        '<Template TemplateID="7" ZOrder="Background"/>'
        + layer(shown("12.00", ' CTM="1 0 0 1 30 0"')),
        layer(shown("2")),
        '<Template TemplateID="8"/>' + layer(shown("3")),
        common='<TemplatePage ID="7" BaseLoc="/Doc_0/T.xml"/><TemplatePage ID="8" BaseLoc="gone.xml"/>',
        parts={"Doc_0/T.xml": form},
    )
    found = read(data)
    # Without its form a page would be numbers only: it is not read, and that is said.
    assert [line.text for line in found.lines] == ["合计  12.00", "2"]
    assert found.notes == ("page 3 was not read: its template 8: gone.xml is missing",)
    assert [(o.kind, o.done, o.page) for o in found.objects] == [("page", "not_read", "3")]


def test_composites_and_blocks_are_drawn_where_they_stand() -> None:
    unit = f'<CompositeGraphicUnit ID="5" Width="9" Height="9"><Content><PageBlock>{shown("12.00")}</PageBlock></Content></CompositeGraphicUnit>'
    data = package(
        layer('<PageBlock><CompositeObject Boundary="30 40 50 50" ResourceID="5"/></PageBlock>'),
        common="<PublicRes>Res.xml</PublicRes>",
        parts={
            "Doc_0/Res.xml": xml("Res", f"<CompositeGraphicUnits>{unit}</CompositeGraphicUnits>")
        },
    )
    (page,) = pages(data)
    assert round(page.glyphs[0].x0 / 72 * 25.4, 2) == 50
    assert round(page.glyphs[0].base / 72 * 25.4, 2) == 64


def test_parts_are_found_as_programs_name_them() -> None:
    data = package(layer(shown("12.00")))
    renamed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(renamed, "w") as new:
        for name in old.namelist():
            other = name.replace("Doc_0", "DOC_0").replace("/", "\\") if "Page_0" in name else name
            new.writestr(other, old.read(name))
    assert lines(renamed.getvalue()) == ["12.00"]
    away = repacked(
        data, lambda name, c: c.replace(b"Pages/Page_0", b"../../../Doc_0/Pages/Page_0")
    )
    assert lines(away) == ["12.00"]


@pytest.mark.parametrize("name", ["GB2312", "GBK", "UTF-8"])
def test_chinese_encodings_are_read_declared_or_not(name: str) -> None:
    def encode(_: str, content: bytes) -> bytes:
        return content.decode().replace('encoding="UTF-8"', f'encoding="{name}"').encode("gb18030")

    assert lines(repacked(package(layer(shown("合计12.00"))), encode)) == ["合计12.00"]


def test_a_broken_page_is_named_and_the_others_are_read() -> None:
    data = package(
        layer(shown("one")),
        layer(shown("two")),
        layer(shown("three")),
        common="<PublicRes>R.xml</PublicRes>",
    )
    cut = repacked(data, lambda name, c: c[:-40] if "Page_1" in name else c)
    found = read(cut)
    assert [line.text for line in found.lines] == ["one", "three"]
    assert [line.page for line in found.lines] == [1, 3]
    assert found.notes[0].startswith(
        "page 2 was not read: Doc_0/Pages/Page_1/Content.xml is broken"
    )
    assert found.notes[1] == "R.xml is missing"
    # An undeclared prefix loses nothing.
    prefixed = repacked(
        data, lambda n, c: c.replace(b"<Layer>", b'<Layer x:a="1">') if "Page_1" in n else c
    )
    assert lines(prefixed) == ["one", "two", "three"]


def test_all_documents_are_read_each_in_its_newest_version() -> None:
    page = xml("Page", layer(shown("22")))
    second = xml("Document", '<Pages><Page ID="1" BaseLoc="P.xml"/></Pages>')
    root = xml(
        "OFD",
        "<DocBody><DocRoot>Doc_0/Document.xml</DocRoot></DocBody><DocBody><DocRoot>gone.xml</DocRoot>"
        '<Versions><Version ID="1" Index="1" BaseLoc="v1.xml"/><Version ID="2" Index="2" BaseLoc="v2.xml"/></Versions></DocBody>',
    )
    data = package(
        layer(shown("11")),
        parts={
            "OFD.xml": root,
            "v2.xml": xml("DocVersion", "<DocRoot>Doc_1/D.xml</DocRoot>"),
            "Doc_1/D.xml": second,
            "Doc_1/P.xml": page,
            "Doc_1/D_1.xml": second,
        },
    )
    assert [(line.page, line.text) for line in read(data).lines] == [(1, "11"), (2, "22")]


def test_pictures_only_is_a_scan() -> None:
    picture = '<ImageObject Boundary="0 0 210 297" CTM="210 0 0 297 0 0" ResourceID="9"/>'
    with pytest.raises(ExtractError, match="OCR"):
        read(package(layer(picture)))
    found = read(package(layer(shown("1")), layer(picture)))
    assert found.notes[0].startswith("no text on page 2: a picture, not read")


BOMB = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;">]>'


def test_bombs_stop_their_page() -> None:
    round_ = '<CompositeObject Boundary="0 0 9 9" ResourceID="5"/><CompositeObject Boundary="0 0 9 9" ResourceID="5"/>'
    unit = f'<CompositeGraphicUnit ID="5"><Content>{round_}</Content></CompositeGraphicUnit>'
    data = package(
        layer(shown("1")),
        layer(round_),
        "<Content>" + "<PageBlock>" * 200 + shown("2") + "</PageBlock>" * 200 + "</Content>",
        common="<PublicRes>R.xml</PublicRes>",
        parts={
            "Doc_0/R.xml": xml("Res", unit),
            "Doc_0/Pages/Page_3/Content.xml": "",
        },
    )
    found = read(data)
    assert [line.text for line in found.lines] == ["1"]
    assert len(found.notes) == 2
    entity = repacked(
        package(layer(shown("1")), layer(shown("&c;"))),
        lambda name, c: (
            c.replace(b"?><Page", b"?>" + BOMB.encode() + b"<Page") if "Page_1" in name else c
        ),
    )
    assert [line.text for line in read(entity).lines] == ["1"]


def test_encrypted_and_damaged_packages_are_refused() -> None:
    data = package(layer(shown("1")))
    locked = bytearray(data)
    at = locked.index(b"PK\x01\x02")
    while at >= 0:
        locked[at + 8] |= 1
        at = locked.find(b"PK\x01\x02", at + 4)
    with pytest.raises(ExtractError, match="encrypted"):
        read(bytes(locked))
    with pytest.raises(ExtractError, match="encrypted"):
        read(repacked(data, lambda name, c: b"\x8f\x11\x00" if name == "OFD.xml" else c))
    with pytest.raises(ExtractError, match=r"Document\.xml is missing"):
        read(repacked(data, lambda name, c: None if "Document" in name else c))


@pytest.mark.parametrize("keep", [0.2, 0.5, 0.9, 0.99])
def test_a_cut_package_is_refused(keep: float, tmp_path: Path) -> None:
    data = package(layer(shown("1")))
    (tmp_path / "a.ofd").write_bytes(data[: int(len(data) * keep)])
    with pytest.raises(CollectError, match="damaged archive"):
        collect(tmp_path / "a.ofd")


# Characters that an independent reader (ofdkit 0.2.0) finds on the pages of files of other
# programs; those of them that nobody sees are counted apart.
SEEN = {
    "form-fields.ofd": (4, 0),
    "names-in-gbk.ofd": (21, 0),
    "other-namespace.ofd": (21, 0),
    "page-block.ofd": (21, 0),
    "templated-form.ofd": (293, 20),
    "text-directions.ofd": (18, 0),
    "twenty-watermarks.ofd": (21, 0),
    "two-pages.ofd": (1285, 0),
    "watermark-and-empty-page.ofd": (57, 0),
    "wps-government-notice.ofd": (5814, 0),
    "wps-one-line.ofd": (25, 0),
}


@pytest.mark.parametrize("name", SEEN)
def test_files_of_other_programs_give_the_characters_on_their_pages(name: str) -> None:
    path = SHARED / name
    if not path.exists():
        pytest.skip(f"NOT TESTED: {os.path.relpath(path)} is not there (files of other programs)")
    opened = Opened(Package(name, path.read_bytes()), collect(path))
    found: Counter[str] = Counter()
    for page in opened.pages():
        found["seen"] += sum(not g.text.isspace() for g in page.glyphs)
        found["hidden"] += sum(len(o.text) for o in page.objects if o.kind == "invisible")
    assert (found["seen"], found["hidden"]) == SEEN[name]


@pytest.mark.parametrize("dialect", DIALECTS)
def test_an_independent_reader_finds_the_same_characters(dialect: str, tmp_path: Path) -> None:
    ofdkit = pytest.importorskip("ofdkit", reason="NOT TESTED: ofdkit is not installed (make test)")
    data = forge.write(forge.accounts(2), "shanghai", f"ofd-{dialect}")
    (tmp_path / "a.ofd").write_bytes(data)
    with ofdkit.open(str(tmp_path / "a.ofd")) as opened:
        theirs = Counter("".join("".join(page.text().split()) for page in opened.pages))
    ours = Counter(g.text for page in pages(data) for g in page.glyphs if not g.text.isspace())
    assert sum(ours.values()) > 5000
    assert ours == theirs
