"""The department-year page: the canonical page of a report, and its Markdown twin."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from finalaccounts.model import Finding
from finalaccounts.render import links, named
from finalaccounts.render.annexes import form_addresses
from finalaccounts.render.cards import Card, Withdrawal, cards, withdrawals
from finalaccounts.render.chapters import NUMBERS, Tally, tally
from finalaccounts.render.charts.drawn import Drawn, draw
from finalaccounts.render.charts.report import CHARTS
from finalaccounts.render.definitions import definitions
from finalaccounts.render.facts import Fact, Facts
from finalaccounts.render.grids import Address, grids
from finalaccounts.render.hundred import Piece, hundred
from finalaccounts.render.languages import glosses
from finalaccounts.render.languages import title as table_title
from finalaccounts.render.opening import Opening, opening
from finalaccounts.render.reasons import Reason, reasons
from finalaccounts.render.rows import Grid
from finalaccounts.render.sentences import Sentence, sentences
from finalaccounts.render.shell import Crumb, Page, SiteReport
from finalaccounts.render.sources import Sources
from finalaccounts.render.tiles import Tile, main_unit, tiles
from finalaccounts.render.words import Words

_EVALUATED = ("pass", "rounding", "slip", "fail", "ask")
OPEN_FINDINGS = 2  # cards shown open; the rest stand in one disclosure

__all__ = ["DepartmentPage", "department"]


@dataclass(frozen=True, slots=True)
class DepartmentPage:
    """Everything that stands on a department-year page."""

    report: SiteReport = field(metadata={"doc": "The report and its checks."})
    name: str = field(metadata={"doc": "Name of the department in the language of the page."})
    unit: str = field(metadata={"doc": "Unit of the headline numbers."})
    facts: tuple[str, ...] = field(metadata={"doc": "Facts line: scope, units, month, code."})
    years: tuple[tuple[str, str, str], ...] = field(
        metadata={"doc": "(year, address, state) with state here, there or missing."}
    )
    opening: Opening = field(metadata={"doc": "The first screen."})
    tiles: tuple[Tile, ...] = field(metadata={"doc": "Headline tiles."})
    hundred: tuple[Piece, ...] = field(metadata={"doc": "Of every hundred yuan; may be empty."})
    sentences: tuple[Sentence, ...] = field(metadata={"doc": "Plain words."})
    charts: tuple[Drawn, ...] = field(metadata={"doc": "Charts."})
    cards: tuple[Card, ...] = field(metadata={"doc": "Findings."})
    withdrawn: tuple[Withdrawal, ...] = field(metadata={"doc": "Findings taken back."})
    tally: Tally = field(metadata={"doc": "All findings by chapter."})
    numbers: tuple[str, ...] = field(metadata={"doc": "Chapters whose findings are told by title."})
    evaluated: int = field(metadata={"doc": "Checks that could be made."})
    applicable: int = field(metadata={"doc": "Checks that apply."})
    grids: tuple[Grid, ...] = field(metadata={"doc": "Tables."})
    has_tables: bool = field(metadata={"doc": "False when no table is printed in the file."})
    lines: int = field(metadata={"doc": "Lines of all sources."})
    source: str = field(metadata={"doc": "Address of the full text."})
    files: tuple[tuple[str, str, int], ...] = field(metadata={"doc": "(address, name, bytes)."})
    pages: dict[str, str] = field(metadata={"doc": "Addresses of the sub-pages by key."})
    reasons: tuple[Reason, ...] = field(metadata={"doc": "The report's own reasons."})
    forms: dict[str, str] = field(metadata={"doc": "Addresses of the forms by id."})
    terms: tuple[tuple[str, str], ...] = field(
        metadata={"doc": "Terms and where they are explained."}
    )
    mail: str = field(metadata={"doc": "Where corrections go (mailto: or https:), or empty."})
    open_findings: int = field(metadata={"doc": "Cards shown whole on this page."})
    title_of: dict[str, str] = field(metadata={"doc": "Titles by table key, as shown."})
    ledger: dict[str, int] = field(metadata={"doc": "tokens, placed, recognised, unread."})
    objects: int = field(metadata={"doc": "How many pictures and the like were not read."})
    markdown: str = field(metadata={"doc": "Address of the Markdown twin."})
    downloads: tuple[tuple[str, str, str], ...] = field(
        metadata={"doc": "(address, name, size and rows) of the data files."}
    )
    citations: tuple[tuple[str, str], ...] = field(metadata={"doc": "(style, citation)."})
    bibtex: str = field(metadata={"doc": "Address of the citation for BibTeX."})
    report_id: str = field(metadata={"doc": "Id of the report."})


def _facts_line(site: SiteReport, words: Words) -> tuple[str, ...]:
    meta = site.report.meta
    told = []
    if meta.scope:
        told.append(words("report.scope", scope=words.scopes.get(meta.scope, meta.scope)))
    if units := meta.found.get("units"):
        told.append(words("report.units", count=len(units)))
    if month := meta.found.get("published_month"):
        told.append(words("report.published", month=month))
    if code := meta.found.get("budget_code"):
        told.append(words("report.budget_code", code=code))
    return tuple(told)


def _home(used: Iterable[Fact], facts: Facts) -> str:
    """Return the anchor of the one table of the page that shows all these numbers, or nothing."""
    forms = {e.evaluation_id for e in facts.report.evaluations}
    held = {"evaluations" if f.id in forms else f.id.partition(".")[0] for f in used}
    home = held.pop() if len(held) == 1 else ""
    return home if home == "evaluations" or facts.state(home) == "with_figures" else ""


def _drawn(
    facts: Facts, words: Words, sources: Sources, page_of: tuple[str, str]
) -> Iterator[Drawn]:
    for chart in CHARTS:
        view = chart(facts, words)
        if view is None:
            continue
        view = replace(view, table=_home(view.facts, facts))
        lines = dict.fromkeys((sources.address(f.source, f.line), str(f.line)) for f in view.facts)
        # The files of a chart are labelled in the first language; every language offers them.
        yield draw(view, page_of, lines, words)


def _doubted(findings: Iterable[Finding]) -> set[str]:
    """Return the ids of the numbers that findings are about."""
    return {name for f in findings for name in (*f.figures, *f.suspects)}


def department(
    site: SiteReport,
    words: Words,
    years: tuple[tuple[str, str, str], ...],
    crumbs: tuple[Crumb, ...],
    corrections: str,
    downloads: tuple[tuple[str, str, str], ...] = (),
    citations: tuple[tuple[str, str], ...] = (),
    language: str = "zh",
) -> tuple[Page, Page]:
    """Return the page and its Markdown twin (templates department.html and department.md)."""
    report, built = site.report, site.reconciled
    meta = report.meta
    folder = links.report(meta)
    sources = Sources(report)
    facts = Facts(report, glosses(words))
    address: Address = sources.address
    title = words("report.title", entity=named.department(meta, words), year=meta.fiscal_year)
    drawn = tuple(_drawn(facts, words, sources, (folder, title)))
    headline = tiles(facts, built, words, sources)
    told = sentences(facts, words, sources)
    outcomes = [check.outcome for check in built.checks]
    evaluated = sum(outcome in _EVALUATED for outcome in outcomes)
    checks = (evaluated, evaluated + outcomes.count("not_evaluable"))
    found, counted = cards(site, sources, words), tally(built.findings, words)
    context = DepartmentPage(
        report=site,
        name=named.department(meta, words),
        unit=main_unit(facts),
        facts=_facts_line(site, words),
        years=years,
        opening=opening(facts, found, counted, checks, words, sources),
        tiles=headline,
        hundred=hundred(facts, words, sources, _doubted(built.findings)),
        sentences=told,
        charts=drawn,
        cards=found,
        withdrawn=withdrawals(site, words),
        tally=counted,
        numbers=NUMBERS,
        evaluated=evaluated,
        applicable=checks[1],
        grids=grids(report, words, address, all_rows=False),
        has_tables=any(t.state != "listed_only" for t in report.tables),
        lines=sum(len(d.lines) for d in report.documents),
        source=links.page(sources.folder),
        files=tuple((links.received(meta, s.file), s.file, s.bytes) for s in meta.sources),
        pages={
            key: links.page(f"{folder}/{key}")
            for key in ("tables", "evaluations", "unread", "findings", "ask", "share")
        },
        reasons=reasons(report, words, address),
        forms=form_addresses(report),
        terms=definitions(report, sources, words),
        mail=f"mailto:{corrections}" if "@" in corrections else corrections,
        open_findings=OPEN_FINDINGS,
        title_of={t.table: table_title(t.table, t.title, words) for t in report.tables},
        ledger={
            key: report.ledger.get(key, 0) for key in ("tokens", "placed", "recognised", "unread")
        },
        objects=sum(one.count for one in report.objects if one.done == "not_read"),
        markdown=f"{folder}/index.md",
        downloads=downloads,
        citations=citations,
        bibtex=f"{folder}/citation.bib",
        report_id=meta.report_id,
    )
    text = " ".join(s.text for s in told[:2]) or words.report.no_tables
    page = Page(
        path=links.page(folder),
        template="department.html",
        title=title,
        context=context,
        nav="departments",
        description=words(
            "report.description", entity=meta.entity, year=meta.fiscal_year, text=text
        ),
        crumbs=crumbs,
        alternates=(("text/markdown", f"{folder}/index.md"),),
        language=language,
    )
    twin = Page(f"{folder}/index.md", "department.md", title, context, language=language)
    return page, twin
