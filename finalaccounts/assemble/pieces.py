"""The pieces of the data over all reports: each made from the rows that its reports kept."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from hashlib import sha256
from pathlib import Path

from finalaccounts import reference
from finalaccounts.assemble.one_report import keep, kept, write
from finalaccounts.assemble.workers import Workers
from finalaccounts.render.shell import File, site_facts
from finalaccounts.site.data import Held, Known, Piece, Publication, piece_files
from finalaccounts.site.staging import Stage


@dataclass(frozen=True, slots=True)
class Entered:
    """A file of a piece as it was written."""

    path: str
    known: Known
    media: str


@dataclass(frozen=True, slots=True)
class PieceTask:
    """What a piece is made from."""

    piece: Piece
    at: tuple[Path, ...]  # where its reports are kept
    data: Path
    into: Path
    kept: Path


def held(at: Path) -> Held:
    """Return a report whose part is read now and whose rows are read when they are needed."""
    return Held(kept(at, "part"), partial(kept, at, "rows"))


def one_piece(task: PieceTask) -> tuple[Entered, ...]:
    """Make a piece: write its files, keep and return the list of them."""
    reference.of(task.data)  # a worker may be a new process
    entered = []
    for made in piece_files(task.piece, list(map(held, task.at)), site_facts(task.data)):
        digest = write(task.into, File(made.path, made.content)).sha256
        known = Known(len(made.content), made.rows, digest)
        entered.append(Entered(made.path, known, made.media))
    keep(task.kept, "piece", tuple(entered))
    return tuple(entered)


class Pieces:
    """Makes the pieces of a publication that have changed, and takes over the others."""

    def __init__(
        self, publication: Publication, at: Sequence[Path], stage: Stage, cache: Path, shared: str
    ) -> None:
        self.publication, self.stage = publication, stage
        self.tasks = []
        for piece in publication.pieces:
            own = tuple(at[n] for n in piece.numbers)
            what = [shared, piece.name, piece.version, piece.date, *(path.name for path in own)]
            key = sha256("\n".join(what).encode()).hexdigest()[:32]
            where = cache / "pieces" / key[:2] / key
            self.tasks.append(PieceTask(piece, own, publication.data, stage.new, where))
        self._begun: list[tuple[PieceTask, Callable[[], tuple[Entered, ...]] | None]] = []

    def begin(self, workers: Workers) -> None:
        """Begin what must be made anew."""
        missing = [task for task in self.tasks if not self._there(task)]
        waits = iter(workers.begin(one_piece, missing))
        begun = set(map(id, missing))
        self._begun = [(task, next(waits) if id(task) in begun else None) for task in self.tasks]

    def _there(self, task: PieceTask) -> bool:
        found: Iterable[Entered] | None = kept(task.kept, "piece")
        return found is not None and all(self.stage.holds(e.path, e.known.sha256) for e in found)

    def finish(self) -> None:
        """Wait for all of them, and enter their files into the site and its publication."""
        for task, wait in self._begun:
            made: tuple[Entered, ...] = wait() if wait else kept(task.kept, "piece")
            for one in made:
                if wait:
                    self.stage.written(one.path, one.known.sha256, task.kept.name)
                else:
                    self.stage.keep(one.path, task.kept.name)
                self.publication.enter(one.path, one.known, one.media)
