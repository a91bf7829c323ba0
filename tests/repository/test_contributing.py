"""The worked paths of CONTRIBUTING: a rule, a kind of page, a file format.

The fourth, a layout, is ``tests/normalize/tables/test_new_layout.py``.
"""

import shutil
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType, SimpleNamespace

import pytest

from finalaccounts import extract, reference, render
from finalaccounts.model import Document, Line, Source
from finalaccounts.normalize.tables import place_figures, read_tables
from finalaccounts.reconcile import reconcile
from finalaccounts.render.shell import File, Page, Shell, SiteFacts
from tests.rules.examples import read

ROOT = Path(__file__).resolve().parents[2]

RULE = """
[[rule]]
id = "T01.R99"
kind = "equation"
scope = "summary"
formula = '其他收入 ≤ 本年收入合计'
tolerance = "R1"
severity = "error"
fails_as = "fail"
type = "same"
zh = '其他收入不能大于本年收入合计。'
en = 'Other income is at most the revenue total.'
basis = "arithmetic"
note = ""
"""
RELATION = """
[[relation]]
rule = "T01.R99"
place = "summary.income_other"
left = ["summary.revenue_total.final"]
right = ["summary.income_other.final"]
relation = "at_least"
"""
EXAMPLES = """# T01.R99 其他收入不能大于本年收入合计。

## pass: a part of the total

```figures
summary | final
income_other | 1.00
revenue_total | 10.00
```

## fail error: more than the total

```figures
summary | final
income_other | 11.00
revenue_total | 10.00
```

## not_evaluable: the total is not printed

```figures
summary | final
income_other | 11.00
```
"""


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    """A copy of the reference data that is read during the test."""
    own = reference.ROOT
    copy = tmp_path / "cn"
    shutil.copytree(own, copy)
    reference.use(copy)
    yield copy
    reference.use(own)


def test_a_rule_is_an_entry_an_equation_and_a_page_of_examples(folder: Path) -> None:
    for name, text in (("rules.toml", RULE), ("relations.toml", RELATION)):
        with (folder / name).open("a", encoding="utf-8") as file:
            file.write(text)
    reference.use(folder)
    page = folder / "T01.R99.md"
    page.write_text(EXAMPLES, "utf-8")
    for example in read(page):
        found = reconcile(example.report())
        outcomes = {c.outcome for c in found.checks if c.rule == "T01.R99"}
        assert outcomes == {example.outcome}
        severities = [f.severity for f in found.findings if "T01.R99" in f.rules]
        assert severities == ([example.severity] if example.severity else [])


@dataclass(frozen=True)
class ThanksPage:
    """Context of ``thanks.html``."""

    names: tuple[str, ...]


def test_a_kind_of_page_is_a_module_and_a_template(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    templates = tmp_path / "templates"
    shutil.copytree(ROOT / "templates", templates)
    (templates / "thanks.html").write_text(
        '{% extends "base.html" %}{% block main %}'
        "{% for name in page.names %}<p>{{ name }}</p>{% endfor %}{% endblock %}",
        "utf-8",
    )
    thanks = SimpleNamespace(
        pages=lambda entries, words: [
            Page("thanks.html", "thanks.html", "Thanks", ThanksPage(("<b>A</b>",)))
        ]
    )
    monkeypatch.setattr(render, "MODULES", (*render.MODULES, thanks))
    monkeypatch.setattr("finalaccounts.render.shell.TEMPLATES", templates)
    shell = Shell(SiteFacts(title="T"))
    pages = {p.path: p for p in render.shared([], shell, "zh") if isinstance(p, Page)}
    drawn = shell.draw(pages["thanks.html"])
    assert isinstance(drawn, File)
    assert b"<p>&lt;b&gt;A&lt;/b&gt;" in drawn.data  # what a report prints is never markup
    assert b"Content-Security-Policy" in drawn.data


def test_a_file_format_is_a_reader_that_gives_lines(monkeypatch: pytest.MonkeyPatch) -> None:
    def read_pipes(source: Source) -> Document:
        texts = source.data.decode("utf-8").splitlines()
        lines = tuple(Line(n, text.replace("|", "\t")) for n, text in enumerate(texts, 1))
        return Document(source.file, lines)

    module = ModuleType("finalaccounts.extract.pipes")
    vars(module)["read_pipes"] = read_pipes
    monkeypatch.setitem(sys.modules, module.__name__, module)
    monkeypatch.setitem(extract.READERS, "text/x-pipes", ("pipes", "read_pipes"))
    text = (
        "支出决算表\n公开03表 单位：万元\n科目编码|科目名称|本年支出合计|基本支出|项目支出\n"
        "栏次||1|2|3\n合计||10.00|6.00|4.00\n201|一般公共服务支出|10.00|6.00|4.00\n"
    )
    document = extract.extract(Source("a.pipes", "text/x-pipes", "", 0, text.encode()))
    found = read_tables([document])
    figures, _, _ = place_figures(found, [])
    amounts = {f.figure_id: str(f.amount) for f in figures}
    assert amounts["expenditure.201.project"] == "4.00" and len(amounts) == 6
