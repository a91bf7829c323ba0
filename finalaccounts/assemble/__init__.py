"""The way from a data folder to a website: every report by itself, then the pages over all.

Reports that have not changed are not made again, and a build with nothing to do reads nothing but
the stamps of its inputs. The published site changes in one step at the end.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from finalaccounts.assemble.inputs import Inputs, options
from finalaccounts.home import workplace
from finalaccounts.site.staging import Stage

if TYPE_CHECKING:
    from finalaccounts.assemble.one_report import Digest
    from finalaccounts.terminal import Row

CACHE = workplace() / ".cache" / "site"


@dataclass(frozen=True, slots=True)
class Built:
    """What a build did: its reports for the closing table, those that could not be read."""

    rows: tuple[Row, ...]
    unread: tuple[str, ...]
    made: int  # reports that were made anew
    changed: bool  # False when there was nothing to do


def _plain(found: Iterable[Digest], _: int) -> Iterable[Digest]:
    return found


def build(
    data: Path,
    out: Path,
    say: Callable[[str], None] = lambda _: None,
    track: Callable[[Iterable[Digest], int], Iterable[Digest]] = _plain,
    cache: Path = CACHE,
) -> Built:
    """Build the website of every report below ``data`` into ``out``.

    ``say`` is told what a person who waits should know, ``track`` shows progress over reports,
    ``cache`` keeps what the next build need not make again. Raises PublishError, LinkError,
    ReferenceDataError; then the published site is as it was.
    """
    with Stage(out, say) as stage:
        before = stage.before
        inputs = Inputs(data, before.inputs)
        settings = options()
        if not inputs.changed and before.options == settings and stage.whole():
            if inputs.touched or stage.unstamped:
                stage.note(inputs.stamps)
            unread = tuple(name for name in before.units if name.startswith("unread:"))
            told = tuple(before.units[name] for name in unread)
            return Built((), told, 0, False)
        from finalaccounts.assemble.site import assemble

        stage.start()
        built = assemble(data, stage, inputs, settings, track, cache)
        stage.after.inputs, stage.after.options = inputs.stamps, settings
        stage.after.units = {f"unread:{n}": text for n, text in enumerate(built.unread)}
        stage.switch()
        return built
