"""What a number is: item, label, subject and direction, by the words around it."""

from __future__ import annotations

import re
from dataclasses import replace

from finalaccounts.normalize.narrative.context import Named, Spoken
from finalaccounts.normalize.narrative.quantities import Quantity
from finalaccounts.reference.narrative import Item, statements

# A bracket behind the words.
_BRACKET = re.compile("\uff08[^\uff08\uff09]*\uff09$")
# Kinds of units that are followed by the noun they count.
_COUNTED = ("count", "people", "batches", "visits")


def direction(label: str, number: Quantity) -> str:
    """Return increase, decrease or flat for a stated change; a stated change of 0 is flat."""
    if not number.amount:
        return "flat"
    data = statements().directions
    best = ""
    place = -1
    for key in ("increase", "decrease"):
        for word in data[key]:
            at = label.rfind(word)
            if at >= 0 and at + len(word) > place:
                best, place = key, at + len(word)
    if number.negative and best != "decrease":
        return "decrease"
    return best


def pair(words: str, section: str) -> tuple[tuple[str, str], tuple[str, str]] | None:
    """Return items and labels of two totals named together at the end of ``words``."""
    for row in statements().pairs:
        if row.sections and section not in row.sections:
            continue
        if match := row.pattern.search(words):
            first = match["a"]
            second = match.groupdict().get("b") or first
            return (row.items[0], first), (row.items[1], second)
    return None


def change(words: str, long: str, before: str, number: Quantity, ctx: Spoken) -> list[Named]:
    """Return the rows of a stated change, empty when the words state none.

    ``long`` are the words with what is enumerated before them, ``before`` the clause before and
    what stands before the words in their own.
    """
    data = statements().change
    if number.kind not in data.kinds:
        return []
    if apart := data.against.match(words):
        item = (data.percent if number.kind == "percent" else data.money)["budget"]
        way = "flat" if not number.amount else "increase" if apart["more"] else "decrease"
        return [Named(item, apart["l"], s, c, way) for s, c in _changed(apart["s"], "", ctx)]
    if not (match := data.pattern.match(words)):
        return []
    said = words + before
    if data.weak.search(match["l"]) and not (ctx.aside or data.compared.search(said)):
        return []
    label = data.strip.sub("", match["l"])
    base = "budget" if data.budget.search(words) else ""
    if not base and not data.compared.search(words):
        if data.compared.search(before):
            base = "budget" if data.budget.search(before) else ""
        elif ctx.last and ctx.base:
            base = ctx.base
        elif _from_budget(number, ctx):
            base = "budget"
    base = base or "year"
    ctx.base = base
    item = (data.percent if number.kind == "percent" else data.money)[base]
    way = direction(label, number) if not (match["or"] and number.amount) else ""
    said = long[: len(long) - len(words)] + match["s"]
    whose = data.whose.match(before) if not match["s"] else None
    subject = whose["s"] if whose else match["s"]
    if whose and not pair(said, ctx.section):
        said = subject
    guessed = not subject and not said and ctx.between
    return [
        Named(item, label, s, c, way, guessed=guessed and s in ctx.heads)
        for s, c in _changed(subject, said, ctx)
    ]


def older(row: Named) -> Named:
    """Return a change against a year before the last: it is no yearly change of this report."""
    if row.item not in statements().change.yearly:
        return row
    return Named(statements().items[-1].key, row.label, row.subject, row.code, row.direction)


def _from_budget(number: Quantity, ctx: Spoken) -> bool:
    """True for the very difference between the outturn just named and its budget."""
    done = ctx.amounts.get("final")
    if done is None or number.amount is None or not ctx.last or ctx.last[0].item != "final":
        return False
    planned = [v for k, v in ctx.amounts.items() if k.endswith("budget")]
    return any(abs(plan - done) == number.amount for plan in planned)


def _changed(subject: str, said: str, ctx: Spoken) -> list[tuple[str, str]]:
    data = statements().change
    two = pair(said, ctx.section)
    if two:
        return [(label, "") for _, label in two]
    if subject and (name := _by_name(subject, ctx)):
        return [(name, "")]
    if not subject and ctx.last and ctx.last[0].item == statements().share.item:
        return [(row.subject, row.code) for row in ctx.last]
    if ctx.aside:
        return [(row.subject or row.label, row.code) for row in ctx.aside]
    if ctx.last and ctx.last[0].item in data.items:
        return [(row.subject, row.code) for row in ctx.last]
    if ctx.last and ctx.last[0].item == data.after and ctx.last[0].subject:
        return [(ctx.last[0].subject, ctx.last[0].code)]
    if ctx.name:
        return [(ctx.name, ctx.code)]
    if ctx.named and not ctx.own and not ctx.subject and ctx.heads_part != ctx.part:
        row = ctx.named[-1][0]
        return [(row.subject or row.label, row.code)]
    if unknown := _unknown(ctx):
        return [(unknown, "")]
    if ctx.declared and ctx.declared.totals and ctx.heads:
        return [(label, "") for label in ctx.heads]
    if ctx.subject:
        return [(ctx.subject, "")]
    if ctx.own and ctx.spoken:
        return [(ctx.spoken.subject or ctx.spoken.label, ctx.spoken.code)]
    if ctx.own and len(ctx.heads) < 2:
        return [(ctx.own, "")]
    if not ctx.heads and not ctx.own and ctx.first:
        return [(ctx.first.subject or ctx.first.label, ctx.first.code)]
    return [(label, "") for label in ctx.heads] or [(ctx.own or ctx.annex, "")]


