"""How another public checker's rules map to ours: ``govbudgetchecker.csv`` (ids, our words)."""

from __future__ import annotations

from finalaccounts.reference import Strict, load_csv


class ImportedRule(Strict):
    """One of their rules: our ids, separated by spaces (none: not checked), and why."""

    theirs: str
    ours: str
    remark_zh: str
    remark_en: str


def mapped() -> tuple[ImportedRule, ...]:
    """Return the whole mapping, in their order."""
    return load_csv("govbudgetchecker.csv", ImportedRule)
