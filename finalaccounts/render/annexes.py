"""The pages beside a department-year page: all tables, all forms, all findings, unread numbers,
and the full source text. They keep the main page light enough for a slow line.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from finalaccounts.model import Evaluation, Indicator, Report
from finalaccounts.render import links, named, pieces, shown
from finalaccounts.render.cards import Card, cards
from finalaccounts.render.grids import grids
from finalaccounts.render.letters import letters
from finalaccounts.render.published import Published
from finalaccounts.render.rows import Grid
from finalaccounts.render.shell import Crumb, Page, SiteReport
from finalaccounts.render.sources import Sources
from finalaccounts.render.words import Words

FORM_BYTES = 40_000  # of form text a page; more forms go to further pages
_ROW_BYTES = 160


@dataclass(frozen=True, slots=True)
class TablesPage:
    """All tables of a report, also the rows that print no number."""

    grids: tuple[Grid, ...] = field(metadata={"doc": "Tables, whole."})
    name: str = field(metadata={"doc": "Title of the report."})
    back: str = field(metadata={"doc": "The department-year page."})
    downloads: tuple[tuple[str, str, str], ...] = field(
        metadata={"doc": "(address, name, size and rows) of the files that hold them."}
    )
    uses: dict[str, tuple[tuple[str, str], ...]] = field(
        metadata={"doc": "By table: (style or program, text) of citations and lines of code."}
    )
    mail: str = field(metadata={"doc": "Where corrections go (mailto: or https:), or empty."})
    report_id: str = field(metadata={"doc": "Id of the report."})


@dataclass(frozen=True, slots=True)
class Form:
    """A form with its indicator rows and the addresses of their lines."""

    evaluation: Evaluation = field(metadata={"doc": "The form."})
    indicators: tuple[tuple[Indicator, str], ...] = field(metadata={"doc": "Rows and addresses."})
    href: str = field(metadata={"doc": "Address of the form's title."})
    told: tuple[tuple[str, str], ...] = field(
        metadata={"doc": "What it prints of money and scores: key of words.evaluations, as shown."}
    )
    untold: tuple[str, ...] = field(metadata={"doc": "Keys of what it does not print."})


@dataclass(frozen=True, slots=True)
class FormsPage:
    """Some of the forms of a report, and where the others are."""

    forms: tuple[Form, ...] = field(metadata={"doc": "Forms of this page."})
    others: tuple[tuple[str, str, bool], ...] = field(
        metadata={"doc": "All forms: (address, name, whether on this page)."}
    )
    name: str = field(metadata={"doc": "Title of the report."})
    back: str = field(metadata={"doc": "The department-year page."})


@dataclass(frozen=True, slots=True)
class ReportFindingsPage:
    """All findings of one report, whole."""

    cards: tuple[Card, ...] = field(metadata={"doc": "Cards, most serious first."})
    name: str = field(metadata={"doc": "Title of the report."})
    back: str = field(metadata={"doc": "The department-year page."})
    ask: str = field(metadata={"doc": "The page of letters to the department."})


@dataclass(frozen=True, slots=True)
class UnreadPlace:
    """The numbers of one line that were not read for one reason; their context stands once."""

    tokens: tuple[str, ...] = field(metadata={"doc": "As printed, in order."})
    context: str = field(metadata={"doc": "The words around them."})
    reason: str = field(metadata={"doc": "Key of words.unread.reasons."})
    line: int = field(metadata={"doc": "The line."})
    href: str = field(metadata={"doc": "Its address."})


@dataclass(frozen=True, slots=True)
class ObjectPlace:
    """Pictures, drawings and the like of one kind at one line."""

    kind: str = field(metadata={"doc": "Key of words.unread.kinds."})
    count: int = field(metadata={"doc": "How many."})
    text: str = field(metadata={"doc": "The words that name them, or empty."})
    line: int = field(metadata={"doc": "The line."})
    href: str = field(metadata={"doc": "Its address."})


@dataclass(frozen=True, slots=True)
class UnreadPage:
    """The numbers that were seen and not placed."""

    rows: tuple[UnreadPlace, ...] = field(metadata={"doc": "Line by line."})
    ledger: dict[str, int] = field(metadata={"doc": "tokens, placed, recognised, unread."})
    objects: tuple[ObjectPlace, ...] = field(metadata={"doc": "What is seen and was not read."})
    left_out: tuple[tuple[str, int], ...] = field(
        metadata={"doc": "Kind and number of what nobody sees or is no text of the report."}
    )
    name: str = field(metadata={"doc": "Title of the report."})
    back: str = field(metadata={"doc": "The department-year page."})


def _split(forms: Sequence[Form]) -> list[list[Form]]:
    pages: list[list[Form]] = []
    weight = FORM_BYTES
    for form in forms:
        cost = 600 + sum(
            _ROW_BYTES
            + len("".join((i.level1, i.level2, i.level3, i.target, i.actual, i.reason)).encode())
            for i, _ in form.indicators
        )
        if weight + cost > FORM_BYTES:
            pages.append([])
            weight = 0
        pages[-1].append(form)
        weight += cost
    return pages or [[]]


def form_addresses(report: Report) -> dict[str, str]:
    """Return the page and anchor of every form of a report, by id."""
    folder = f"{links.report(report.meta)}/evaluations"
    return {
        form.evaluation.evaluation_id: f"{_form_page(folder, n)}#{form.evaluation.evaluation_id}"
        for n, part in enumerate(_split(_forms(report)), 1)
        for form in part
    }


def _form_page(folder: str, number: int) -> str:
    return links.page(folder if number == 1 else f"{folder}/{number}")


def _forms(report: Report) -> list[Form]:
    sources = Sources(report)
    rows: dict[str, list[tuple[Indicator, str]]] = {}
    for indicator in report.indicators:
        address = sources.address(indicator.source, indicator.source_line)
        rows.setdefault(indicator.evaluation_id, []).append((indicator, address))
    return [
        Form(
            e,
            tuple(rows.get(e.evaluation_id, ())),
            sources.address(e.source, e.first_line),
            tuple((key, value) for key, value in _told(e) if value),
            tuple(key for key, value in _told(e) if not value),
        )
        for e in report.evaluations
    ]


def _told(e: Evaluation) -> Iterator[tuple[str, str]]:
    """Yield what a form may print of money and scores; empty where it does not."""
    for key, amount in (
        ("initial", e.initial_budget),
        ("full_year", e.full_year_budget),
        ("executed", e.executed),
    ):
        yield key, "" if amount is None else shown.amount(amount)
    yield "rate", e.execution_rate
    yield "budget_score", e.budget_score
    yield "score", e.total_score
    yield "grade", e.grade


def _unread(report: Report, sources: Sources) -> tuple[UnreadPlace, ...]:
    return tuple(
        UnreadPlace(
            tuple(u.token for u in same), context, reason, line, sources.address(name, line)
        )
        for (name, line, context, reason), same in groupby(
            report.unread, key=lambda u: (u.source, u.source_line, u.context, u.reason)
        )
    )


def _objects(report: Report, sources: Sources) -> tuple[ObjectPlace, ...]:
    return tuple(
        ObjectPlace(
            o.kind, o.count, o.text, o.source_line, sources.address(o.source, o.source_line)
        )
        for o in report.objects
        if o.done == "not_read"
    )


def _left_out(report: Report) -> tuple[tuple[str, int], ...]:
    counted: Counter[str] = Counter()
    for one in report.objects:
        if one.done == "left_out":
            counted[one.kind] += one.count
    return tuple(sorted(counted.items()))


def annexes(
    site: SiteReport,
    words: Words,
    crumbs: tuple[Crumb, ...],
    files: tuple[tuple[str, str, str], ...],
    known: Published,
    wrong: str,
    language: str = "zh",
    site_url: str = "",
) -> Iterator[Page]:
    """Yield the pages beside a department-year page.

    ``files`` are the downloads of the report, ``known`` answers for citations, ``wrong`` is where a mistake is reported to.
    """
    report = site.report
    folder = links.report(report.meta)
    back = links.page(folder)
    name = words(
        "report.title", entity=named.department(report.meta, words), year=report.meta.fiscal_year
    )
    sources = Sources(report)

    def page(path: str, template: str, key: str, context: object) -> Page:
        title = f"{name} · {words.report[key]}"
        trail = (*crumbs[:-1], Crumb(name, back), Crumb(words.report[key]))
        return Page(path, template, title, context, "departments", "", trail, (), language)

    whole = grids(report, words, sources.address, all_rows=True)
    uses = {grid.key: known.table(report, grid.key, language) for grid in whole}
    yield page(
        links.page(f"{folder}/tables"),
        "tables.html",
        "tables",
        TablesPage(whole, name, back, files, uses, wrong, report.meta.report_id),
    )

    split = _split(_forms(report))
    paths = [_form_page(f"{folder}/evaluations", n) for n in range(1, len(split) + 1)]
    for here, part in zip(paths, split, strict=True):
        others = tuple(
            (
                f"{path}#{form.evaluation.evaluation_id}",
                form.evaluation.project_name or words.evaluations[form.evaluation.kind],
                path == here,
            )
            for path, there in zip(paths, split, strict=True)
            for form in there
        )
        yield page(
            here, "evaluations.html", "evaluations", FormsPage(tuple(part), others, name, back)
        )

    told = cards(site, sources, words)
    yield page(
        links.page(f"{folder}/findings"),
        "report_findings.html",
        "findings",
        ReportFindingsPage(told, name, back, links.page(f"{folder}/ask")),
    )
    asking = letters(told, report.meta, name, back, site_url, wrong, words)
    yield page(links.page(f"{folder}/ask"), "letters.html", "ask", asking)
    ledger = {
        key: report.ledger.get(key, 0) for key in ("tokens", "placed", "recognised", "unread")
    }
    yield page(
        links.page(f"{folder}/unread"),
        "unread.html",
        "unread",
        UnreadPage(
            _unread(report, sources),
            ledger,
            _objects(report, sources),
            _left_out(report),
            name,
            back,
        ),
    )
    for part_of_source in sources.pages(pieces.by_line(site)):
        yield page(part_of_source.path, "source.html", "source", part_of_source)