def _by_name(subject: str, ctx: Spoken) -> str:
    """Return the subject that the words before a change name; empty where they are generic."""
    data = statements().change
    if ctx.spoken and ctx.spoken.subject == subject:
        return subject
    if ctx.own.endswith(subject):
        return ctx.own
    for pattern in ctx.declared.subjects if ctx.declared else ():
        hit = pattern.search(subject)
        if hit and hit.start() and data.generic.match(subject[hit.end() :]):
            return hit.group()
    if not data.generic.match(subject):
        return ctx.subject if ctx.subject and subject.startswith(ctx.subject) else subject
    if ctx.declared and ctx.declared.totals and (side := data.side.search(subject)):
        meant = [label for label in ctx.heads if side.group() in label]
        return meant[0] if len(meant) == 1 else subject
    return ""


def _unknown(ctx: Spoken) -> str:
    """Return the label of the amount just told that is no total of the section: a change is of it."""
    row, kind = ctx.named[-1] if ctx.named else (None, "")
    if row is None or kind != "money" or row.head or row.subject:
        return ""
    return row.label if ctx.heads_part != ctx.part and row.item not in statements().planned else ""


def _fits(row: Item, number: Quantity, ctx: Spoken) -> bool:
    if row.kinds and number.kind not in row.kinds and number.unit not in row.units:
        return False
    if row.units and not row.kinds and number.unit not in row.units:
        return False
    if row.sections and ctx.section not in row.sections:
        return False
    if row.when and not row.when.search(ctx.carried):
        return False
    if row.before and not row.before.search(ctx.clause):
        return False
    return not row.follow or ctx.item in row.follow


def classify(words: str, after: str, number: Quantity, ctx: Spoken) -> Named:
    """Return what a number that is neither change nor one of a pair states."""
    for row in statements().items:
        if not _fits(row, number, ctx) or (row.not_ and row.not_.search(words)):
            continue
        match = row.label.search(words)
        behind = row.after.match(after) if row.after else None
        if not match or (row.after and not behind):
            continue
        if row.named and not (ctx.entry or ctx.names.hold(match["l"])):
            continue
        groups = {**match.groupdict(), **(behind.groupdict() if behind else {})}
        label = groups.get("l") or ""
        if not label or (number.kind in _COUNTED and statements().lead.weak.match(label)):
            label = (_behind(after) if number.stop > number.end else "") or label or words
        item = ctx.item if row.inherit else row.key
        subject, found = _subject(row, label, groups.get("s") or "", number, ctx)
        if row.whose and not row.whose.search(subject):
            subject, found = ctx.annex, ""
        if row.subject == "carry" and not (ctx.name or ctx.subject or ctx.annex):
            ctx.said = _left(words, label) or ("" if ctx.own else ctx.said)
            subject = ctx.said or subject
        if not subject and number.kind == "percent" and row.subject in ("carry", "said"):
            subject = ctx.named[-1][0].subject if ctx.named else ""  # of the amount just told
        rest = row is statements().items[-1]
        if rest and (plain := _BRACKET.sub("", words)) and plain != words:
            without = classify(plain, after, number, ctx)
            if not without.rest:
                return without
        return Named(item, label, subject, found, head=row.head, opens=row.alone, rest=rest)
    raise AssertionError("the last row of the items takes everything")


def _left(words: str, label: str) -> str:
    """Return the words before a label, where they can be the name of what it is the amount of."""
    name = words.removesuffix(label)
    whole = len(name) < len(words) and statements().whose.fullmatch(name)
    return name if whole else ""


def _behind(after: str) -> str:
    match = statements().lead.after.match(after)
    return match["l"] if match else ""


def _subject(item: Item, label: str, said: str, number: Quantity, ctx: Spoken) -> tuple[str, str]:
    if item.subject == "label":
        return said, ""
    if item.subject == "name":
        return label, ""
    if item.subject == "said" and said:
        return said, ""
    totals = ctx.declared and ctx.declared.totals
    if item.subject == "said" and totals and len(ctx.heads) == 1:
        return ctx.heads[0], ""
    if item.subject in ("carry", "said"):
        return (ctx.carried or ctx.annex), (ctx.code if ctx.name else "")
    if item.subject == "base":
        if said and not ctx.annex and not statements().change.generic.match(said):
            return said, ""
        if ctx.unfilled:
            return ctx.unfilled, ""
        if ctx.recent and ctx.recent_kind != "percent":
            row = ctx.recent[0]
            return (row.subject if row.subject not in ("", ctx.annex) else row.label), row.code
        if ctx.recent and ctx.recent[0].item == item.key:
            return ctx.recent[0].subject, ctx.recent[0].code
        return (ctx.carried or ctx.own or ctx.annex), (ctx.code if ctx.name else "")
    return ctx.annex, ""


def yearly(row: Named, number: Quantity, ctx: Spoken) -> Named:
    """Return a total named by its side alone as that of the year, where the section told it so."""
    data = statements()
    item = data.yearly.get(row.item, "")
    if row.label != data.change.sides.get(row.item) or ctx.told.get(item) != number.amount:
        return row
    return replace(row, item=item)


def planned_part(row: Named, whole: Named, annex: str) -> Named:
    """Return a part told by its name alone as planned where its whole is."""
    data = statements()
    named = row.subject not in ("", annex)
    by_name = row.item in data.stages["final"] and (not named or row.subject == row.label)
    if not by_name or row.item == whole.item or whole.item not in data.planned:
        return row
    return replace(row, item=whole.item, subject=row.label, head=False)
