"""What programs look for first: sitemap, robots, llms.txt."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from xml.sax.saxutils import escape

from finalaccounts.model import Meta
from finalaccounts.render import links
from finalaccounts.render.grids import escape as markdown
from finalaccounts.render.shell import File, SiteFacts
from finalaccounts.render.words import Words

_SITEMAP = 50_000  # addresses in one sitemap (sitemaps.org)


def robots(facts: SiteFacts) -> File:
    """Return robots.txt: everything may be read; the sitemap only where there is an address."""
    lines = ["User-agent: *", "Allow: /"]
    if facts.site_url:
        lines += [f"Sitemap: {facts.site_url}sitemap.xml"]
    return File("robots.txt", "\n".join([*lines, ""]).encode())


def sitemap(facts: SiteFacts, pages: Iterable[str]) -> Iterable[File]:
    """Yield the sitemap of the pages written; nothing without a ``site_url``."""
    if not facts.site_url:
        return
    found = sorted(re.sub(r"(^|/)index\.html$", r"\1", page) for page in pages)
    parts = [found[at : at + _SITEMAP] for at in range(0, len(found), _SITEMAP)]
    names = (
        ["sitemap.xml"] if len(parts) == 1 else [f"sitemap-{n + 1}.xml" for n in range(len(parts))]
    )
    space = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
    head = '<?xml version="1.0" encoding="utf-8"?>\n'
    for name, part in zip(names, parts, strict=True):
        urls = "".join(f"<url><loc>{escape(facts.site_url + page)}</loc></url>\n" for page in part)
        yield File(name, f"{head}<urlset {space}>\n{urls}</urlset>\n".encode())
    if len(parts) > 1:
        maps = "".join(
            f"<sitemap><loc>{escape(facts.site_url + name)}</loc></sitemap>\n" for name in names
        )
        yield File("sitemap.xml", f"{head}<sitemapindex {space}>\n{maps}</sitemapindex>\n".encode())


def llms(facts: SiteFacts, words: Words, metas: Sequence[Meta]) -> File:
    """Return llms.txt: what this is, where the data are, the Markdown twin of every report."""
    said = words.published.llms
    lead = words(
        "published.llms.text",
        site=facts.title,
        tagline=facts.tagline,
        text=words.published.dataset_text,
    )
    at = facts.site_url
    lines = [
        lead.strip(),
        "",
        f"## {said.data}",
        "",
        f"- [datapackage.json]({at}data/datapackage.json): {said.package}",
        f"- [api/v1]({at}api/v1/index.json): {said.api}",
        f"- [versions.json]({at}data/versions.json): {said.changes}",
        "",
        f"## {said.reports}",
        "",
    ]
    for meta in metas:
        name = words("report.title", entity=meta.entity, year=meta.fiscal_year)
        lines.append(f"- [{markdown(name)}]({at}{links.report(meta)}/index.md)")
    return File("llms.txt", "\n".join([*lines, ""]).encode())
