"""Words of the findings: ``strings/findings.toml``."""

from __future__ import annotations

from pydantic import model_validator

from finalaccounts.reference import Strict, load_toml


class FindingWords(Strict):
    """A text in both languages, with placeholders."""

    zh: str
    en: str


class Template(FindingWords):
    """What is said of a check; empty texts fall back to those of the rule's type."""

    title_zh: str = ""
    title_en: str = ""
    benign_zh: str = ""
    benign_en: str = ""


class Type(Template):
    """A type of finding; ``design`` is the kind a reader sees."""

    design: str


class Said(Strict):
    """A turn of phrase, and the one that stands for it."""

    before: str
    after: str


class Findings(Strict):
    """The whole file."""

    design: dict[str, FindingWords]
    tail: dict[str, FindingWords]
    single: FindingWords  # said instead of a sum of one part
    blank: FindingWords  # said for a number that is not printed
    blank_said: Said  # how a sentence puts it, instead of "printed as blank"
    benign: dict[str, FindingWords]
    type: dict[str, Type]
    base: dict[str, FindingWords]
    tables: dict[str, FindingWords]
    columns: dict[str, FindingWords]
    column_head: FindingWords  # before the sum of one column among several
    units: dict[str, str]  # English names of units
    message: dict[str, Template]
    diagnosis: dict[str, FindingWords]  # sentences on what is wrong (reconcile/findings/sentences)
    place: dict[str, FindingWords]  # where a number stands
    fields: dict[str, FindingWords]  # names of the cells of a form
    items: dict[str, FindingWords]  # names of what the narrative states
    table_number: str  # a printed number of a table that names it

    @model_validator(mode="after")
    def _designs_exist(self) -> Findings:
        for key, found in self.type.items():
            if found.design not in self.design:
                raise ValueError(f"type.{key}: design {found.design} is not defined")
            if not (found.title_zh and found.title_en and found.benign_zh and found.benign_en):
                raise ValueError(f"type.{key}: title and benign explanation needed")
        return self


def findings() -> Findings:
    """Return the words of the findings."""
    listed: Findings = load_toml("strings/findings.toml", Findings)
    return listed


def design(type_key: str, outcome: str) -> str:
    """Return the kind a reader sees (a key of ``design``) of a finding's type and outcome."""
    if outcome in ("rounding", "slip"):
        return outcome
    if outcome == "ask":
        return "scope"
    return findings().type[type_key].design
