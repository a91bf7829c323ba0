"""A chart on a page and the files beside it: PNG, SVG, CSV, specification, embed page."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from markupsafe import Markup

from finalaccounts.render import shown
from finalaccounts.render.charts.svg import Picture, inline, picture, png, standalone
from finalaccounts.render.charts.views import ChartView
from finalaccounts.render.links import page
from finalaccounts.render.shell import File, Page
from finalaccounts.render.words import Words

# Endings and their word keys: the first are offered beside the picture, the rest on its own page.
FIRST = (("png", "png"),)
REST = (("svg", "svg"), ("csv", "csv"), ("vl.json", "vl_json"))


@dataclass(frozen=True, slots=True)
class Drawn:
    """A chart ready for the page."""

    view: ChartView = field(metadata={"doc": "What the chart says."})
    sources: tuple[tuple[str, str], ...] = field(
        metadata={"doc": "(address, line) of its numbers."}
    )
    downloads: tuple[tuple[str, str], ...] = field(metadata={"doc": "(address, words)."})
    source: str = field(metadata={"doc": "In words, where its numbers are printed."})

    @property
    def picture(self) -> Picture:
        """The whole chart as a Vega-Lite specification and as drawn."""
        return picture(self.view, self.source)

    @property
    def svg(self) -> Markup:
        """The inline picture, drawn when a page asks for it."""
        return Markup(inline(self.view, self.picture.svg))  # noqa: S704  labels are escaped there


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


def _source(name: str, sources: Sequence[tuple[str, str]], words: Words) -> str:
    lines = words.charts.comma.join(
        # What is no line number is a name: the years of a department, the departments of a code.
        words("report.line", line=x) if x.isdigit() else x
        for _, x in sources[:3]
    )
    more = words("charts.lines", count=len(sources)) if len(sources) > 3 else ""
    return f"{name}  {words.charts.source}{lines}{more}"


def draw(
    view: ChartView,
    page_of: tuple[str, str],
    sources: Iterable[tuple[str, str]],
    words: Words,
    *,
    more: bool = True,
) -> Drawn:
    """Return a chart ready for a page, given by its folder and title.

    ``more`` offers the files of the chart for download.
    """
    folder, name = page_of
    links = _links(view, folder, words, FIRST)
    links.append((page(f"{folder}/embed/{view.id}"), words.charts.embed))
    once = tuple(dict.fromkeys(sources))
    return Drawn(view, once, tuple(links) if more else (), _source(name, once, words))


def table(view: ChartView) -> bytes:
    """Return the data of a chart as CSV: as shown, but amounts without signs of thousands."""
    out = io.StringIO()
    rows = [[name, *map(shown.bare, cells)] for name, *cells in view.rows]
    csv.writer(out, lineterminator="\n").writerows([view.heads, *rows])
    return out.getvalue().encode()


def files(drawn: Drawn, folder: str) -> Iterator[File]:
    """Yield the downloads of a chart: SVG and PNG with title and source, CSV, specification."""
    view, picture = drawn.view, drawn.picture
    svg = standalone(view, picture.svg)
    base = f"{folder}/charts/{view.id}"
    yield File(f"{base}.svg", svg.encode())
    yield File(f"{base}.png", png(svg))
    yield File(f"{base}.csv", table(view))
    yield File(f"{base}.vl.json", picture.spec)


def embed(drawn: Drawn, of: Page, words: Words) -> Page:
    """Return the page with one chart of another page alone, for other sites' frames."""
    folder = of.path.rpartition("/")[0]
    links = _links(drawn.view, folder, words, (*FIRST, *REST))
    alone = replace(drawn, downloads=tuple(links))
    context = EmbedPage(alone, of.path, of.title)
    path = page(f"{folder}/embed/{drawn.view.id}")
    return Page(path, "embed.html", drawn.view.title, context, language=of.language)
