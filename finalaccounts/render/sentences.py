"""The plain-language summary: fixed sentences filled from checked numbers.

A sentence with a missing input is dropped, never guessed; nothing is judged.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from finalaccounts.render import shown
from finalaccounts.render.facts import Fact, Facts
from finalaccounts.render.sources import Sources
from finalaccounts.render.tiles import change
from finalaccounts.render.words import Words


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence and the lines its numbers stand on."""

    text: str = field(metadata={"doc": "The sentence."})
    lines: tuple[tuple[str, str], ...] = field(metadata={"doc": "(address, line) of each number."})
    key: str = field(default="", metadata={"doc": "What it tells: a key of words.sentences."})


class _Writer:
    def __init__(self, words: Words, sources: Sources) -> None:
        self.words, self.sources = words, sources

    def say(self, key: str, facts: list[Fact], **values: str) -> Sentence:
        lines = dict.fromkeys((self.sources.address(f.source, f.line), str(f.line)) for f in facts)
        return Sentence(self.words(f"sentences.{key}", **values), tuple(lines), key)


def money(fact: Fact) -> str:
    """Return an amount with its unit, as in running text."""
    return f"{shown.amount(fact.amount)} {fact.unit}"


def sentences(
    facts: Facts, words: Words, sources: Sources, largest: int = 3
) -> tuple[Sentence, ...]:
    """Return the sentences that can be said of a report, in fixed order."""
    write = _Writer(words, sources)
    done: list[Sentence] = []
    spent, earned = facts.year("expenditure"), facts.year("revenue")
    if spent and earned:
        done.append(write.say("totals", [earned, spent], earned=money(earned), spent=money(spent)))
    moved = change(facts, ("summary",))
    rate = next(iter(facts.statements(("summary",), "yoy_rate")), None)
    if moved is not None and rate is not None:
        way = "up" if moved > 0 else "down" if moved < 0 else "flat"
        told = Fact(abs(moved), "%", rate.source, rate.source_line, rate.statement_id)
        done.append(write.say(f"change_{way}", [told], rate=shown.percent(abs(moved), 2)))
    basic, project = facts.part("basic"), facts.part("project")
    if basic and project and spent and spent.amount and basic.unit == project.unit == spent.unit:
        done.append(
            write.say(
                "structure",
                [basic, project],
                basic=money(basic),
                basic_share=shown.percent(basic.amount / spent.amount * 100),
                project=money(project),
                project_share=shown.percent(project.amount / spent.amount * 100),
            )
        )
    items = [
        row for row in facts.lines("expenditure", "total") if row[0].isdigit() and len(row[0]) == 7
    ]
    items.sort(key=lambda row: (-row[2].amount, row[0]))
    if len(items) >= 2:
        named = [(label, fact) for _, label, fact in items[:largest]]
        listed = words.charts.comma.join(f"{label} {money(fact)}" for label, fact in named)
        done.append(
            write.say("largest", [f for _, f in named], items=listed, count=str(len(named)))
        )
    done += _budget(facts, write)
    done += _three_public(facts, write)
    return tuple(done)


def planned(facts: Facts) -> tuple[Fact, Fact] | None:
    """Return what of the general public budget was planned, and what was spent, in one unit."""
    plan = facts.stated(("general_expenditure",), "initial_budget")
    final = facts.amount("general_expenditure", "total", "total") or facts.stated(
        ("general_expenditure",), "final"
    )
    return None if not plan or not final or plan.unit != final.unit else (plan, final)


def _budget(facts: Facts, write: _Writer) -> list[Sentence]:
    pair = planned(facts)
    if pair is None:
        return []
    plan, final = pair
    gap = final.amount - plan.amount
    way = "same" if gap == 0 else "more" if gap > 0 else "less"
    amount = f"{shown.amount(abs(gap))} {plan.unit}"
    return [
        write.say(f"budget_{way}", [plan, final], plan=money(plan), final=money(final), gap=amount)
    ]


def _three_public(facts: Facts, write: _Writer) -> list[Sentence]:
    plan = facts.amount("three_public", "budget", "total")
    final = facts.amount("three_public", "final", "total")
    if not plan or not final or plan.unit != final.unit:
        return []
    done = shown.ratio(final.amount, plan.amount)
    if done is None:
        return [
            write.say("three_public_plain", [plan, final], plan=money(plan), final=money(final))
        ]
    return [
        write.say(
            "three_public",
            [plan, final],
            plan=money(plan),
            final=money(final),
            done=shown.percent(done),
        )
    ]
