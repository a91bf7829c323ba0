"""What ``import finalaccounts`` gives to other programs: read, check, look at the rows.

``read`` and ``check`` are the stages of the way in one call each; ``frame`` turns the rows of any
resource into a DataFrame. Nothing here writes a file.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from finalaccounts import loading, reading, reconcile
from finalaccounts.model import Reconciled, Report

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["check", "frame", "load", "read"]


def read(*paths: str | Path, anyway: bool = False) -> Report:
    """Read one report from its files: PDF, OFD, DOCX, XLSX, XLS, HTML, text or scans.

    Raises a subclass of ValueError that says which file, and why: it cannot be read, or is no
    final accounts of one department and one year (``anyway`` reads it all the same).
    """
    return reading.read([Path(path) for path in paths], anyway=anyway)


def load(folder: str | Path) -> Report:
    """Load a report from its folder below ``data/reports/``, as ``add`` and ``refresh`` wrote it.

    Raises a subclass of ValueError when the folder is not whole.
    """
    return loading.load(Path(folder))


def check(report: Report) -> Reconciled:
    """Check whether the numbers of a report agree: every outcome, the findings, what is missing."""
    return reconcile.reconcile(report)


def frame(rows: Iterable[Any]) -> pd.DataFrame:
    """Return the rows of a resource as a DataFrame with the columns of its CSV.

    Amounts stay exact (``decimal.Decimal``); what is not printed is None, never 0.
    """
    import pandas as pd

    listed = list(rows)
    names = list(type(listed[0]).__dataclass_fields__) if listed else []
    cells = [[getattr(row, name) for name in names] for row in listed]
    return pd.DataFrame(cells, columns=names, dtype=object)
