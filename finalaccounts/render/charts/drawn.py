"""A chart on a page and the files beside it: PNG, SVG, CSV, specification, embed page."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from markupsafe import Markup

from finalaccounts.render.charts.svg import inline, png, spec_json, standalone
from finalaccounts.render.charts.views import ChartView
from finalaccounts.render.links import page
from finalaccounts.render.shell import File, Page
from finalaccounts.render.words import Words

# Endings and their word keys: the first are offered beside the picture, the rest on its own page.
# The last three are made from the CSV by the publishing stage.
FIRST = (("png", "png"),)
REST = (
    ("svg", "svg"),
    ("csv", "csv"),
    ("vl.json", "vl_json"),
    ("excel.csv", "excel_csv"),
    ("xlsx", "xlsx"),
    ("json", "json"),
)


@dataclass(frozen=True, slots=True)
class Drawn:
    """A chart ready for the page."""

    view: ChartView = field(metadata={"doc": "What the chart says."})
    sources: tuple[tuple[str, str], ...] = field(
        metadata={"doc": "(address, line) of its numbers."}
    )
    downloads: tuple[tuple[str, str], ...] = field(metadata={"doc": "(address, words)."})

    @property
    def svg(self) -> Markup:
        """The inline picture, drawn when a page asks for it."""
        return Markup(inline(self.view.drawing, self.view.id))  # noqa: S704  labels are escaped there


@dataclass(frozen=True, slots=True)
class EmbedPage:
    """Context of ``embed.html``: one chart alone, for other sites' frames."""

    chart: Drawn = field(metadata={"doc": "The chart."})
    home: str = field(metadata={"doc": "The page it belongs to."})
    name: str = field(metadata={"doc": "Title of that page."})


def _links(
    view: ChartView, folder: str, words: Words, endings: tuple[tuple[str, str], ...]
) -> list[tuple[str, str]]:
    return [(f"{folder}/charts/{view.id}.{e}", words.charts.formats[k]) for e, k in endings]


def draw(
    view: ChartView,
    folder: str,
    sources: Iterable[tuple[str, str]],
    words: Words,
    *,
    more: bool = True,
) -> Drawn:
    """Return a chart ready for a page at ``folder``; ``more`` offers its files for download."""
    links = _links(view, folder, words, FIRST)
    links.append((page(f"{folder}/embed/{view.id}"), words.charts.embed))
    return Drawn(view, tuple(dict.fromkeys(sources)), tuple(links) if more else ())


def table(view: ChartView) -> bytes:
    """Return the numbers of a chart as CSV, as they are shown."""
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows([view.heads, *view.rows])
    return out.getvalue().encode()


def files(drawn: Drawn, folder: str, name: str, words: Words) -> Iterator[File]:
    """Yield the downloads of a chart: SVG and PNG with title and source, CSV, specification."""
    view = drawn.view
    lines = words.charts.comma.join(
        # What is no line number is a name: the years of a department, the departments of a code.
        words("report.line", line=x) if x.isdigit() else x
        for _, x in drawn.sources[:3]
    )
    more = words("charts.lines", count=len(drawn.sources)) if len(drawn.sources) > 3 else ""
    svg = standalone(
        *(view.drawing, view.title, view.sub, f"{name}  {words.charts.source}{lines}{more}"),
        view.key,
    )
    base = f"{folder}/charts/{view.id}"
    yield File(f"{base}.svg", svg.encode())
    yield File(f"{base}.png", png(svg))
    yield File(f"{base}.csv", table(view))
    yield File(f"{base}.vl.json", spec_json(view.drawing))


def embed(drawn: Drawn, of: Page, words: Words) -> Page:
    """Return the page with one chart of another page alone, for other sites' frames."""
    folder = of.path.rpartition("/")[0]
    links = _links(drawn.view, folder, words, (*FIRST, *REST))
    alone = Drawn(drawn.view, drawn.sources, tuple(links))
    context = EmbedPage(alone, of.path, of.title)
    path = page(f"{folder}/embed/{drawn.view.id}")
    return Page(path, "embed.html", drawn.view.title, context, language=of.language)
