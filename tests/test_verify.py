"""One changed byte is seen, and nothing that is right is called wrong."""

import hashlib
import shutil
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from finalaccounts import accepted, verify
from finalaccounts.integrity import IntegrityError
from finalaccounts.loading import folders, load
from finalaccounts.reading import read, write
from finalaccounts.site.manifest import Output
from finalaccounts.site.sums import differences, summed
from tests.test_build import ROOT, run

FIRST = folders(ROOT / "data")[0]


@pytest.fixture
def folder(tmp_path):
    made = tmp_path.joinpath("data", "reports", *FIRST.parts[-3:])
    shutil.copytree(FIRST, made)
    return made


def flipped(path: Path, at: float) -> None:
    data = bytearray(path.read_bytes())
    data[int(at * (len(data) - 1))] ^= 1
    path.write_bytes(bytes(data))


@pytest.mark.parametrize("at", [0.0, 0.37, 0.71, 1.0])
@pytest.mark.parametrize("name", [*sorted(p.name for p in verify.written(FIRST)), "source.txt"])
def test_one_changed_byte_sets_the_report_aside(folder, name, at):
    flipped(folder / name, at)
    with pytest.raises(ValueError, match=name.replace(".", r"\.")):
        load(folder)


@pytest.mark.parametrize("name", ["figures.csv", "source.txt", verify.SUMS])
def test_a_file_that_is_gone_is_named(folder, name):
    (folder / name).unlink()
    with pytest.raises(ValueError, match=name):
        load(folder)


def test_check_reports_it_and_build_strict_stops(folder):
    data = folder.parents[3]
    shutil.copytree(FIRST, data / "reports" / "610929" / FIRST.parts[-2] / FIRST.parts[-1])
    (data / "site.toml").write_bytes((ROOT / "data/site.toml").read_bytes())
    flipped(folder / "statements.csv", 0.5)
    done = run("check", "--data", data)
    assert done.returncode == 0 and "statements.csv" in done.stderr
    assert "source.toml says" in done.stderr  # the copy in another place's folder
    assert run("check", "--strict", "--data", data).returncode == 3
    done = run("build", "--strict", "--data", data, "--out", data / "site")
    assert done.returncode == 3 and "statements.csv" in done.stderr
    done = run("verify", "--quick", "--data", data)
    assert done.returncode == 3 and "statements.csv" in done.stderr


def test_amounts_that_stand_elsewhere_are_seen():
    report = load(FIRST)
    assert list(verify.misplaced(report)) == []
    figure = next(f for f in report.figures if f.amount and f.amount > 100)
    statement = next(s for s in report.statements if s.amount and s.amount > 100)
    indicator = next(i for i in report.indicators if i.score)
    wrong = [
        replace(report, figures=(replace(figure, source_line=figure.source_line + 40),)),
        replace(report, figures=(replace(figure, printed=figure.printed[1:]),)),
        replace(report, figures=(replace(figure, printed=f"{figure.printed}1"),)),
        replace(report, statements=(replace(statement, amount=Decimal("987654.32")),)),
        replace(report, indicators=(replace(indicator, score="987"),)),
        replace(report, funds=(replace(report.funds[0], printed="987654.32"),)),
    ]
    for changed in wrong:
        assert len(list(verify.misplaced(changed))) == 1


def test_what_is_read_of_any_format_stands(tmp_path):
    from tests import forge

    for seed, form in enumerate(("pdf", "docx", "xlsx", "html", "spaces")):
        path = tmp_path / f"{seed}.{form}"
        layout = list(forge.LAYOUTS)[seed % len(forge.LAYOUTS)]
        path.write_bytes(forge.write(forge.accounts(seed), layout, form, forge.draw(seed)))
        report = read([path], anyway=True)
        assert list(verify.misplaced(report)) == []
        write(tmp_path / form, report)
        assert (tmp_path / form / verify.SUMS).read_text("utf-8").count("\n") >= 10


