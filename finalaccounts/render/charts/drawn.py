"""A chart on a page and the files beside it: PNG, SVG, CSV, specification, embed page."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from markupsafe import Markup

from finalaccounts.render.charts.report import ChartView
from finalaccounts.render.charts.svg import inline, png, spec_json, standalone
from finalaccounts.render.links import page
from finalaccounts.render.shell import File, Page
from finalaccounts.render.words import Words

ENDINGS = (("png", "PNG"), ("svg", "SVG"), ("csv", "CSV"), ("vl.json", "Vega-Lite"))


@dataclass(frozen=True, slots=True)
class Drawn:
    """A chart ready for the page."""

    view: ChartView = field(metadata={"doc": "What the chart says."})
    svg: Markup = field(metadata={"doc": "The inline picture."})
    sources: tuple[tuple[str, str], ...] = field(
        metadata={"doc": "(address, line) of its numbers."}
    )
    downloads: tuple[tuple[str, str], ...] = field(metadata={"doc": "(address, words)."})


@dataclass(frozen=True, slots=True)
class EmbedPage:
    """Context of ``embed.html``: one chart alone, for other sites' frames."""

    chart: Drawn = field(metadata={"doc": "The chart."})
    home: str = field(metadata={"doc": "The page it belongs to."})
    name: str = field(metadata={"doc": "Title of that page."})


def draw(
    view: ChartView,
    folder: str,
    sources: Iterable[tuple[str, str]],
    words: Words,
    *,
    more: bool = True,
) -> Drawn:
    """Return a chart ready for the page of ``folder``; without ``more`` it has no downloads."""
    links = [(f"{folder}/charts/{view.id}.{ending}", name) for ending, name in ENDINGS]
    links.append((page(f"{folder}/embed/{view.id}"), words.charts.embed))
    svg = Markup(inline(view.drawing, view.id))  # noqa: S704  every label is escaped there
    return Drawn(view, svg, tuple(dict.fromkeys(sources)), tuple(links) if more else ())


def table(view: ChartView) -> bytes:
    """Return the numbers of a chart as CSV, as they are shown."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerows([view.heads, *view.rows])
    return out.getvalue().encode()


def files(view: ChartView, folder: str, source: str) -> Iterator[File]:
    """Yield the downloads of a chart; ``source`` is the line printed below the picture."""
    svg = standalone(view.drawing, view.title, view.sub, source)
    yield File(f"{folder}/charts/{view.id}.svg", svg.encode())
    yield File(f"{folder}/charts/{view.id}.png", png(svg))
    yield File(f"{folder}/charts/{view.id}.csv", table(view))
    yield File(f"{folder}/charts/{view.id}.vl.json", spec_json(view.drawing))


def embed(drawn: Drawn, folder: str, name: str, language: str) -> Page:
    """Return the page that other sites may show in a frame."""
    context = EmbedPage(drawn, page(folder), name)
    return Page(
        page(f"{folder}/embed/{drawn.view.id}"),
        "embed.html",
        drawn.view.title,
        context,
        language=language,
    )
