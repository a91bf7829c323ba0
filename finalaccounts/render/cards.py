"""Findings as cards: both numbers, the lines they stand on, the arithmetic, an innocent reason."""

from __future__ import annotations

from dataclasses import dataclass, field

from finalaccounts.model import Finding, Report
from finalaccounts.reference.findings import design
from finalaccounts.reference.findings import findings as finding_words
from finalaccounts.render.chapters import chapter, rank
from finalaccounts.render.links import anchor, page
from finalaccounts.render.links import report as folder
from finalaccounts.render.shell import SiteReport
from finalaccounts.render.sources import Sources
from finalaccounts.render.words import Words
from finalaccounts.responses import Reply

# Shape of the tag beside its words, so that nothing is told by colour alone.
TAGS = {"value": "t-b", "scope": "t-c", "slip": "t-d", "wording": "t-e", "rounding": "t-a"}


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
    tag: str = field(metadata={"doc": "CSS class of the kind's tag."})
    lines: tuple[tuple[str, str], ...] = field(metadata={"doc": "(address, line) of the operands."})
    href: str = field(metadata={"doc": "Permanent address on the department-year page."})
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


def card(
    report: Report,
    finding: Finding,
    sources: Sources,
    words: Words,
    replies: tuple[Reply, ...] = (),
) -> Card:
    """Return the card of a finding; its address stays when other findings come or go."""
    home = page(folder(report.meta))
    own = f"finding-{anchor(finding.finding_id)}"
    english = words.language == "en"
    kind = design(finding.type, finding.outcome)
    told = finding_words().design[kind]
    return Card(
        own,
        finding,
        (finding.title_en if english else finding.title_zh) or finding.subject,
        finding.message_en if english else finding.message_zh,
        finding.benign_en if english else finding.benign_zh,
        told.en if english else told.zh,
        chapter(finding),
        TAGS.get(kind, "t-b"),
        tuple(sources.cited(line) for line in finding.source_lines),
        f"{home}#{own}",
        report.meta.entity,
        home,
        str(report.meta.fiscal_year),
        tuple((f"rules/{rule}/index.html", rule) for rule in (finding.rule, *finding.rules)),
        replies,
    )


def cards(site: SiteReport, sources: Sources, words: Words) -> tuple[Card, ...]:
    """Return all cards of a report by what they touch, weightiest first, in stable order."""
    replies = site.responses.replies
    ranked = sorted(site.reconciled.findings, key=rank)
    return tuple(
        card(site.report, f, sources, words, replies.get(f.finding_id, ())) for f in ranked
    )


def withdrawals(site: SiteReport, words: Words) -> tuple[Withdrawal, ...]:
    """Return the findings of a report that were taken back, in the order of their file."""
    english = words.key == "en"
    done = []
    for entry, finding in site.withdrawn:
        own = (finding.title_en if english else finding.title_zh) if finding else ""
        title = own or (entry.title_en if english else entry.title_zh) or entry.finding
        reason = entry.reason_en if english else entry.reason_zh
        anchored = f"finding-{anchor(entry.finding)}"
        done.append(Withdrawal(anchored, title, entry.date.isoformat(), reason))
    return tuple(done)
