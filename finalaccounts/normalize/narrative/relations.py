"""Which amount a share, a change, a rate or a part speaks of."""

from __future__ import annotations

from collections.abc import Sequence

from finalaccounts.normalize.narrative.periods import OUTSIDE
from finalaccounts.normalize.narrative.stated import Draft
from finalaccounts.reference.narrative import statements

_LEVELS = ("percent", "score")  # kinds of numbers that have no parts
_REACH = 40  # amounts of the section that are looked through, the nearest first


def relations(drafts: Sequence[Draft]) -> list[tuple[int, bool]]:
    """Return for every draft of a document the index of its amount (-1: none) and if it is certain.

    The amount has the year of the draft, and a share, change or rate of a list that of its place in
    the list before. An amount of the sentence whose name is the draft's subject is certain; so is
    the only amount of the sentence. Across sentences of a section only the name tells.
    """
    out: list[tuple[int, bool]] = []
    amounts: list[int] = []
    for i, draft in enumerate(drafts):
        if amounts and drafts[amounts[-1]].section != draft.section:
            amounts = []
        if _speaks(draft):
            twin = i > 0 and drafts[i - 1].number is draft.number
            ahead = i + 1 < len(drafts) and drafts[i + 1].number is draft.number
            out.append(_spoken_of(drafts, amounts, draft, 1 if twin else 0 if ahead else None))
            continue
        out.append(_whole(drafts, amounts, draft))
        amounts.append(i)
        del amounts[:-_REACH]
    return out


def _speaks(draft: Draft) -> bool:
    data = statements()
    return draft.named.item in data.related or draft.named.item in data.change.items


def _spoken_of(
    drafts: Sequence[Draft], amounts: list[int], draft: Draft, nth: int | None
) -> tuple[int, bool]:
    """Return the amount of a relative statement, ``nth`` of two that are stated by one number."""
    pool = [
        i
        for i in reversed(amounts)
        if drafts[i].year == draft.year
        and drafts[i].number.kind == "money"
        and (draft.named.item == "share" or not _planned(drafts[i]))
    ]
    here = [i for i in pool if drafts[i].sentence == draft.sentence]
    if draft.place[1] > 1:
        listed = [i for i in here if drafts[i].place == draft.place]
        if listed:
            return listed[0], True
    if nth is not None and (both := _both(drafts, pool)):
        return both[nth], True
    named = [i for i in here if _bears(drafts[i], draft.named.subject)]
    if named:
        return named[0], not draft.named.guessed
    far = [i for i in pool if _bears(drafts[i], draft.named.subject)]
    if here and not draft.named.subject:
        return here[0], len(here) == 1
    if far:
        far = [i for i in far if drafts[i].whole < 0] or far
        told = {(drafts[i].named.item, drafts[i].number.amount) for i in far}
        return far[0], len(told) == 1
    return (here[0], False) if here else (-1, False)


def _both(drafts: Sequence[Draft], pool: list[int]) -> list[int]:
    """Return the last totals of both sides, in the order of the sides."""
    sides = statements().change.sides
    found = [next((i for i in pool if drafts[i].named.item == item), -1) for item in sides]
    return found if min(found) >= 0 else []


def _bears(draft: Draft, name: str) -> bool:
    """True when an amount has a name as its own."""
    own = draft.named
    side = statements().change.sides.get(own.item)
    if side and name.startswith(side):
        return True  # both totals may stand at one number, under a label of both
    return bool(name) and (
        name in (own.subject, own.subject + own.label) or own.label.startswith(name)
    )


def _whole(drafts: Sequence[Draft], amounts: list[int], draft: Draft) -> tuple[int, bool]:
    """Return the amount that a part is a part of: planned of planned, spent of spent."""
    if (draft.whole < 0 and draft.whole != OUTSIDE) or draft.number.kind in _LEVELS:
        return -1, False
    planned = _planned(draft)
    for i in reversed(amounts):
        other = drafts[i]
        if other.sentence < draft.sentence - 1:
            break
        if (other.block is draft.block) == (draft.whole == OUTSIDE):
            continue
        same = other.number.kind == draft.number.kind and _planned(other) == planned
        same = same and other.year == draft.year
        if (other.index <= draft.whole or draft.whole == OUTSIDE) and same:
            if _total(draft, other):
                return -1, False
            return i, draft.led and not (
                other.sentence < draft.sentence and _rivals(drafts, amounts, other, draft)
            )
    return -1, False


def _rivals(drafts: Sequence[Draft], amounts: list[int], whole: Draft, part: Draft) -> bool:
    """True where the sentence of a whole states further amounts that may be the whole as well.

    A sentence that begins with "of which" may speak of any amount of the one before it: income,
    expenditure and balances of a fund, say.
    """
    return any(
        drafts[i] is not whole
        and drafts[i].sentence == whole.sentence
        and drafts[i].number.kind == part.number.kind
        and drafts[i].number.amount != whole.number.amount
        for i in amounts
    )


def _total(draft: Draft, other: Draft) -> bool:
    """True for a total of its own, which is no part of the amount before it."""
    if draft.led or draft.named.subject:
        return False
    counted = draft.number.kind != "money" and draft.named.item != other.named.item
    return draft.named.head or counted


def _planned(draft: Draft) -> bool:
    return draft.named.item in statements().planned
