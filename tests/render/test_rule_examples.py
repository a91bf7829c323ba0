"""A rule's page shows the worked examples that test it."""

import pytest

from finalaccounts.reference.rules import rules
from finalaccounts.render.pages import rules as pages


@pytest.mark.parametrize("rule", rules())
def test_every_rule_has_its_examples_on_its_page(rule):
    shown = pages.worked(rule)
    assert shown.count("<h3>") >= 2 and "<code" in shown


def test_an_example_is_text_and_never_markup(tmp_path, monkeypatch):
    (tmp_path / "X.md").write_text("# X\n\n## pass: <script>alert(1)</script>\n", "utf-8")
    monkeypatch.setattr(pages, "EXAMPLES", tmp_path)
    assert "<script>" not in pages.worked("X")
    assert pages.worked("absent") == ""
