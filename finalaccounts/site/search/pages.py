"""The search page, the lists and the scripts as files of the site."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from finalaccounts.render.languages import FIRST, LANGUAGES
from finalaccounts.render.shell import TEMPLATES, Crumb, File, Page, Shell, SiteReport
from finalaccounts.site.search.build import build
from finalaccounts.site.search.entries import card
from finalaccounts.site.search.page import ListPage, by_code, by_letter, by_place, search_page

SCRIPTS = ("search-index.js", "search-query.js", "search.js")


def pages(site: Sequence[SiteReport], shell: Shell, language: str = FIRST) -> Iterator[File]:
    """Yield ``search/index.html`` and the lists below it in a language, and the scripts once."""
    cards = [card(one.report, one.reconciled.findings) for one in site]
    words = shell.words(language)
    context = search_page(cards, language, "../" * (1 + words.prefix.count("/")), words.prefix)
    home = Crumb(words.shell.home, "index.html")
    title = context.words["title"]

    def page(path: str, template: str, title: str, context: object, *crumbs: Crumb) -> File:
        return shell.draw(
            Page(path, template, title, context, "search", "", (home, *crumbs), language=language)
        )

    yield page("search/index.html", "search.html", title, context, Crumb(title))
    lists: dict[str, ListPage] = {
        "places": by_place(cards, language),
        "letters": by_letter(cards, language),
        "codes": by_code((one.report for one in site), language),
    }
    for name, listed in lists.items():
        crumbs = (Crumb(title, "search/index.html"), Crumb(listed.title))
        path = f"search/{name}/index.html"
        yield page(path, "search_list.html", listed.title, listed, *crumbs)
    for name in SCRIPTS if language == FIRST else ():
        yield File(f"assets/{name}", (TEMPLATES / "assets" / name).read_bytes())


def search(site: Sequence[SiteReport], shell: Shell) -> Iterator[File]:
    """Yield the pages of the search in every language, and its index below ``search/``."""
    for language in LANGUAGES:
        yield from pages(site, shell, language)
    for path, data in build(site):
        yield File(f"search/{path}", data)
