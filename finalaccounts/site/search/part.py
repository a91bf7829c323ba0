"""One part of the index as files: names, directories, blocks, texts. All are scripts.

Every file calls ``mz(name, value)``; a script element reads it, over http and from disk alike
(browsers refuse ``fetch`` of files). Names are relative to ``search/``.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from itertools import islice

from finalaccounts.site.search.blocks import Directory, coded
from finalaccounts.site.search.corpus import Corpus, Ordered, base36
from finalaccounts.site.search.entries import CODE, EXPLANATION, FIGURE, KINDS, PROJECT
from finalaccounts.site.search.indexed import indexed
from finalaccounts.site.search.names import amounts, characters, fold_table, names
from finalaccounts.site.search.readings import table
from finalaccounts.site.search.suffixes import Ways
from finalaccounts.site.search.ways import Row, pinyin_pieces, text_pieces

File = tuple[str, bytes]
# Of the texts of one kind: the first file, how many texts the files of repeated ones hold, and how
# many texts every file of the others holds.
Filed = tuple[int, list[int], int]

# What is asked together lies together: names of things, prose, amounts.
INDEXES = {
    "n": range(CODE, EXPLANATION),
    "f": range(FIGURE, FIGURE + 1),
    "t": range(EXPLANATION, FIGURE),
}
SPELLED = range(CODE, PROJECT + 1)
# A block is read whole for one answer: small enough for a slow line, large enough that there are
# not too many. In UTF-16 units; one takes a little more than a byte in gzip.
BLOCK = 9_000
TEXT_BYTES = 6_000
_HALF = re.compile("[\ud800-\udfff]")


def script(name: str, value: object) -> File:
    """Return the file ``<name>.js`` that hands ``value`` to the page."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    text = text.replace("\u2028", "\\u2028").replace("\u2029", "\\u2029").replace("</", "<\\/")
    return f"{name}.js", f'mz("{name}",{_whole(text)})'.encode()


def _whole(text: str) -> str:
    """Return the text with the halves of a character joined, and a half left alone escaped.

    Keys and blocks are cut by UTF-16 units, as the browser cuts strings, so a cut may fall
    between the two units of a character.
    """
    if not _HALF.search(text):
        return text
    joined = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "surrogatepass")
    return _HALF.sub(lambda half: f"\\u{ord(half[0]):04x}", joined)


def _index(name: str, ways: Ways, ordered: Ordered, kinds: range) -> Iterator[File]:
    directory, number = Directory(), 0
    for texts, part in indexed(ways, BLOCK, lambda found: ordered.weigh(kinds, found)):
        directory.extend(part)
        for text in texts:
            yield script(f"{name}/{base36(number)}", text)
            number += 1
    for number, piece in enumerate(directory.pieces()):
        yield script(f"{name}/_{base36(number)}", piece)
    yield script(name, directory.root())


def _texts(name: str, ordered: Ordered, filed: dict[int, Filed]) -> Iterator[File]:
    """Yield the files of the texts, and note in ``filed`` where the texts of a kind are."""
    records = ordered.records()
    done = 0
    for kind in range(len(KINDS)):
        low, high = int(ordered.kinds[kind]), int(ordered.kinds[kind + 1])
        unique = ordered.unique_from(kind)
        sizes = [
            len(text.encode()) + 12 for text in ordered.texts[unique : min(high, unique + 2000)]
        ]
        each = max(1, TEXT_BYTES * len(sizes) // max(1, sum(sizes)))
        cuts: list[int] = []
        filed[kind] = (done, cuts, each)
        for shelf in _by_weight(islice(records, unique - low)):
            cuts.append(len(shelf))
            yield script(f"{name}/{base36(done)}", shelf)
            done += 1
        while shelf := list(islice(records, min(each, high - unique))):
            unique += len(shelf)
            yield script(f"{name}/{base36(done)}", shelf)
            done += 1


def _by_weight(records: Iterable[str]) -> Iterator[list[str]]:
    shelf: list[str] = []
    weight = 0
    for record in records:
        size = len(record.encode())
        if shelf and weight + size > TEXT_BYTES:
            yield shelf
            shelf, weight = [], 0
        shelf.append(record)
        weight += size
    if shelf:
        yield shelf


def write(name: str, corpus: Corpus) -> Iterator[File]:
    """Yield all files of a part; the corpus is used up."""
    ordered = corpus.order()
    found = characters(ordered)
    filed: dict[int, Filed] = {}
    yield from _texts(f"{name}/x", ordered, filed)
    yield script(f"{name}/names", {**names(ordered, filed), "fold": fold_table(found)})
    yield script(f"{name}/amounts", amounts(ordered))
    counts = [coded(ordered.unique_by_report(kind)) for kind in range(len(KINDS))]
    yield script(f"{name}/reports", counts)
    spelled = range(int(ordered.kinds[SPELLED.start]), int(ordered.kinds[SPELLED.stop]))
    read = ordered.texts[spelled.start : spelled.stop]
    known = {ch for text in read for ch in text} | {
        c for card in ordered.cards for c in card.entity
    }
    yield script(f"{name}/readings", table(known | {c for c in found if len(found) < 200}))
    ordered.forget_places()
    row = Row()
    row.add_at(pinyin_pieces(spelled.start, read))
    yield from _index(f"{name}/p", row.ways(), ordered, SPELLED)
    for letter, kinds in INDEXES.items():
        row = Row()
        for kind in kinds:
            low, high = int(ordered.kinds[kind]), int(ordered.kinds[kind + 1])
            row.add(text_pieces(kind, low, ordered.texts, high))
        yield from _index(f"{name}/{letter}", row.ways(), ordered, kinds)
