"""Which amount a share, a change, a rate or a part speaks of."""

from __future__ import annotations

from collections.abc import Sequence

from finalaccounts.normalize.narrative.stated import Draft
from finalaccounts.reference.narrative import statements

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
            out.append(_spoken_of(drafts, amounts, draft))
            continue
        out.append(_whole(drafts, amounts, draft))
        amounts.append(i)
        del amounts[:-_REACH]
    return out


def _speaks(draft: Draft) -> bool:
    data = statements()
    return draft.named.item in data.related or draft.named.item in data.change.items


def _spoken_of(drafts: Sequence[Draft], amounts: list[int], draft: Draft) -> tuple[int, bool]:
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
    named = [i for i in here if _bears(drafts[i], draft.named.subject)]
    if named:
        return named[0], True
    far = [i for i in pool if _bears(drafts[i], draft.named.subject)]
    if here and not draft.named.subject:
        return here[0], len(here) == 1
    if far:
        return far[0], len({drafts[i].named.item for i in far}) == 1
    return (here[0], False) if here else (-1, False)


def _bears(draft: Draft, name: str) -> bool:
    """True when an amount has a name as its own."""
    own = draft.named
    return bool(name) and name in (own.subject, own.label, own.subject + own.label)


def _whole(drafts: Sequence[Draft], amounts: list[int], draft: Draft) -> tuple[int, bool]:
    """Return the amount that a part is a part of: planned of planned, spent of spent."""
    if draft.whole < 0:
        return -1, False
    planned = _planned(draft)
    for i in reversed(amounts):
        other = drafts[i]
        if other.block is not draft.block or other.sentence != draft.sentence:
            break
        same = other.number.kind == draft.number.kind and _planned(other) == planned
        if other.index <= draft.whole and same:
            return i, draft.led
    return -1, False


def _planned(draft: Draft) -> bool:
    stages = statements().stages
    return draft.named.item in (*stages["initial"], *stages["adjusted"], "budget")
