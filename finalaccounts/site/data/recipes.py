"""Lines of code to copy: how a file of ours is read by pandas, R, DuckDB, a spreadsheet.

Codes are texts: a reader that guesses types would make 0020805 a number, so every line names the
columns that only look like numbers.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence

from finalaccounts.site.data.sheets import NUMBERS, Sheet

PLACEHOLDER = "SITE/"  # where the site has no public address
Lines = tuple[tuple[str, str], ...]  # (program, code)


# Columns of text that may hold nothing but digits: codes, lists of lines, what is kept as printed.
CODES = frozenset(
    {
        *("division", "parent", "code", "economic_code", "line", "parent_line", "numberless"),
        *("function_class", "function_section", "function_item", "valid_from", "valid_to", "year"),
        *("printed", "token", "target", "actual", "weight", "score", "deviation", "source_lines"),
        *("execution_rate", "budget_score", "total_score", "total_weight", "budget_weight"),
        *("expected", "difference", "tolerance", "needed_low", "needed_high"),
        *("same_printed", "same_needed", "published", "retrieved", "cell", "page", "number"),
    }
)


def coded(sheet: Sheet) -> tuple[str, ...]:
    """Return the columns of a sheet that a reader must be told to keep as text."""
    return tuple(c.name for c in sheet.columns if c.kind not in NUMBERS and c.name in CODES)


def load(address: str, codes: Sequence[str], where: Sequence[tuple[str, str]] = ()) -> Lines:
    """Return the line of each program that reads a CSV; ``where`` keeps rows of some values."""
    python = "{" + ", ".join(f'"{c}": str' for c in codes) + "}"
    types = f", dtype={python}" if codes else ""
    pandas = f'import pandas as pd; df = pd.read_csv("{address}"{types})'
    classes = ", ".join(f'{c} = "character"' for c in codes)
    r = f'df <- read.csv("{address}", fileEncoding = "UTF-8"'
    r += f", colClasses = c({classes}))" if codes else ")"
    names = "{" + ", ".join(f"'{c}': 'VARCHAR'" for c in codes) + "}"
    sql = f"FROM read_csv('{address}'" + (f", types = {names})" if codes else ")")
    if where:  # values may be words of a report: each language has its way to quote them
        both = [(c, json.dumps(v, ensure_ascii=False), v.replace("'", "''")) for c, v in where]
        pandas += "; df = df[" + " & ".join(f'(df["{c}"] == {v})' for c, v, _ in both) + "]"
        r += "; df <- subset(df, " + " & ".join(f"{c} == {v}" for c, v, _ in both) + ")"
        sql += " WHERE " + " AND ".join(f"\"{c}\" = '{v}'" for c, _, v in both)
    return (("pandas", pandas), ("R", r), ("DuckDB", f"{sql};"))


def total(address: str, codes: Sequence[str], words: Mapping[str, str]) -> Lines:
    """Return how the spending of every department and year is summed, program by program."""
    (_, pandas), (_, r), (_, sql) = load(address, codes)
    by = ("entity", "fiscal_year")
    return (
        ("pandas", f'{pandas}; print(df.groupby({list(by)})["amount_yuan"].sum())'),
        ("R", f"{r}; aggregate(amount_yuan ~ {by[0]} + {by[1]}, df, sum)"),
        ("DuckDB", f"SELECT {', '.join(by)}, sum(amount_yuan) {sql.rstrip(';')} GROUP BY ALL;"),
        (words["spreadsheet"], words["pivot"]),
    )
