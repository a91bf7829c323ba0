"""Pages over all reports, drawn only where what they show has changed."""

from __future__ import annotations

import pickle
from collections.abc import Iterable
from hashlib import sha256

from finalaccounts.render import languages
from finalaccounts.render.shell import File, Page, Shell
from finalaccounts.site.staging import Stage


class Drawer:
    """Puts pages and files into the site; a page with the key of the last build is taken over.

    The key of a page is that of its context and of ``lasting``: templates, code, words, what
    stands around every page.
    """

    def __init__(self, stage: Stage, shell: Shell, lasting: str) -> None:
        self.stage, self.shell, self.lasting = stage, shell, lasting

    def _key(self, page: Page, here: str) -> str:
        published = self.shell.published
        around = (published.cited(page.title, here, page.language), published.alternates(page.path))
        seen = pickle.dumps((page, around), pickle.HIGHEST_PROTOCOL)
        return sha256(self.lasting.encode() + seen).hexdigest()[:24]

    def draw(self, item: Page | File) -> str:
        """Put a page or a file into the site; return its address."""
        if isinstance(item, File):
            self.stage.put(item.path, item.data)
            return item.path
        here = languages.address(item.path, self.shell.words(item.language))
        key = self._key(item, here)
        known = self.stage.before.outputs.get(here)
        if not (known and known.key == key and self.stage.keep(here, key)):
            drawn = self.shell.draw(item)
            self.stage.put(drawn.path, drawn.data, key)
        return here

    def all(self, items: Iterable[Page | File]) -> list[str]:
        """Put everything into the site; return the addresses."""
        return [self.draw(item) for item in items]

    def unit(self, key: str, make: Iterable[File]) -> list[str]:
        """Put files that are made together into the site, or take all of them over.

        ``make`` is not begun where the last build made files under the same key and all of them
        are as it left them.
        """
        known = [path for path, made in self.stage.before.outputs.items() if made.key == key]
        if known and all(self.stage.holds(path) for path in known):
            for path in known:
                self.stage.keep(path, key)
            return known
        made = []
        for file in make:
            self.stage.put(file.path, file.data, key)
            made.append(file.path)
        return made
