"""Reading forged reports back: the same figures, in every layout, format and disorder."""

from __future__ import annotations

import shutil
import subprocess
from dataclasses import astuple
from pathlib import Path

import pytest

from finalaccounts.collect import collect
from finalaccounts.extract import extract, rendering
from tests import forge
from tests.forge.compare import compare, read


@pytest.mark.parametrize("form", sorted(forge.CELLS))
@pytest.mark.parametrize("layout", ["central", "hebei"])
def test_files_with_cells_give_every_figure(layout: str, form: str) -> None:
    accounts, quirks = forge.accounts(21), forge.draw(3)
    counts, bad = compare(
        read(forge.write(accounts, layout, form, quirks), form),
        forge.expected(accounts, layout, form, quirks),
    )
    assert bad == []
    assert set(counts) == {"right"}


@pytest.mark.parametrize("form", forge.OFD)
def test_ofd_gives_what_the_pdf_of_the_same_pages_gives(form: str) -> None:
    """To the cell and page, whatever program wrote it; boxes differ by parts of a point."""
    accounts, quirks = forge.accounts(2), forge.draw(2)

    def places(one: str) -> list[tuple[object, ...]]:
        report = read(forge.write(accounts, "shanghai", one, quirks), one)
        figures = [(*astuple(f)[:11], f.page, f.source_line) for f in report.figures]
        return [*figures, *((s.statement_id, s.amount, s.unit) for s in report.statements)]

    same = places("pdf")
    assert len(same) > 500
    assert places(form) == same


def test_figures_of_a_file_keep_page_box_and_cell() -> None:
    accounts = forge.accounts(21)
    pdf = read(forge.write(accounts, "central", "pdf"), "pdf").figures
    assert all(f.page and len(f.box.split()) == 4 for f in pdf)
    sheet = read(forge.write(accounts, "central", "xlsx"), "xlsx").figures
    assert all(f.cell.startswith("GK") for f in sheet)


@pytest.mark.parametrize("layout", forge.LAYOUTS)
@pytest.mark.parametrize("seed", [1, 2])
def test_text_without_cells_gives_no_wrong_figure(layout: str, seed: int) -> None:
    accounts, quirks = forge.accounts(seed), forge.draw(seed)
    report = read(forge.write(accounts, layout, "spaces", quirks), "spaces")
    _, bad = compare(report, forge.expected(accounts, layout, "spaces", quirks))
    assert bad == []


@pytest.mark.parametrize("form", forge.BARE)
# The last two: a head over three columns has its middle where that of the whole table is.
@pytest.mark.parametrize(
    ("layout", "seed"), [("central", 1), ("shanghai", 2), ("central", 5000), ("shaanxi", 5000)]
)
def test_pdf_tables_without_all_rules_give_no_wrong_figure(
    layout: str, seed: int, form: str
) -> None:
    accounts, quirks = forge.accounts(seed), forge.draw(seed)
    counts, bad = compare(
        read(forge.write(accounts, layout, form, quirks), form),
        forge.expected(accounts, layout, form, quirks),
    )
    assert bad == []
    assert set(counts) <= {"right", "undecided"}
    assert counts["right"] > counts["undecided"]


# A page number equal to the next line number; an amount equal to it; a total of many columns
# that took most of a minute when each placing met thousands of sums; a page number after a number
# of one decimal; a code in pieces alone on its line; an amount that looks like a code.
@pytest.mark.parametrize(
    ("layout", "seed"),
    [
        *(("central", seed) for seed in (180, 247, 115, 130)),
        *(("shanghai", seed) for seed in (818, 368, 859)),
        ("sichuan", 649),
    ],
)
def test_reports_that_were_read_wrong_once(layout: str, seed: int) -> None:
    accounts, quirks = forge.accounts(seed), forge.draw(seed)
    report = read(forge.write(accounts, layout, "spaces", quirks), "spaces")
    _, bad = compare(report, forge.expected(accounts, layout, "spaces", quirks))
    assert bad == []


@pytest.mark.parametrize("seed", [0, 2, 5])
def test_a_missing_total_does_not_push_its_parts_aside(seed: int) -> None:
    injected = forge.inject(forge.accounts(seed), "missing_total")
    assert injected is not None
    report = read(forge.write(injected.accounts, "shaanxi", "spaces"), "spaces")
    wanted = forge.expected(injected.accounts, "shaanxi", "spaces", forge.NONE)
    assert compare(report, wanted)[1] == []


@pytest.mark.slow
@pytest.mark.skipif(not shutil.which("soffice"), reason="LibreOffice is not installed")
def test_legacy_doc_gives_the_same_lines_as_docx(tmp_path: Path) -> None:
    given = tmp_path / "report.docx"
    given.write_bytes(forge.write(forge.accounts(21), "central", "docx"))
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = ["soffice", profile, "--headless", "--convert-to", "doc", "--outdir", str(tmp_path)]
    subprocess.run([*command, str(given)], check=True, capture_output=True)
    docx, doc = (rendering(extract(collect(tmp_path / f"report.{e}"))) for e in ("docx", "doc"))
    assert doc.strip() == docx.strip()
