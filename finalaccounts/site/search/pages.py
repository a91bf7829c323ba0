"""The search page, the lists and the scripts as files of the site."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from finalaccounts.render.shell import TEMPLATES, Crumb, File, Page, Shell, SiteReport
from finalaccounts.site.search.build import build
from finalaccounts.site.search.entries import card
from finalaccounts.site.search.page import ListPage, by_code, by_letter, by_place, search_page

SCRIPTS = ("search-index.js", "search-query.js", "search.js")


def pages(site: Sequence[SiteReport], shell: Shell, language: str = "zh") -> Iterator[File]:
    """Yield ``search/index.html``, the lists below it, and the scripts in ``assets/``."""
    cards = [card(one.report, one.reconciled.findings) for one in site]
    context = search_page(cards, language)
    home = Crumb(shell.words(language).shell.home, "index.html")
    title = context.words["title"]
    yield shell.draw(
        Page("search/index.html", "search.html", title, context, crumbs=(home, Crumb(title)))
    )
    lists: dict[str, ListPage] = {
        "places": by_place(cards, language),
        "letters": by_letter(cards, language),
        "codes": by_code((one.report for one in site), language),
    }
    for name, listed in lists.items():
        crumbs = (home, Crumb(title, "search/index.html"), Crumb(listed.title))
        path = f"search/{name}/index.html"
        yield shell.draw(Page(path, "search_list.html", listed.title, listed, crumbs=crumbs))
    for name in SCRIPTS:
        yield File(f"assets/{name}", (TEMPLATES / "assets" / name).read_bytes())


def search(site: Sequence[SiteReport], shell: Shell) -> Iterator[File]:
    """Yield the pages of the search and its index below ``search/``."""
    yield from pages(site, shell)
    for path, data in build(site):
        yield File(f"search/{path}", data)
