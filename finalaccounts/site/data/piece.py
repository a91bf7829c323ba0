"""One piece of the data over all reports: made from the rows of its reports alone."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from finalaccounts.render.languages import FIRST
from finalaccounts.render.shell import SiteFacts
from finalaccounts.render.words import words as load_words
from finalaccounts.site.data import api, package
from finalaccounts.site.data.package import Made
from finalaccounts.site.data.parts import Held
from finalaccounts.site.data.sheets import merged


class Piece(NamedTuple):
    """What a piece is: its name (empty: it is all), its reports, the version it is cited as."""

    name: str
    numbers: tuple[int, ...]  # of its reports
    version: str
    date: str


def piece_files(told: Piece, held: Sequence[Held], facts: SiteFacts) -> Iterator[Made]:
    """Yield the files of a piece: its package in every format, and its answers of the API."""
    words = load_words(FIRST)
    sheets = merged((one.part.meta.fiscal_year or 0, one.rows()) for one in held)
    about = package.about(facts, words, sheets, told.version, told.date, told.name)
    yield from package.shard(told.name, about, words, sheets)
    del sheets
    for file in api.shard_files(told.name, held, api.addresses(facts.site_url)):
        yield Made(file.path, file.data, None)
