"""The first screen of a department-year: a sentence, and three questions with their answers.

How much was spent, on what, and what to ask. Rounded numbers are in words people use, each beside
the exact one and its line; what the report does not print is said to be missing.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal

from finalaccounts.reference.rules import units
from finalaccounts.render import shown
from finalaccounts.render.cards import Card
from finalaccounts.render.chapters import NUMBERS, Tally
from finalaccounts.render.facts import Fact, Facts
from finalaccounts.render.sentences import money, planned
from finalaccounts.render.sources import Sources
from finalaccounts.render.tiles import change
from finalaccounts.render.words import Words

_ITEM = 7  # digits of the code of an item
_TOLD = ("structure", "totals", "change_up", "change_down", "change_flat")  # plain sentences
_WHOLE_FROM = 100  # from here on a rounded number has no decimals


@dataclass(frozen=True, slots=True)
class Answer:
    """A question and what the report answers."""

    key: str = field(metadata={"doc": "spent, uses or ask: key of words.opening."})
    text: str = field(metadata={"doc": "The answer, in words people use."})
    more: str = field(metadata={"doc": "The exact numbers, or what else there is."})
    links: tuple[tuple[str, str], ...] = field(metadata={"doc": "(address, words)."})


@dataclass(frozen=True, slots=True)
class Opening:
    """The first screen."""

    sentence: str = field(metadata={"doc": "The year in one sentence."})
    answers: tuple[Answer, ...] = field(metadata={"doc": "The three answers, always all."})
    told: tuple[str, ...] = field(metadata={"doc": "Keys of sentences that need no repeating."})


def about(fact: Fact, words: Words) -> str:
    """Return an amount of money as people say it: 558.64 of ten thousand yuan is about 559."""
    factor = units().factor(fact.unit)
    if factor is None:
        return money(fact)
    yuan = fact.amount * factor
    for size, unit in words.opening.scale:
        step = Decimal(size)
        if abs(yuan) >= step:
            value = yuan / step
            places = 0 if abs(value) >= _WHOLE_FROM else 1 if abs(value) >= _WHOLE_FROM // 10 else 2
            near = value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
            told = f"{near:,f} {unit}".replace("-", shown.MINUS)
            return told if near == value else words("opening.about", amount=told)
    return money(fact)


def opening(
    facts: Facts, cards: tuple[Card, ...], counted: Tally, checks: tuple[int, int],
    words: Words, sources: Sources,
) -> Opening:  # fmt: skip
    """Return the first screen of a report; ``checks`` are those made and those that apply."""
    # A grand total holds what is carried over to the next year: that was not spent.
    spent = facts.year("expenditure")
    where, top = _uses(facts, spent, words, sources)
    asked = _ask(cards, counted, checks, words)
    year = facts.report.meta.fiscal_year
    key = "opening.spent_told" if year else "opening.undated"
    first = words(key, year=year, amount=about(spent, words)) if spent else None
    told = [first or words.opening.spent_missing]
    if top:
        told.append(top)
    if counted.numbers:
        told.append(words("opening.found", count=counted.numbers))
    elif checks[0]:
        told.append(words("opening.found_none"))
    sentence = str(words.opening.comma).join(told) + str(words.opening.stop)
    return Opening(
        sentence,
        (_spent(facts, spent, cards, words, sources), where, asked),
        _TOLD if spent else (),
    )


def _line(fact: Fact, words: Words, sources: Sources) -> tuple[str, str]:
    return sources.address(fact.source, fact.line), words("report.line", line=fact.line)


def _planned(facts: Facts, doubted: set[str], words: Words) -> str:
    """Return how much more or less than planned was spent; nothing from numbers in doubt."""
    pair = planned(facts)
    if pair is None or doubted & {fact.id for fact in pair}:
        return ""
    plan, final = pair
    gap = final.amount - plan.amount
    way = "same" if not gap else "more" if gap > 0 else "less"
    return words(f"opening.budget_{way}", gap=money(plan._replace(amount=abs(gap))))


def _spent(
    facts: Facts, spent: Fact | None, cards: tuple[Card, ...], words: Words, sources: Sources
) -> Answer:
    if spent is None:
        text, total = words.opening.spent_missing + words.opening.stop, facts.total("expenditure")
        if total is None:
            return Answer("spent", text, "", ())
        more = words("opening.only_total", amount=money(total))
        return Answer("spent", text, more, (_line(total, words, sources),))
    moved = change(facts, ("summary",))
    more = words("opening.exact", amount=money(spent))
    if moved is not None:
        more += words("opening.moved", change=shown.signed_percent(moved))
    doubted = {n for c in cards if c.chapter in NUMBERS for n in c.finding.figures[:2]}
    more += _planned(facts, doubted, words)
    return Answer("spent", about(spent, words), more, (_line(spent, words, sources),))


def _uses(
    facts: Facts, spent: Fact | None, words: Words, sources: Sources
) -> tuple[Answer, str]:  # fmt: skip
    """Return where the money went, and the largest item in a clause (or nothing)."""
    basic, project = facts.part("basic"), facts.part("project")
    text, more, links, top = "", "", [], ""
    if spent and basic and project and _parts(basic, project, spent):
        text = words(
            "opening.of_hundred",
            basic=_of_hundred(basic, spent),
            project=_of_hundred(project, spent),
        )
        more = words("opening.parts", basic=money(basic), project=money(project))
        links.append(_line(basic, words, sources))
    items = [row for row in facts.lines("expenditure", "total") if row[0].isdigit() and len(row[0]) == _ITEM]  # fmt: skip
    if len(items) > 1 and spent and spent.amount:
        _, label, most = max(items, key=lambda row: row[2].amount)
        if most.unit == spent.unit and 0 < most.amount <= spent.amount:
            share = shown.percent(most.amount / spent.amount * 100, 0)
            top = words("opening.most", label=label, share=share)
    text = text or (top + words.opening.stop if top else words.opening.uses_missing)
    return Answer("uses", text, more, tuple(dict.fromkeys(links))), top


def _parts(basic: Fact, project: Fact, spent: Fact) -> bool:
    """Tell whether two parts can be told as shares of what was spent."""
    if not basic.unit == project.unit == spent.unit or spent.amount <= 0:
        return False
    return min(basic.amount, project.amount) >= 0 and basic.amount + project.amount <= spent.amount


def _of_hundred(part: Fact, whole: Fact) -> str:
    share = part.amount / whole.amount * 100
    return f"{share.quantize(Decimal(1), ROUND_HALF_UP)}".replace("-", shown.MINUS)


def _ask(cards: tuple[Card, ...], counted: Tally, checks: tuple[int, int], words: Words) -> Answer:
    made, apply = checks
    checked = words("opening.checked", made=made, apply=apply)
    first = cards[0] if cards and cards[0].chapter != "tails" else None
    if first is None:
        text = words.opening.ask_none if made else words.opening.ask_unknown
        return Answer("ask", text, checked, ())
    more = words("opening.touches", name=words.chapters.names[first.chapter])
    more += words("opening.others", count=counted.all - 1) if counted.all > 1 else ""
    links = ((f"#{first.id}", first.title), ("#findings", words.opening.all))
    return Answer("ask", "", more + checked, links)
