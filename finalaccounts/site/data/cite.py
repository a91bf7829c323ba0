"""Citations: GB/T 7714, BibTeX and plain text, of a page, a report, or a single figure.

The date in a citation is that of the release, so that what was cited can be found again.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from finalaccounts.text import bare
from finalaccounts.model import Figure, Meta, Report
from finalaccounts.package import to_text
from finalaccounts.render import links
from finalaccounts.render.grids import column_label
from finalaccounts.render.shell import SiteFacts
from finalaccounts.render.words import Words
from finalaccounts.site.data.sheets import Column, Sheet
from finalaccounts.site.data.versions import Dated

Cited = tuple[tuple[str, str], ...]


class Citer:
    """Writes citations in the words of one language."""

    def __init__(self, facts: SiteFacts, words: Words) -> None:
        self.facts = facts
        self.words = words

    def address(self, path: str) -> str:
        """Return the permanent address of a page, fragments kept; without a site_url its path."""
        page, mark, fragment = path.partition("#")
        short = re.sub(r"(^|/)index\.html$", r"\1", page)
        if self.facts.site_url:
            return f"{self.facts.site_url}{short}{mark}{fragment}"
        return self.words("published.cite.no_address", path=f"/{short}{mark}{fragment}")

    def version(self, release: Dated | None) -> str:
        """Return how a release is named in a citation."""
        if release is None:
            return self.words("published.cite.no_version")
        return self.words("published.cite.version", name=release.name, date=release.date)

    def _styles(self, kind: str, release: Dated | None, **values: object) -> Cited:
        values |= {"site": self.facts.title, "version": self.version(release)}
        values["date"] = release.date if release else self.words.published.cite.no_version
        values["issued"] = release.date[:4] if release else ""
        cite = self.words.published.cite
        return (
            (cite.plain, self.words(f"published.cite.{kind}_plain", **values)),
            (cite.gbt7714, self.words(f"published.cite.{kind}_gbt", **values)),
        )

    def page(self, title: str, path: str, release: Dated | None) -> Cited:
        """Return the citations of a page that is not one report's."""
        return self._styles("page", release, title=title, address=self.address(path))

    def report(self, meta: Meta, release: Dated | None) -> Cited:
        """Return the citations of a report: plain, GB/T 7714, BibTeX."""
        month = meta.found.get("published_month")
        address = self.address(links.page(links.report(meta)))
        styles = self._styles(
            "report",
            release,
            entity=meta.entity,
            title=meta.heading,
            year=meta.fiscal_year,
            month=self.words("published.cite.month", month=month) if month else "",
            address=address,
        )
        return (*styles, (self.words.published.cite.bibtex, self._bibtex(meta, address, release)))

    def _bibtex(self, meta: Meta, address: str, release: Dated | None) -> str:
        fields = {
            "author": f"{{{escape(meta.entity)}}}",
            "title": f"{{{escape(meta.heading)}}}",
            "year": release.date[:4] if release else str(meta.found.get("published_month", ""))[:4],
            "version": escape(self.version(release)) if release else "",
            "publisher": escape(self.facts.title),
            "url" if self.facts.site_url else "note": address,
        }
        body = ",\n".join(f"  {key} = {{{value}}}" for key, value in fields.items() if value)
        return f"@misc{{{meta.report_id},\n{body}\n}}"

    def figure(self, report: Report, figure: Figure, release: Dated | None) -> Cited:
        """Return the citations of one figure, with the permanent anchor of its row."""
        meta = report.meta
        table = next((t.title for t in report.tables if t.table == figure.table), figure.table)
        return self._styles(
            "figure",
            release,
            entity=meta.entity,
            title=meta.heading,
            year=meta.fiscal_year,
            table=table,
            label=bare(figure.line_label),
            column=column_label(self.words, figure.table, figure.column),
            value=f"{to_text(figure.amount)} {figure.unit}".strip(),
            line=figure.source_line,
            address=self.address(anchor(meta, figure)),
        )

    def figures(self, report: Report, release: Dated | None) -> Sheet:
        """Return a citation for every certain number of a report's tables."""
        cite = self.words.published.cite
        columns = (
            *("report_id", "figure_id", "amount", "unit"),
            *("address", "plain", "gbt7714"),
        )
        kinds = {"amount": "decimal"}
        shape = tuple(Column(n, kinds.get(n, "text"), cite.columns[n], "", "") for n in columns)
        return Sheet("citations", shape, tuple(self._rows(report, release)))

    def _rows(self, report: Report, release: Dated | None) -> Iterator[tuple[object, ...]]:
        for figure in report.figures:
            if figure.amount is None or not figure.settled:
                continue
            plain, gbt = (text for _, text in self.figure(report, figure, release))
            where = self.address(anchor(report.meta, figure))
            what = (report.meta.report_id, figure.figure_id, figure.amount, figure.unit)
            yield (*what, where, plain, gbt)


def anchor(meta: Meta, figure: Figure) -> str:
    """Return the permanent address of the row that a figure stands in."""
    return row_anchor(meta, figure.figure_id, figure.table, figure.line)


def row_anchor(meta: Meta, figure_id: str, table: str, line: str) -> str:
    """Return ``anchor`` of a figure that is known by its columns."""
    again = figure_id.rpartition("~")[2] if "~" in figure_id else ""
    row = f"{table}.{line}" + (f"~{again}" if again else "")
    return f"{links.page(links.report(meta))}#{links.anchor(row)}"


def escape(text: str) -> str:
    """Return text that BibTeX prints and never reads as a command."""
    text = text.replace("\\", r"\textbackslash ").replace("{", r"\{").replace("}", r"\}")
    return re.sub(r"([#$%&_])", r"\\\1", text).replace("~", r"\~{}").replace("^", r"\^{}")
