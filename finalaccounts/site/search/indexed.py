"""All blocks of an index in order; large indexes on two processors at once."""

from __future__ import annotations

import ctypes
import gc
import multiprocessing
import sys
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor

from finalaccounts.site.search.blocks import Directory, blocks
from finalaccounts.site.search.suffixes import Places, Ways, leaves, spans

Weigh = Callable[[Places], list[int]]
Blocks = tuple[list[str], Directory]

PROCESSES = 2
# Below this many suffixes starting a process costs more than it saves.
MANY = 2_000_000

# What the forked processes share; memory is not copied.
_shared: tuple[Ways, int, Weigh] | None = None


def _share_little() -> None:
    """Give freed memory back and keep the collector off what is left, before it is shared.

    The children would otherwise copy both, page by page, as they come to use them.
    """
    gc.collect()
    gc.freeze()
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None)  # glibc has it
    if trim:
        trim(0)


def _one(span: tuple[int, int]) -> Blocks:
    if _shared is None:
        raise RuntimeError("called outside of indexed()")
    ways, size, weigh = _shared
    directory = Directory()
    return list(blocks(leaves(ways, *span), directory, size, weigh)), directory


def indexed(ways: Ways, size: int, weigh: Weigh) -> Iterator[Blocks]:
    """Yield runs of blocks of about ``size`` units, in order, each with its directory.

    ``weigh`` counts the occurrences of texts by kind, see ``blocks``.
    """
    global _shared
    _shared = (ways, size, weigh)
    work = spans(ways)
    try:
        if int(ways.begins.sum()) < MANY or sys.platform != "linux":
            yield from map(_one, work)
        else:
            _share_little()
            fork = multiprocessing.get_context("fork")
            with ProcessPoolExecutor(PROCESSES, mp_context=fork) as pool:
                # Only a few runs ahead of the writer: finished blocks are memory.
                ahead: deque[Future[Blocks]] = deque()
                for span in work:
                    ahead.append(pool.submit(_one, span))
                    if len(ahead) > PROCESSES:
                        yield ahead.popleft().result()
                while ahead:
                    yield ahead.popleft().result()
    finally:
        gc.unfreeze()
        _shared = None
