"""What a member of a list of numbers states: its own label with the predicate of the list."""

from __future__ import annotations

from dataclasses import replace

from finalaccounts.normalize.narrative.clauses import trim
from finalaccounts.normalize.narrative.context import Named, Spoken
from finalaccounts.normalize.narrative.items import change, classify, older, pair
from finalaccounts.normalize.narrative.lists import CoordinatedList, widened
from finalaccounts.normalize.narrative.periods import Period, mentions
from finalaccounts.normalize.narrative.quantities import Quantity
from finalaccounts.reference.narrative import statements

AMBIGUOUS = "ambiguous"  # labels and numbers of a list do not fit


def member(
    ctx: Spoken, run: CoordinatedList, index: int, number: Quantity, period: Period
) -> list[Named]:
    """Return what number ``index`` states as a member of ``run``; empty where no list is meant."""
    if run.uneven:
        return [Named(AMBIGUOUS, run.together)]
    place = index - run.first
    if place == 0:
        ctx.same = () if run.labels else ctx.listed(run.size)
    same = ctx.same
    if not run.labels and not same:
        return [Named(AMBIGUOUS, run.together)] if run.together else []
    names = tuple(map(_leaf, run.labels)) or tuple(row.subject or row.label for row in same)
    paired = run.labels and run.size == 2 and not run.years
    two = pair(run.together, ctx.section) if paired else None
    if two:
        names = two[0][1], two[1][1]
    name, predicate = names[place], trim(run.predicate)
    subject = _subject(ctx, name)
    if predicate:
        rows = change(name + predicate, name + predicate, predicate, number, ctx)
        if rows:
            row = rows[0] if period.change is not None else older(rows[0])
            return [replace(row, subject=subject or name, code="")]
        row = classify(predicate, "", number, ctx)
        if row.item in statements().related:
            return [replace(row, subject=subject or name, code="")]
    if same and not predicate and ctx.kind_of(same[place]) == number.kind:
        return [same[place]]
    if two and number.kind == "money":
        return [Named(two[place][0], name, head=True)]
    return [_amount(ctx, names, place, predicate, subject, number)]


def sharing(
    ctx: Spoken, run: CoordinatedList, number: Quantity, fiscal_year: int | None
) -> list[tuple[Named, int]]:
    """Return what a number states that several labels share, with the distance of its year.

    Empty where not every label is one of an amount: the words then are one name.
    """
    data = statements()
    if number.kind != "money" or pair(run.together, ctx.section):
        return []
    for names in run.shared:
        out: list[tuple[Named, int]] = []
        for place, name in enumerate(names):
            told = [m for m in mentions(name + "|", fiscal_year) if not m.compared]
            plain = trim(data.periods.pattern.sub("", name)) if told else name
            if told and not plain:
                plain = data.lists.alone
            labels = (*names[:place], plain, *names[place + 1 :])
            row = _amount(ctx, labels, place, "", _subject(ctx, plain), number)
            if row.rest:
                break
            out.append((row, told[-1].distance if told else 0))
        else:
            return out
    return []


def _amount(
    ctx: Spoken, names: tuple[str, ...], place: int, predicate: str, subject: str, number: Quantity
) -> Named:
    rest = statements().items[-1].key
    carried, coded = (ctx.subject, ctx.name), ctx.code
    if subject:
        ctx.subject, ctx.name, ctx.code = subject, "", ""
    try:
        for words in widened(names, place):
            for said in dict.fromkeys((trim(words + predicate), words)):
                row = classify(said, "", number, ctx)
                if row.item != rest:
                    left = said.removesuffix(row.label)
                    if row.subject and row.subject == ctx.carried and not subject and len(left) > 1:
                        row = replace(row, subject=left, code="")
                    return row
    finally:
        if not subject:
            (ctx.subject, ctx.name), ctx.code = carried, coded
    return Named(rest, names[place], rest=True)


def _leaf(name: str) -> str:
    """Return the item that a path of the classification ends with."""
    found = [m["name"] for m in statements().classification.pattern.finditer(name)]
    return found[-1] if found else name


def _subject(ctx: Spoken, name: str) -> str:
    """Return the longest subject of the section that a label names."""
    declared = ctx.declared
    hits = (p.search(name) for p in declared.subjects) if declared else ()
    return max((hit.group() for hit in hits if hit), key=len, default="")
