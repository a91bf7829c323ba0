"""Pictures that go with links: the right size, nothing lost, never a box for a character."""

import re
import struct
import zlib
from dataclasses import replace

import pytest

import build
from finalaccounts.reconcile import reconcile
from finalaccounts.render import report as draw_report
from finalaccounts.render.previews import SHAPES, Preview, drawable, drawn, smaller, svg, wrapped
from finalaccounts.render.share import WEIGHTIEST
from finalaccounts.render.shell import Shell, SiteFacts, SiteReport
from tests import gallery

WHOLE = Preview("a", "明账", "某县某局 2023 年度决算", "花了约 559 万元", ("每 100 元里，64 元",), ("第 9 行 · 差异不等于违规。",))  # fmt: skip


@pytest.fixture(scope="module")
def made():
    report = build.load(gallery.ROOT / "data/reports/610929/yibaoju/2023")
    one = SiteReport(report, reconcile(report))

    def files(**facts):
        shell = Shell(SiteFacts(title="明账", site_url="https://example.org/", **facts))
        return {file.path: file.data for file in draw_report(one, [2023], shell)}

    return files


def _size(png):
    assert png.startswith(b"\x89PNG")
    return struct.unpack(">II", png[16:24])


def test_a_report_and_its_weightiest_findings_have_pictures_and_pages(made):
    files = made()
    pictures = {p: d for p, d in files.items() if "/share/" in p and p.endswith(".png")}
    pages = {p: d.decode() for p, d in files.items() if "/share/" in p and p.endswith(".html")}
    assert len(pictures) == 2 * (1 + WEIGHTIEST) and len(pages) == 1 + WEIGHTIEST
    for path, data in pictures.items():
        shape = path.rpartition("-")[2].removesuffix(".png")
        assert _size(data) == SHAPES[shape]
        assert len(data) < 150_000
    for path, page in pages.items():
        image = re.search(r'og:image content="?https://example.org/([^" >]+)', page)[1]
        assert image in pictures, path
        assert "差异不等于违规" in page


def test_every_page_of_a_report_shows_its_picture(made):
    for path, data in made().items():
        if path.endswith(".html") and "/embed/" not in path:
            for tag in ("og:title", "og:description", "og:type", "og:url", "og:image"):
                assert f"property={tag} ".encode() in data, (path, tag)


def test_pictures_can_be_left_out(made):
    files = made(previews=False)
    assert not [p for p in files if "/share" in p]
    assert not [p for p, d in files.items() if b"og:image" in d]


def test_what_the_font_lacks_is_not_drawn():
    assert drawable(WHOLE)
    assert not drawable(replace(WHOLE, title="南京市𬭸研究所"))
    assert not drawable(replace(WHOLE, head="한국"))


def test_a_picture_says_all_its_words_in_both_shapes():
    for width, height in SHAPES.values():
        text = re.sub(r"<[^>]+>", "", svg(WHOLE, width, height))
        for told in (WHOLE.title, WHOLE.figure, "每 100 元里", "差异不等于违规"):
            assert told in text
        places = [int(y) for y in re.findall(r' y="(\d+)"', svg(WHOLE, width, height))]
        assert places == sorted(places) and places[-1] < height


@pytest.mark.parametrize("text", ["很长的一句话" * 40, "1,234.56 万元" * 30, "a" * 900, ""])
def test_long_words_end_with_an_ellipsis_and_never_run_out(text):
    lines = wrapped(text, 40, 800, 3)
    assert len(lines) <= 3
    assert not text or lines[-1].endswith("…")
    assert all(len(line) * 40 * 0.56 <= 800 for line in lines)
    full = svg(replace(WHOLE, text=(text,) * 9), 1200, 630)
    assert max(int(y) for y in re.findall(r' y="(\d+)"', full)) < 630


def test_smaller_keeps_every_pixel():
    (_, data), _ = drawn(WHOLE)
    again = smaller(data)
    assert again == data and _size(data) == (1200, 630)
    body = b"".join(
        data[at + 4 : at + 4 + int.from_bytes(data[at - 4 : at])]
        for at in (m.start() for m in re.finditer(b"IDAT", data))
    )
    assert len(zlib.decompress(body)) == 630 * (1200 * 4 + 1)
