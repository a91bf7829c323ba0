"""Citations: GB/T 7714, BibTeX and plain text, of a page, a report, or a single figure.

The date in a citation is that of the release, so that what was cited can be found again.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator

from finalaccounts.model import Figure, Finding, Meta, Report, Table
from finalaccounts.package import to_text
from finalaccounts.render import languages, links
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
        address = self.address(path)
        short = re.sub(r"/?index\.html$", "", path) or "home"
        entry = self._bibtex(short, self.facts.title, title, address, release)
        return (*self._styles("page", release, title=title, address=address), entry)

    def report(self, meta: Meta, release: Dated | None) -> Cited:
        """Return the citations of a report: plain, GB/T 7714, BibTeX."""
        month = str(meta.found.get("published_month", ""))
        address = self.address(links.page(links.report(meta)))
        styles = self._styles(
            "report",
            release,
            **self._whose(meta),
            month=self.words("published.cite.month", month=month) if month else "",
            address=address,
        )
        entry = self._bibtex(meta.report_id, meta.entity, meta.heading, address, release, month[:4])
        return (*styles, entry)

    def _whose(self, meta: Meta) -> dict[str, object]:
        return {"entity": meta.entity, "title": meta.heading, "year": meta.fiscal_year}

    def _bibtex(
        self,
        key: str,
        author: str,
        title: str,
        address: str,
        release: Dated | None,
        year: str = "",
    ) -> tuple[str, str]:
        fields = {
            "author": f"{{{escape(author)}}}",
            "title": f"{{{escape(title)}}}",
            "year": release.date[:4] if release else year,
            "version": escape(self.version(release)) if release else "",
            "publisher": escape(self.facts.title),
            "url" if self.facts.site_url else "note": address,
        }
        body = ",\n".join(f"  {name} = {{{value}}}" for name, value in fields.items() if value)
        return self.words.published.cite.bibtex, f"@misc{{{entry_key(key)},\n{body}\n}}"

    def table(self, meta: Meta, table: Table, release: Dated | None) -> Cited:
        """Return the citations of a table of a report."""
        page = links.page(f"{links.report(meta)}/tables")
        address = self.address(f"{page}#{links.anchor(table.table)}")
        title = f"{meta.heading}: {table.title}"
        styles = self._styles(
            "table", release, **self._whose(meta), table=table.title, address=address
        )
        key = f"{meta.report_id}.{table.table}"
        return (*styles, self._bibtex(key, meta.entity, title, address, release))

    def finding(self, meta: Meta, finding: Finding, release: Dated | None) -> Cited:
        """Return the citations of a finding: it is ours, not the department's."""
        anchor = f"finding-{links.anchor(finding.finding_id)}"
        address = self.address(f"{links.page(links.report(meta))}#{anchor}")
        told = finding.message_zh if self.words.key == languages.FIRST else finding.message_en
        styles = self._styles(
            "finding", release, **self._whose(meta), finding=told.rstrip("\u3002."), address=address
        )
        key = f"{meta.report_id}.finding.{finding.finding_id}"
        title = f"{meta.heading}: {told}"
        return (*styles, self._bibtex(key, self.facts.title, title, address, release))

    def figure(self, report: Report, figure: Figure, release: Dated | None) -> Cited:
        """Return the citations of one figure, with the permanent anchor of its row."""
        meta = report.meta
        table = next((t.title for t in report.tables if t.table == figure.table), figure.table)
        label = "".join(figure.line_label.split())
        column = column_label(self.words, figure.table, figure.column)
        value = f"{to_text(figure.amount)} {figure.unit}".strip()
        address = self.address(anchor(meta, figure))
        styles = self._styles(
            "figure",
            release,
            **self._whose(meta),
            table=table,
            label=label,
            column=column,
            value=value,
            line=figure.source_line,
            address=address,
        )
        title = f"{meta.heading}: {table} {label} {column} {value}"
        key = f"{meta.report_id}.{figure.figure_id}"
        return (*styles, self._bibtex(key, meta.entity, title, address, release))

    def everything(
        self, report: Report, findings: Iterable[Finding], release: Dated | None
    ) -> Sheet:
        """Return a citation for the report, its tables, findings and every certain number."""
        cite = self.words.published.cite
        columns = (
            *("report_id", "kind", "id", "amount", "unit"),
            *("plain", "gbt7714", "bibtex"),
        )
        kinds = {"amount": "decimal"}
        shape = tuple(Column(n, kinds.get(n, "text"), cite.columns[n], "", "") for n in columns)
        rows = self._rows(report, findings, release)
        lead = report.meta.report_id
        return Sheet("citations", shape, tuple((lead, *what, *texts) for what, texts in rows))

    def _rows(
        self, report: Report, findings: Iterable[Finding], release: Dated | None
    ) -> Iterator[tuple[tuple[object, ...], tuple[str, ...]]]:
        meta = report.meta

        def texts(cited: Cited) -> tuple[str, ...]:
            return tuple(text for _, text in cited)

        yield ("report", meta.report_id, None, ""), texts(self.report(meta, release))
        for table in {t.table: t for t in report.tables}.values():
            yield ("table", table.table, None, ""), texts(self.table(meta, table, release))
        for finding in findings:
            what = ("finding", finding.finding_id, None, "")
            yield what, texts(self.finding(meta, finding, release))
        for f in report.figures:
            if f.amount is not None and f.settled:
                number = ("figure", f.figure_id, f.amount, f.unit)
                yield number, texts(self.figure(report, f, release))


def anchor(meta: Meta, figure: Figure) -> str:
    """Return the permanent address of the row that a figure stands in."""
    return row_anchor(meta, figure.figure_id, figure.table, figure.line)


def row_anchor(meta: Meta, figure_id: str, table: str, line: str) -> str:
    """Return ``anchor`` of a figure that is known by its columns."""
    again = figure_id.rpartition("~")[2] if "~" in figure_id else ""
    row = f"{table}.{line}" + (f"~{again}" if again else "")
    return f"{links.page(links.report(meta))}#{links.anchor(row)}"


def entry_key(text: str) -> str:
    """Return the key of a BibTeX entry: what it forbids is left out, and told apart by a hash."""
    plain = re.sub(r"[^A-Za-z0-9.:/_~-]+", "", text).replace("/", "-").replace("~", "-")
    if plain == text.replace("/", "-"):
        return plain
    return f"{plain}-{hashlib.sha256(text.encode()).hexdigest()[:8]}"


def escape(text: str) -> str:
    """Return text that BibTeX prints and never reads as a command."""
    text = text.replace("\\", r"\textbackslash ").replace("{", r"\{").replace("}", r"\}")
    return re.sub(r"([#$%&_])", r"\\\1", text).replace("~", r"\~{}").replace("^", r"\^{}")
