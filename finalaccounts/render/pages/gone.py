"""Pages at addresses that were published once: where a report is now, or why it is not there.

A moved page leads on at once, also to the same finding or line; without scripts after a moment.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field

from finalaccounts.addresses import Addresses, Removed
from finalaccounts.home import shipped
from finalaccounts.render import languages
from finalaccounts.render.links import page
from finalaccounts.render.shell import Crumb, File, Page
from finalaccounts.render.words import Words

SCRIPT = "assets/moved.js"
# Pages of a report beside its first one that may have been linked to.
_BELOW = ("", "/tables", "/findings", "/evaluations", "/unread", "/source", "/ask")


@dataclass(frozen=True, slots=True)
class GonePage:
    """Context of ``gone.html``."""

    href: str = field(metadata={"doc": "The page now; empty where the report was removed."})
    title: str = field(metadata={"doc": "Title of the report, where it was removed."})
    date: str = field(metadata={"doc": "Since when."})
    reason: str = field(metadata={"doc": "Why; may be empty for what moved."})


def pages(addresses: Addresses, there: Collection[str], words: Words) -> Iterator[Page | File]:
    """Yield the pages of old addresses in one language.

    ``there`` are the addresses of all pages of the site; what is one of them is left alone.
    """
    taken = set(there)
    if words.key == languages.FIRST and (addresses.moved or addresses.removed):
        yield File(SCRIPT, shipped("templates/assets/moved.js").read_bytes())
    for path, context in _contexts(addresses, taken, words):
        here = languages.address(path, words)
        if here in taken or not languages.translated(path, words):
            continue
        taken.add(here)
        title = context.title or words.gone.moved
        crumbs = (Crumb(words.shell.home, "index.html"), Crumb(title))
        yield Page(
            path=path,
            template="gone.html",
            title=title,
            context=context,
            description=words.gone.moved if context.href else words.gone.removed,
            crumbs=crumbs,
            language=words.key,
        )


def _contexts(
    addresses: Addresses, taken: Collection[str], words: Words
) -> Iterator[tuple[str, GonePage]]:
    for entry, (was, now) in zip(addresses.moved, addresses.former(), strict=True):
        for path in sorted(taken):
            if path.startswith(f"{now}/") and path.endswith("index.html"):
                old = was + path.removeprefix(now)
                yield old, GonePage(path, "", entry.date, entry.reason)
    departments: dict[str, Removed] = {}
    for gone in addresses.removed:
        told = _removed(gone, words)
        for folder in addresses.all_of(gone.report):
            for below in _BELOW:
                yield page(f"{folder}{below}"), told
            departments[folder.rpartition("/")[0]] = gone
    for folder, gone in departments.items():  # where no year of the department is left
        yield page(folder), _removed(gone, words)


def _removed(gone: Removed, words: Words) -> GonePage:
    first = words.key == languages.FIRST
    return GonePage(
        "", gone.title, gone.date, gone.reason if first else gone.reason_en or gone.reason
    )
