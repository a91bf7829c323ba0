"""How much of the narrative was understood: numbers with a key of their own, and ``other`` ones."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from finalaccounts.model import Statement

OTHER = "other"  # the item of a number whose words no key is known for


@dataclass(frozen=True, slots=True)
class Understood:
    """The numbers of a narrative, those of them that are ``other``, and in which sections."""

    stated: int
    other: int
    sections: tuple[tuple[str, int], ...]

    @property
    def understood(self) -> int:
        """Numbers with a key of their own."""
        return self.stated - self.other


def understood(statements: Iterable[Statement]) -> Understood:
    """Count the statements of a report; sections with most ``other`` numbers come first."""
    items = [(s.section, s.item) for s in statements]
    sections = Counter(section for section, item in items if item == OTHER)
    ordered = sorted(sections.items(), key=lambda pair: (-pair[1], pair[0]))
    return Understood(len(items), sum(sections.values()), tuple(ordered))
