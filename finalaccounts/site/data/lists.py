"""Lists that stand beside the data: rules, codes, places, and what people answered to findings."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from finalaccounts.reference import Strict, load_csv
from finalaccounts.reference.places import path
from finalaccounts.reference.rules import rules
from finalaccounts.render.shell import SiteReport

Columns = tuple[tuple[str, str, str], ...]
Rows = tuple[tuple[Any, ...], ...]

# Resources over all reports.
SHARED: dict[str, Columns] = {
    "rules": (
        ("rule", "text", "Id of the rule."),
        ("scope", "text", "Table, section or form it is about."),
        ("formula", "text", "The rule as a formula."),
        ("severity", "text", "Severity of its findings: error, warning or note."),
        ("basis", "text", "Why it must hold (key)."),
        ("text_zh", "text", "The rule in a sentence, in Chinese."),
        ("text_en", "text", "The rule in a sentence, in English."),
    ),
    "codes": (
        ("kind", "text", "function or economic."),
        ("code", "text", "The code."),
        ("name", "text", "Official name, as far as it is known."),
        ("name_en", "text", "Unofficial English name."),
        ("valid_from", "text", "First year of the code, where it is known."),
        ("valid_to", "text", "Last year of the code; empty while it is in force."),
        (
            "basis",
            "text",
            "Where the name is from; recall: from memory, no report is judged by it.",
        ),
    ),
    "places": (
        ("division", "text", "Six-digit code (GB/T 2260)."),
        ("name", "text", "Name."),
        ("level", "text", "province, city or county."),
        ("parent", "text", "Code of the place above it; empty for a province."),
    ),
}
# Resources of each report.
OWN: dict[str, Columns] = {
    "replies": (
        ("report_id", "text", "The report."),
        ("finding_id", "text", "The finding it answers."),
        ("date", "text", "Date of the reply."),
        ("by", "text", "Who replied."),
        ("text", "text", "The reply, verbatim."),
        ("url", "text", "Where it was published, or empty."),
    ),
    "withdrawals": (
        ("report_id", "text", "The report."),
        ("finding_id", "text", "The finding that was taken back."),
        ("date", "text", "Since when."),
        ("reason_zh", "text", "Why, in Chinese."),
        ("reason_en", "text", "Why, in English."),
    ),
}


class _Code(Strict, extra="ignore"):
    code: str
    name: str
    name_en: str = ""
    valid_from: str = ""
    valid_to: str = ""
    source: str = ""


def own(site: SiteReport) -> dict[str, Rows]:
    """Return what people answered to the findings of one report."""
    report_id, said = site.report.meta.report_id, site.responses
    return {
        "replies": tuple(
            (report_id, r.finding, r.date, r.by, r.text, r.url)
            for replies in said.replies.values()
            for r in replies
        ),
        "withdrawals": tuple(
            (report_id, w.finding, w.date, w.reason_zh, w.reason_en)
            for w in said.withdrawn.values()
        ),
    }


def shared(divisions: Iterable[str]) -> dict[str, Rows]:
    """Return the lists over all reports; places are those of ``divisions`` and those above."""
    codes = [
        (kind, c.code, c.name, c.name_en, c.valid_from, c.valid_to, c.source)
        for kind, file in (("function", "functional.csv"), ("economic", "economic.csv"))
        for c in load_csv(file, _Code)
    ]
    found = {place.code: place for division in divisions for place in path(division)}
    return {
        "rules": tuple(
            (r.id, r.scope, r.formula, r.severity, r.basis, r.zh, r.en) for r in rules().values()
        ),
        "codes": tuple(codes),
        "places": tuple((p.code, p.name, p.level, p.parent) for _, p in sorted(found.items())),
    }
