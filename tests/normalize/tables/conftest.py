"""Documents for the tests of the table readers."""

from pathlib import Path

import pytest

from finalaccounts.model import Document, Line

ROOT = Path(__file__).resolve().parents[3]


def document(text: str, source: str = "report.txt") -> Document:
    """Return a text as a document of lines."""
    return Document(source, tuple(Line(i, t) for i, t in enumerate(text.split("\n"), 1)))


@pytest.fixture
def example() -> Document:
    """The invented report that shows every convention."""
    return document((ROOT / "tests/golden/example/report.txt").read_text(encoding="utf-8"))
