"""Pages to share: the report and its weightiest findings, each with a picture that says it all."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from hashlib import sha256

from finalaccounts.model import Meta
from finalaccounts.render import links
from finalaccounts.render.cards import Card
from finalaccounts.render.opening import Opening
from finalaccounts.render.previews import SHAPES, Preview, drawable, drawn
from finalaccounts.render.shell import Crumb, File, Page
from finalaccounts.render.words import Words

LONG = 14  # characters of a number that is shown large; a sentence is none
WEIGHTIEST = 3  # findings with a page and pictures of their own


@dataclass(frozen=True, slots=True)
class Shared:
    """Something to share: where it stands, and its pictures."""

    title: str = field(metadata={"doc": "What it says."})
    alt: str = field(metadata={"doc": "What the pictures say."})
    href: str = field(metadata={"doc": "The page that is shared."})
    pictures: tuple[tuple[str, str, int, int], ...] = field(
        metadata={"doc": "(address, name of the shape, width, height)."}
    )


@dataclass(frozen=True, slots=True)
class SharePage:
    """Context of ``share.html``: the report and its findings, or one finding."""

    name: str = field(metadata={"doc": "Title of the report."})
    back: str = field(metadata={"doc": "The department-year page."})
    shared: tuple[Shared, ...] = field(metadata={"doc": "What there is to share."})
    card: Card | None = field(metadata={"doc": "The finding of the page, if it is of one."})
    more: str = field(metadata={"doc": "The page of everything there is to share, or empty."})


@dataclass(frozen=True, slots=True)
class Report:
    """What a share page needs of a report."""

    meta: Meta
    name: str
    opening: Opening
    cards: tuple[Card, ...]
    site: str  # title of the site
    site_url: str
    version: str


def folder(meta: Meta) -> str:
    """Return the folder of the pictures and pages to share of a report."""
    return f"{links.report(meta)}/share"


def picture(report: Report, words: Words) -> str:
    """Return the address of the picture that goes with the links of a report, if it is drawn."""
    return f"{folder(report.meta)}/report-wide.png" if drawable(_of_report(report, words)) else ""


def share(report: Report, crumbs: tuple[Crumb, ...], words: Words) -> Iterator[Page | File]:
    """Yield the pictures and the pages to share; nothing where the font lacks a character."""
    at = folder(report.meta)
    listed: list[tuple[Preview, Card | None]] = [(_of_report(report, words), None)]
    weighty = [card for card in report.cards if card.ask][:WEIGHTIEST]
    listed += [(_of_finding(report, card, words), card) for card in weighty]
    listed = [(preview, card) for preview, card in listed if drawable(preview)]
    if not listed or listed[0][1] is not None:
        return
    back, top = links.page(links.report(report.meta)), links.page(at)
    trail = (*crumbs[:-1], Crumb(report.name, back))
    every: list[Shared] = []
    for preview, card in listed:
        for name, data in drawn(preview):
            yield File(f"{at}/{name}", data)
        own = _home(report.meta, card) if card else back
        pictures = tuple(
            (f"{at}/{preview.name}-{shape}.png", words.share.shapes[shape], *size)
            for shape, size in SHAPES.items()
        )
        one = Shared(card.title if card else report.name, preview.words, own, pictures)
        every.append(one)
        if card:
            yield Page(
                own,
                "share.html",
                f"{report.name}：{card.title}",
                SharePage(report.name, back, (one,), card, top),
                "departments",
                f"{card.message}{words.share.caution}",
                (*trail, Crumb(words.share.title, top), Crumb(card.title)),
                image=pictures[0][0],
            )
    yield Page(
        top,
        "share.html",
        f"{report.name} · {words.share.title}",
        SharePage(report.name, back, tuple(every), None, ""),
        "departments",
        report.opening.sentence,
        (*trail, Crumb(words.share.title)),
        image=picture(report, words),
    )


def _foot(report: Report, lines: str, href: str, words: Words) -> tuple[str, ...]:
    told = (lines, report.version, words.share.caution)
    address = f"{report.site_url}{href.replace('index.html', '')}" if report.site_url else ""
    return tuple(filter(None, (words.share.dot.join(filter(None, told)), address)))


def _of_report(report: Report, words: Words) -> Preview:
    spent, where, asked = report.opening.answers
    line = next((label for _, label in spent.links), "")
    title = asked.text or (asked.links[0][1] if asked.links else "")
    return Preview(
        "report",
        words("share.head", site=report.site),
        report.name,
        words("share.spent", amount=spent.text) if spent.links and len(spent.text) < LONG else "",
        (
            *((spent.text,) if len(spent.text) >= LONG else ()),
            *((where.text,) if where.text else ()),
            words("share.asked", question=words.opening.ask, title=title),
        ),
        _foot(report, line, links.page(links.report(report.meta)), words),
    )


def _name(card: Card) -> str:
    """Return the permanent name of a finding in file names: its id, in plain letters."""
    told = card.finding.finding_id
    plain = re.sub(r"[^\w.~-]", "", told, flags=re.ASCII)
    return plain if plain == told else f"{plain}-{sha256(told.encode()).hexdigest()[:8]}"


def _home(meta: Meta, card: Card) -> str:
    return links.page(f"{folder(meta)}/{_name(card)}")


def _of_finding(report: Report, card: Card, words: Words) -> Preview:
    lines = words.letters.comma.join(line for _, line in card.lines[:4])
    told = words("report.line", line=lines) if lines else ""
    values = tuple(
        words("share.value", where=v.where, value=v.value or words.findings.blank)
        for v in card.values[:3]
    )
    return Preview(
        _name(card),
        words("share.head", site=report.site),
        report.name,
        "",
        (card.title, *(values or (card.message,))),
        _foot(report, told, _home(report.meta, card), words),
    )
