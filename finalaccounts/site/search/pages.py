"""The search page, the lists and the scripts as files of the site."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from finalaccounts.render.languages import FIRST
from finalaccounts.render.shell import TEMPLATES, Crumb, File, Page, Shell
from finalaccounts.site.search.build import Found, build
from finalaccounts.site.search.page import (
    MOST_LISTED,
    ListPage,
    by_code,
    by_letter,
    by_place,
    letter_folder,
    letters_apart,
    search_page,
)

SCRIPTS = ("search-index.js", "search-query.js", "search-forgive.js", "search.js")


def pages(reports: Sequence[Found], shell: Shell, language: str = FIRST) -> Iterator[Page]:
    """Yield ``search/index.html`` and the lists below it in a language."""
    cards = [one.card for one in reports]
    words = shell.words(language)
    context = search_page(cards, language, "../" * (1 + words.prefix.count("/")), words.prefix)
    home = Crumb(words.shell.home, "index.html")
    title = context.words["title"]

    def page(path: str, template: str, title: str, context: object, *crumbs: Crumb) -> Page:
        return Page(
            path, template, title, context, "search", "", (home, *crumbs), language=language
        )

    yield page("search/index.html", "search.html", title, context, Crumb(title))
    lists: dict[str, ListPage] = {
        "places": by_place(cards, language, MOST_LISTED),
        "letters": by_letter(cards, language),
        "codes": by_code((one.codes for one in reports), language),
    }
    letters = lists["letters"]
    top = Crumb(title, "search/index.html")
    if sum(len(items) for _, items in letters.groups) > MOST_LISTED:
        lists["letters"] = letters_apart(letters)
        for letter, items in letters.groups:
            own = replace(letters, title=f"{letters.title} {letter}", groups=((letter, items),))
            above = Crumb(letters.title, "search/letters/index.html")
            path = f"{letter_folder(letter)}index.html"
            yield page(path, "search_list.html", own.title, own, top, above, Crumb(letter))
    for name, listed in lists.items():
        path = f"search/{name}/index.html"
        yield page(path, "search_list.html", listed.title, listed, top, Crumb(listed.title))


def files(reports: Iterable[Found]) -> Iterator[File]:
    """Yield the scripts of the search, and its index below ``search/``."""
    for name in SCRIPTS:
        yield File(f"assets/{name}", (TEMPLATES / "assets" / name).read_bytes())
    for path, data in build(reports):
        yield File(f"search/{path}", data)
