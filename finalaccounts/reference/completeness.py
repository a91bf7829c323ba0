"""What a report should hold: ``completeness.toml``."""

from __future__ import annotations

from typing import Literal

from pydantic import model_validator

from finalaccounts.reference import Strict, load_toml


class DisclosureItem(Strict):
    """One item and how it is looked for (the head of the file explains the order)."""

    id: str
    zh: str
    en: str
    table: str = ""
    statements: tuple[str, ...] = ()
    reason: bool = False  # the section of the first group must also say why
    none: tuple[str, ...] = ()
    text: tuple[str, ...] = ()
    first_lines: int = 0
    function: str = ""
    otherwise: Literal["missing", "not_known"] = "missing"

    @model_validator(mode="after")
    def _is_looked_for(self) -> DisclosureItem:
        if not (self.table or self.statements or self.none or self.text or self.function):
            raise ValueError(f"{self.id}: nothing says how it is looked for")
        return self


class Completeness(Strict):
    """The whole list."""

    item: list[DisclosureItem]


def items() -> list[DisclosureItem]:
    """Return the items in order."""
    listed: Completeness = load_toml("completeness.toml", Completeness)
    return listed.item
