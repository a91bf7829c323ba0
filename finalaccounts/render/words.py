"""Words of the interface: one catalogue per language.

``strings/<language>.toml`` holds the words of the shell and of a department-year,
``strings/<language>-<part>.toml`` those of other parts (pages, data, the dictionary). A second
language is a second set of files with the same keys; a test holds them equal.
"""

from __future__ import annotations

import tomllib
from functools import cache
from typing import Any

from finalaccounts.reference import ROOT, ReferenceDataError


class Words:
    """Nested words of one language: ``words.nav.home`` in templates, ``words("key", n=3)`` in code.

    A missing key raises ReferenceDataError, so that no page is ever published with a hole.
    """

    def __init__(self, tree: dict[str, Any], path: str) -> None:
        self._tree = tree
        self._path = path

    def __getattr__(self, name: str) -> Any:
        # Jinja and Python probe objects for marks of their own; those are no words.
        if name.startswith(("__", "jinja_")):
            raise AttributeError(name)
        return self[name]

    def __getitem__(self, name: str) -> Any:
        if name not in self._tree:
            raise ReferenceDataError(f"strings: no key {name!r} below {self._path!r}")
        value = self._tree[name]
        return Words(value, f"{self._path}.{name}") if isinstance(value, dict) else value

    def get(self, name: str, default: str = "") -> str:
        """Return one word by its key, or ``default`` (for keys that come from reports)."""
        value = self._tree.get(name, default)
        return value if isinstance(value, str) else default

    def __call__(self, key: str, /, **values: Any) -> str:
        """Return the sentence at a dotted key with its placeholders filled."""
        node: Any = self
        for part in key.split("."):
            node = node[part]
        return str(node).format(**values)

    def keys(self) -> list[str]:
        """Return all dotted keys, for the test that holds two languages equal."""
        found: list[str] = []
        for key, value in self._tree.items():
            if isinstance(value, dict):
                found += [f"{key}.{sub}" for sub in Words(value, key).keys()]  # noqa: SIM118
            else:
                found.append(key)
        return found


@cache
def words(language: str) -> Words:
    """Load the catalogue of a language (``zh``, ``en``)."""
    tree: dict[str, Any] = {}
    folder = ROOT / "strings"
    for path in (folder / f"{language}.toml", *sorted(folder.glob(f"{language}-*.toml"))):
        try:
            part = tomllib.loads(path.read_text(encoding="utf-8"))
        except (OSError, tomllib.TOMLDecodeError) as error:
            raise ReferenceDataError(f"{path}: {error}") from error
        if twice := tree.keys() & part.keys():
            raise ReferenceDataError(f"{path}: {', '.join(sorted(twice))}: already in another file")
        tree |= part
    return Words(tree, language)
