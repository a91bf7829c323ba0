"""``explain``: how every line was understood; the guide, followed to the letter, teaches a layout."""

import json
import re
import shutil
from types import SimpleNamespace

import pytest

from finalaccounts.suggesting import unknown
from tests.test_build import EXAMPLE, ROOT, rows, run

PAGE = (ROOT / "site_src/about/layout/index.md").read_text("utf-8")


def blocks(kind):
    return re.findall(rf"```{kind}\n(.*?)```", PAGE, re.S)


def test_the_guide_followed_to_the_letter_reads_and_reconciles(tmp_path):
    data = tmp_path / "data"
    shutil.copytree(ROOT / "data/reference", data / "reference")
    (report,) = blocks("text")
    file = tmp_path / "统筹.txt"
    file.write_text(report, "utf-8")
    before = run("explain", file, "--data", data)
    assert before.returncode == 0, before.stderr
    printed = {line.strip() for line in before.stdout.splitlines()}
    for block in blocks("output"):
        for line in filter(None, map(str.strip, block.splitlines())):
            assert any(line in one for one in printed), line
    (teaching,) = blocks("toml")
    # What the page teaches is what the program suggests, but for the two words a person chooses.
    suggested = " ".join(before.stdout.split())
    for part in teaching.split("\n\n"):
        wanted = part.replace("pooled", "KEY").replace(
            "with KEY money", "as expenditure was printed here"
        )
        assert " ".join(wanted.split()) in suggested
    with (data / "reference/cn/tables/expenditure.toml").open("a", encoding="utf-8") as handle:
        handle.write(f"\n{teaching}")
    after = run("explain", file, "--data", data)
    assert "? " not in after.stdout and "table expenditure: 8, 0" in after.stdout
    assert "would teach" not in after.stdout


def test_the_taught_report_is_checked(tmp_path):
    # The reading commands take reference data of the folder; here the library does.
    from finalaccounts import reference
    from finalaccounts.checking import examined

    own = reference.ROOT
    copy = tmp_path / "cn"
    shutil.copytree(own, copy)
    with (copy / "tables/expenditure.toml").open("a", encoding="utf-8") as handle:
        handle.write("\n" + blocks("toml")[0])
    (tmp_path / "r.txt").write_text(blocks("text")[0], "utf-8")
    reference.use(copy)
    try:
        _, built = examined([tmp_path / "r.txt"])
    finally:
        reference.use(own)
    assert {c.outcome for c in built.checks if c.rule == "T03.R01"} == {"pass"}
    assert not built.findings


def test_other_income_is_known_by_its_own_key():
    assert not unknown(SimpleNamespace(item="other", label="其他收入"))
    assert unknown(SimpleNamespace(item="other", label="防汛演练"))
    assert not unknown(SimpleNamespace(item="final", label="防汛演练"))


def test_every_number_of_a_report_is_told_with_its_line(tmp_path):
    done = run("explain", EXAMPLE / "report.txt", "--json")
    told = json.loads(done.stdout)
    lines = {line["line"]: line for line in told["lines"]}
    for figure in rows(EXAMPLE / "figures.csv"):
        line = lines[int(figure["source_line"])]
        one = [t for t in line["understood"] + line["not_understood"] if figure["figure_id"] in t]
        assert one, figure
    for unread in rows(EXAMPLE / "unread.csv"):
        assert any(
            unread["token"] in t for t in lines[int(unread["source_line"])]["not_understood"]
        )
    others = [s for s in rows(EXAMPLE / "statements.csv") if s["item"] == "other"]
    assert sum(
        "words without a key" in t for x in told["lines"] for t in x["not_understood"]
    ) == len(others)
    counted = {c["part"]: c for c in told["counts"]}
    assert counted["text three_public"]["not_understood"] == 1
    suggested = [r for r in told["rows_to_add"] if "防汛演练" in r["rows"]]
    assert suggested[0]["file"].endswith("statements.toml")
    assert any('side = "left"' in r["rows"] for r in told["rows_to_add"])


@pytest.mark.parametrize(
    ("options", "kept", "gone"),
    [
        (("--table", "three_public"), "three_public.budget.total", "summary.revenue_total"),
        (("--lines", "133"), "'0.37'", "summary.revenue_total.final"),
        (("--open",), "'0.37'", "summary.revenue_total.final"),
    ],
)
def test_a_part_is_told_alone(options, kept, gone):
    done = run("explain", EXAMPLE / "report.txt", *options)
    assert done.returncode == 0 and gone not in done.stdout
    assert kept in done.stdout


def test_what_is_not_there_is_wrong_usage(tmp_path):
    for options in (("--table", "nonsense"), ("--lines", "x")):
        done = run("explain", EXAMPLE / "report.txt", *options)
        assert done.returncode == 2 and options[1] in done.stderr
    assert run("explain", "610929/nobody/1999", "--data", tmp_path).returncode == 2
    assert run("explain", tmp_path / "absent.txt").returncode == 3
