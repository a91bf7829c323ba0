"""Findings as cards: where the numbers stand, what is printed how often, an innocent reason."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation

from finalaccounts.model import Evidence, Finding, Report
from finalaccounts.reference.findings import design
from finalaccounts.reference.findings import findings as finding_words
from finalaccounts.render import named, shown
from finalaccounts.render.chapters import NUMBERS, chapter, rank
from finalaccounts.render.links import anchor, page
from finalaccounts.render.links import report as folder
from finalaccounts.render.shell import SiteReport
from finalaccounts.render.sources import Sources
from finalaccounts.render.spots import Excerpt, Spot, Spots
from finalaccounts.render.words import Words
from finalaccounts.responses import Reply

# Shape of the tag beside its words, so that nothing is told by colour alone.
TAGS = {"value": "t-b", "scope": "t-c", "slip": "t-d", "wording": "t-e", "rounding": "t-a"}
NAMED = ("cell", "blank_total")  # diagnoses that name the number in question
MOST_NAMED = 3  # more numbers in question are told in the sentence alone
MOST_PLACES = 6  # that print one value and are told by name
SMALLEST_SHARE = Decimal("0.0005")  # of spending; less says nothing


@dataclass(frozen=True, slots=True)
class Value:
    """A value and where it is printed."""

    value: str = field(metadata={"doc": "With its unit."})
    times: int = field(metadata={"doc": "In how many places; 0 where it is not counted."})
    where: str = field(metadata={"doc": "The places."})
    spots: tuple[Spot, ...] = field(metadata={"doc": "The same with their lines."})
    odd: bool = field(metadata={"doc": "Whether this is the number in question."})


@dataclass(frozen=True, slots=True)
class Card:
    """One finding as a reader sees it."""

    id: str = field(metadata={"doc": "Anchor: finding-<finding_id>."})
    finding: Finding = field(metadata={"doc": "The record."})
    title: str = field(metadata={"doc": "Neutral title with both numbers."})
    message: str = field(metadata={"doc": "The arithmetic in a sentence."})
    benign: str = field(metadata={"doc": "A possible innocent explanation."})
    kind: str = field(metadata={"doc": "Kind as shown."})
    chapter: str = field(metadata={"doc": "What it touches: key of words.chapters.names."})
    share: str = field(metadata={"doc": "The difference as a share of spending, or empty."})
    values: tuple[Value, ...] = field(metadata={"doc": "Numbers side by side, or none."})
    excerpt: Excerpt | None = field(metadata={"doc": "The cell among its neighbours, or none."})
    tag: str = field(metadata={"doc": "CSS class of the kind's tag."})
    lines: tuple[tuple[str, str], ...] = field(metadata={"doc": "(address, line) of the operands."})
    href: str = field(metadata={"doc": "Permanent address on the department-year page."})
    ask: str = field(metadata={"doc": "Address of the letter about it."})
    department: str = field(metadata={"doc": "Name of the department."})
    department_href: str = field(metadata={"doc": "Its page."})
    year: str = field(metadata={"doc": "Fiscal year."})
    rules: tuple[tuple[str, str], ...] = field(metadata={"doc": "(address, id) of the rules."})
    replies: tuple[Reply, ...] = field(metadata={"doc": "The department's explanations."})


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """A finding that was taken back: its address stays and says so."""

    id: str = field(metadata={"doc": "Anchor, as that of the finding."})
    title: str = field(metadata={"doc": "As it was published."})
    date: str = field(metadata={"doc": "Since when."})
    reason: str = field(metadata={"doc": "Why."})


def _value(spots: list[Spot], words: Words, *, odd: bool = False, times: int = 0) -> Value:
    tables = Counter(s.table for s in spots if s.table)
    if len(spots) == 1:
        where = spots[0].where
    else:
        told = [words("spots.in_table", table=t, count=n) for t, n in tables.items()]
        told += [s.where for s in spots if not s.table]
        more = words("spots.more", count=len(told) - MOST_PLACES) if len(told) > MOST_PLACES else ""
        where = str(words.charts.comma).join(told[:MOST_PLACES]) + more
    return Value(spots[0].value, times, where, tuple(spots), odd)


def _evidence(rows: Iterable[Evidence], spots: Spots, words: Words) -> tuple[Value, ...]:
    """Return the numbers in question and how often the other values are printed."""
    odd: list[Value] = []
    others: dict[Decimal, dict[str, Spot]] = {}
    for row in rows:
        found = spots.spot(row.operand, row)
        if found is None:
            continue
        if row.role == "suspect":
            printed = found.amount is not None
            odd.append(_value([found], words, odd=True, times=int(printed)))
        elif row.role in ("prints_needed", "prints_printed") and found.amount is not None:
            others.setdefault(found.amount, {})[row.operand] = found
    if len(odd) > MOST_NAMED or len(odd) + len(others) < 2:
        return ()  # one number alone is told in the sentence
    return (
        *odd,
        *(_value(list(f.values()), words, times=len(f)) for f in others.values()),
    )


def _compared(finding: Finding, spots: Spots, words: Words) -> tuple[Value, ...]:
    """Return the two numbers of a finding with their places, where both are printed numbers."""
    try:
        sides = [Decimal(finding.printed), Decimal(finding.expected)]
    except InvalidOperation:
        return ()
    found = [s for name in finding.figures if (s := spots.spot(name)) and s.amount is not None]
    pair = [next((s for s in found if s.amount == side), None) for side in sides]
    if None in pair or pair[0] == pair[1]:
        return ()
    return tuple(_value([s], words) for s in pair if s is not None)


def card(
    report: Report,
    finding: Finding,
    sources: Sources,
    words: Words,
    replies: tuple[Reply, ...] = (),
    evidence: Iterable[Evidence] = (),
    spots: Spots | None = None,
) -> Card:
    """Return the card of a finding; its address stays when other findings come or go."""
    home = page(folder(report.meta))
    own = f"finding-{anchor(finding.finding_id)}"
    english = words.language == "en"
    kind = design(finding.type, finding.outcome)
    told = finding_words().design[kind]
    touched = chapter(finding)
    spots = spots or Spots(report, sources, words)
    values: tuple[Value, ...] = ()
    if finding.diagnosis in NAMED:
        values = _evidence(evidence, spots, words)
    elif touched in NUMBERS:
        values = _compared(finding, spots, words)
    told_cells = finding.diagnosis in NAMED and len(finding.suspects) <= MOST_NAMED
    share = ""
    if touched in NUMBERS and finding.weight is not None and finding.weight >= SMALLEST_SHARE:
        share = words("chapters.share", share=shown.percent(finding.weight * 100))
    return Card(
        own,
        finding,
        (finding.title_en if english else finding.title_zh) or finding.subject,
        finding.message_en if english else finding.message_zh,
        finding.benign_en if english else finding.benign_zh,
        told.en if english else told.zh,
        touched,
        share,
        values,
        spots.excerpt(finding.suspects) if told_cells else None,
        TAGS.get(kind, "t-b"),
        tuple(sources.cited(line) for line in finding.source_lines),
        f"{home}#{own}",
        f"{page(f'{folder(report.meta)}/ask')}#{own}" if touched != "tails" else "",
        named.department(report.meta, words),
        home,
        str(report.meta.fiscal_year),
        tuple((f"rules/{rule}/index.html", rule) for rule in (finding.rule, *finding.rules)),
        replies,
    )


def cards(site: SiteReport, sources: Sources, words: Words) -> tuple[Card, ...]:
    """Return all cards of a report by what they touch, weightiest first, in stable order."""
    replies = site.responses.replies
    ranked = sorted(site.reconciled.findings, key=rank)
    spots = Spots(site.report, sources, words)
    rows: dict[str, list[Evidence]] = {}
    for row in site.reconciled.evidence:
        rows.setdefault(row.finding_id, []).append(row)

    def made(f: Finding) -> Card:
        told = replies.get(f.finding_id, ())
        return card(site.report, f, sources, words, told, rows.get(f.finding_id, ()), spots)

    return tuple(map(made, ranked))


def withdrawals(site: SiteReport, words: Words) -> tuple[Withdrawal, ...]:
    """Return the findings of a report that were taken back, in the order of their file."""
    english = words.key == "en"
    done = []
    for entry, finding in site.withdrawn:
        own = (finding.title_en if english else finding.title_zh) if finding else ""
        title = own or (entry.title_en if english else entry.title_zh) or entry.finding
        reason = entry.reason_en if english else entry.reason_zh
        anchored = f"finding-{anchor(entry.finding)}"
        done.append(Withdrawal(anchored, title, entry.date, reason))
    return tuple(done)
