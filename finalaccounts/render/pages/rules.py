"""The rules: one page each, with formula, tolerance, why it must hold, and how it came out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from markupsafe import Markup

from finalaccounts.home import shipped
from finalaccounts.reference.findings import findings as finding_words
from finalaccounts.reference.rules import Rule, bases, rules
from finalaccounts.render.cards import Card
from finalaccounts.render.entries import Entry
from finalaccounts.render.shell import Crumb, Page
from finalaccounts.render.words import Words
from finalaccounts.render.worked import examples

OUTCOMES = ("pass", "rounding", "slip", "fail", "ask", "not_evaluable", "not_applicable")
EXAMPLES = shipped("tests/rules")
MOST = 100  # findings listed on the page of a rule


@dataclass(frozen=True, slots=True)
class RulesPage:
    """Context of ``rules.html``."""

    count: int = field(metadata={"doc": "Number of rules."})
    groups: tuple[tuple[str, tuple[tuple[Rule, int], ...]], ...] = field(
        metadata={"doc": "By scope: the rules and how many findings each has."}
    )


@dataclass(frozen=True, slots=True)
class RulePage:
    """Context of ``rule.html``."""

    rule: Rule = field(metadata={"doc": "The rule."})
    text: str = field(metadata={"doc": "It in a sentence."})
    basis: str = field(metadata={"doc": "Why it must hold."})
    outcomes: tuple[tuple[str, int], ...] = field(metadata={"doc": "Places by outcome."})
    reports: int = field(metadata={"doc": "Number of reports checked."})
    cards: tuple[Card, ...] = field(metadata={"doc": "Its findings."})
    more: int = field(metadata={"doc": "Findings not listed here."})
    examples: Markup = field(metadata={"doc": "Its worked examples: the documents that test it."})


def worked(rule: str, words: Words) -> Markup:
    """Return the worked examples of a rule as HTML: the same document that the tests run.

    Each has a heading ``outcome severity: remark`` and tables, as ``render.worked`` makes them.
    """
    path = EXAMPLES / f"{rule}.md"
    if not path.exists():
        return Markup()
    return Markup("").join(examples(path.read_text(encoding="utf-8"), words))


def pages(entries: Sequence[Entry], words: Words) -> Iterator[Page]:
    """Yield the list of rules and a page per rule."""
    english = words.language == "en"
    listed = rules()
    counts: dict[str, Counter[str]] = {rule: Counter() for rule in listed}
    for e in entries:
        for (rule_id, outcome), number in e.outcomes.items():
            counts.setdefault(rule_id, Counter())[outcome] += number
    found: dict[str, list[Card]] = {}
    for e in entries:
        for c in e.cards:
            for rule in dict.fromkeys((c.finding.rule, *c.finding.rules)):
                found.setdefault(rule, []).append(c)
    titles = finding_words().tables

    def scope(rule: Rule) -> str:
        told = titles.get(rule.scope)
        if told:
            return f"{told.en[:1].upper()}{told.en[1:]}" if english else told.zh
        return str(words.rules.scopes.get(rule.scope, rule.scope))

    groups = tuple(
        (name, tuple((r, len(found.get(r.id, ()))) for r in group))
        for name, group in groupby(listed.values(), key=scope)
    )
    home = Crumb(words.shell.home, "index.html")
    title = words.rules.title
    yield Page(
        "rules/index.html",
        "rules.html",
        title,
        RulesPage(len(listed), groups),
        "method",
        "",
        (home, Crumb(title)),
    )
    for declared in listed.values():
        basis = bases()[declared.basis]
        cards = found.get(declared.id, [])
        context = RulePage(
            declared,
            declared.en if english else declared.zh,
            basis.en if english else basis.zh,
            tuple((o, counts[declared.id][o]) for o in OUTCOMES),
            len(entries),
            tuple(cards[:MOST]),
            max(0, len(cards) - MOST),
            worked(declared.id, words),
        )
        crumbs = (home, Crumb(title, "rules/index.html"), Crumb(declared.id))
        yield Page(
            f"rules/{declared.id}/index.html",
            "rule.html",
            f"{declared.id} {context.text}",
            context,
            "method",
            declared.formula,
            crumbs,
        )
