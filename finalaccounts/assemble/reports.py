"""All reports of a site: those that changed are made by workers, the others taken over."""

from __future__ import annotations

import json
import pickle
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from hashlib import sha256
from pathlib import Path

from finalaccounts.assemble.inputs import Inputs
from finalaccounts.assemble.one_report import Digest, Task, kept, one_report, used
from finalaccounts.assemble.workers import Workers
from finalaccounts.loading import folders
from finalaccounts.package import write_text
from finalaccounts.site.data import Dated, Versions, by_report
from finalaccounts.site.staging import Stage

DAYS = 30  # what no build has used for so long is removed from the cache


def releases(known: Versions, cache: Path) -> dict[str, Path]:
    """Return where the rows of each report in the newest release are kept, by report."""
    if known.last is None:
        return {}
    folder = cache / "releases" / sha256(known.last.package).hexdigest()[:24]
    if not (folder / "done").exists():
        for report_id, rows in by_report(known.last.state()).items():
            write_text(folder / f"{report_id}.rows", pickle.dumps(rows))
        write_text(folder / "done", "")
    return {path.stem: path for path in folder.glob("*.rows")}


class Reports:
    """Makes the reports of a data folder into a stage; ``key`` is that of all they share."""

    def __init__(
        self,
        data: Path,
        stage: Stage,
        inputs: Inputs,
        known: Versions,
        cache: Path,
        shared: str,
        workers: Workers,
    ) -> None:
        self.data, self.stage, self.inputs = data.resolve(), stage, inputs
        self.known, self.cache, self.shared = known, cache, shared
        self.base = releases(known, cache)
        self.workers = workers
        self.at: dict[str, Path] = {}  # folder -> where its digest is kept

    def _task(self, folder: Path, years: tuple[int, ...]) -> Task:
        name = folder.relative_to(self.data).as_posix()
        report_id = f"cn-{'-'.join(folder.parts[-3:])}"
        released: Dated | None = self.known.of(report_id)
        own = self.inputs.key(f"data/{name}/")
        base = self.base.get(report_id)
        what = json.dumps([name, own, self.shared, years, released, base and base.parent.name])
        key = sha256(what.encode()).hexdigest()[:32]
        at = self.at[name] = self.cache / "reports" / key[:2] / key
        return Task(folder, self.data, years, released, base, self.stage.new, at)

    def make(self, track: Callable[[Iterable[Digest], int], Iterable[Digest]]) -> list[Digest]:
        """Return the digests of all reports, in the order of their folders."""
        listed = folders(self.data)
        done: dict[str, Digest] = {}
        while missing := [f for f in listed if f.relative_to(self.data).as_posix() not in done]:
            years = _years(f for f in listed if not _failed(done, f, self.data))
            tasks = [self._task(f, years.get(f.parent, ())) for f in missing]
            found = track(self._done(tasks), len(tasks))
            done |= {digest.folder: digest for digest in found}
            # A year that could not be read is no year of its department: its neighbours say so.
            lost = {f.parent for f in missing if _failed(done, f, self.data)}
            for folder in missing:
                name = folder.relative_to(self.data).as_posix()
                if folder.parent in lost and not done[name].error:
                    for made in done.pop(name).made:
                        self.stage.forget(made.path)
        return [done[f.relative_to(self.data).as_posix()] for f in listed]

    def _done(self, tasks: list[Task]) -> Iterator[Digest]:
        left = []
        for task in tasks:
            digest = self._kept(task)
            if digest is None:
                left.append(task)
            else:
                yield digest
        yield from map(self._entered, self.workers.run(one_report, left))

    def _entered(self, digest: Digest) -> Digest:
        key = self.at[digest.folder].name
        for made in digest.made:
            self.stage.written(made.path, made.sha256, key)
        return digest

    def _kept(self, task: Task) -> Digest | None:
        """Return the digest of a report that has not changed, its files taken over."""
        found: Digest | None = kept(task.kept, "digest")
        if found is None or not used(task.kept):
            return None
        if not all(self.stage.holds(m.path, m.sha256) for m in found.made):
            return None
        for made in found.made:
            self.stage.keep(made.path, task.kept.name)
        return found

    def tidy(self) -> None:
        """Remove what no build has used for long: other sites may share this cache."""
        old = time.time() - DAYS * 24 * 3600
        for folder in ("reports", "pieces"):
            for path in (self.cache / folder).glob("*/*"):
                with suppress(OSError):
                    if path.stat().st_mtime < old:
                        path.unlink()


def _years(listed: Iterable[Path]) -> Mapping[Path, tuple[int, ...]]:
    found: dict[Path, list[int]] = {}
    for folder in listed:
        if folder.name.isdigit():
            found.setdefault(folder.parent, []).append(int(folder.name))
    return {hub: tuple(sorted(years)) for hub, years in found.items()}


def _failed(done: Mapping[str, Digest], folder: Path, data: Path) -> bool:
    digest = done.get(folder.relative_to(data).as_posix())
    return digest is not None and bool(digest.error)


__all__ = ["Reports", "kept"]
