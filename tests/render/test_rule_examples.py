"""A rule's page shows the worked examples that test it."""

import re

import pytest

from finalaccounts.reference.rules import rules
from finalaccounts.render.pages import rules as pages
from finalaccounts.render.words import words


@pytest.mark.parametrize("rule", rules())
def test_every_rule_has_its_examples_on_its_page(rule):
    shown = pages.worked(rule, words("zh"))
    assert shown.count("<h3>") >= 2 and ("<table" in shown or "<blockquote" in shown)
    assert "<pre" not in shown, "a block that no reader understands"
    cells = re.findall("<(?:td|th|caption)[^>]*>([^<\\n]*)", shown)
    assert not [c for c in cells if "_" in c or re.search(r"^[a-z]{4,}$", c)], (
        "a key instead of a name"
    )
    for heading in re.findall("<h3>(.*?)</h3>", shown):
        assert not re.search("[A-Za-z]{2}", heading), "English on a Chinese page"


def test_an_example_is_text_and_never_markup(tmp_path, monkeypatch):
    (tmp_path / "X.md").write_text("# X\n\n## pass: <script>alert(1)</script>\n", "utf-8")
    monkeypatch.setattr(pages, "EXAMPLES", tmp_path)
    assert "<script>" not in pages.worked("X", words("en"))
    assert pages.worked("absent", words("zh")) == ""