def test_a_copy_of_the_site_is_compared_file_by_file(tmp_path):
    outputs = {}
    for name in ("index.html", "d/a.csv"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(name.encode())
        outputs[name] = Output(hashlib.sha256(name.encode()).hexdigest(), 1, 1)
    (tmp_path / "SHA256SUMS").write_bytes(summed(outputs))
    assert list(differences(tmp_path)) == []
    assert run("verify", tmp_path).returncode == 0
    (tmp_path / "d/a.csv").write_bytes(b"c")
    (tmp_path / "index.html").unlink()
    (tmp_path / "x.html").write_bytes(b"d")
    said = ["d/a.csv: changed", "index.html: missing", "x.html: not a file of the site"]
    assert list(differences(tmp_path)) == said
    assert run("verify", tmp_path).returncode == 3
    assert run("verify", tmp_path / "d").returncode == 2


def test_errors_of_integrity_are_counted_and_named(folder):
    text = (folder / "figures.csv").read_text("utf-8")
    (folder / "figures.csv").write_text(
        text.replace(",printed,1", ",seen,1").replace(",printed,2", ",seen,2"), "utf-8"
    )
    with pytest.raises(
        IntegrityError, match=r"(?s)figures.csv:17: state 'seen' is none of .*and \d+ more"
    ):
        load(folder)


@pytest.fixture
def shared(tmp_path):
    """What all reports share: the reference tables and the releases, with their list."""
    data = tmp_path / "data"
    for name in ("reference", "releases"):
        shutil.copytree(ROOT / "data" / name, data / name)
    shutil.copy(ROOT / "data" / accepted.SUMS, data)
    return data


def test_one_changed_byte_of_any_table_or_release_is_named(shared):
    assert list(accepted.changed(shared)) == []
    files = accepted.listed(shared)
    assert len(files) > 15 and "releases/v1/package.zip" in files
    for name, path in files.items():
        before = path.read_bytes()
        flipped(path, 0.6)
        [said] = accepted.changed(shared)
        assert said.startswith(f"{name}: changed")
        path.write_bytes(before)


def test_tables_are_accepted_by_a_person_and_releases_never(shared):
    flipped(shared / "reference/cn/functional.csv", 0.5)
    flipped(shared / "releases/v1/changes.csv", 0.5)
    (shared / "reference/cn/new.csv").write_text("a\n")
    (shared / "reference/cn/radicals.csv").unlink()
    assert len(list(accepted.changed(shared))) == 4
    accepted.accept(shared)
    [said] = accepted.changed(shared)
    assert said == "releases/v1/changes.csv: changed; a release is for ever, git has it as it was"
    (shared / "releases/v9").mkdir()
    (shared / "releases/v9/package.zip").write_bytes(b"x")
    accepted.accept(shared, "releases/v9/")
    assert len(list(accepted.changed(shared))) == 1
    (shared / accepted.SUMS).unlink()
    [said] = accepted.changed(shared)
    assert "verify --accept" in said


def test_a_changed_table_is_reported_by_check_and_stops_a_strict_build(shared):
    (shared / "site.toml").write_bytes((ROOT / "data/site.toml").read_bytes())
    flipped(shared / "reference/cn/pinyin.csv", 0.99)
    done = run("check", "--data", shared)
    assert done.returncode == 0 and "pinyin.csv: changed" in done.stderr
    assert run("check", "--strict", "--data", shared).returncode == 3
    done = run("build", "--strict", "--data", shared, "--out", shared.parent / "site")
    assert done.returncode == 3 and "pinyin.csv: changed" in done.stderr


@pytest.mark.parametrize("printed", ["٣٤٥", "３４５", "345"])
def test_a_number_stands_in_any_digits(printed):
    assert verify._stands("345", (verify._folded(f"完成{printed}万元"), 20))
    assert not verify._stands("45", (verify._folded(f"完成{printed}万元"), 20))


@pytest.mark.parametrize(
    ("printed", "text", "stands"),
    [
        ("200.50", "分别为100.25，200.50万元", True),
        ("200", "1，200万元", False),
        ("200.50", "12,200.50万元", False),
        ("200", "共100人，200户", True),
        ("200", "共100，200户", False),
        ("200", "共3.5，200", True),
    ],
)
def test_a_separator_joins_groups_of_digits_only(printed, text, stands):
    assert verify._stands(printed, (text.replace("，", ","), len(text))) is stands
