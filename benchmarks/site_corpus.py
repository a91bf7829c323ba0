"""Data folders of any size for the benchmark of the build: forged department-years, all different.

Each is printed by the forge (accounts that add up, in the layout of its province), read by the
readers, and written as ``add`` would; a department has four years. The same count gives the same
folder.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from finalaccounts import certificate, package
from finalaccounts.reading import read, write
from finalaccounts.reference.places import slug
from tests import forge

ROOT = Path(__file__).resolve().parents[1]
YEARS = (2021, 2022, 2023, 2024)


def accounts(count: int) -> Iterator[forge.Accounts]:
    """Yield the accounts of ``count`` department-years, year by year of each department."""
    waiting: dict[int, list[forge.Accounts]] = {year: [] for year in YEARS}
    known: set[tuple[str, str]] = set()
    seed = done = 0
    while done < count:
        one = forge.accounts(seed)
        seed += 1
        waiting[one.year].append(one)
        if not all(waiting.values()):
            continue
        years = [waiting[year].pop() for year in YEARS]
        whose = years[0]
        if (whose.division, whose.department) in known:
            continue
        known.add((whose.division, whose.department))
        same = {"place": whose.place, "division": whose.division, "department": whose.department}
        for year in years[: count - done]:
            yield replace(year, **same)
            done += 1


def make(folder: Path, count: int) -> Path:
    """Write a data folder of ``count`` department-years, unless it is there; return it."""
    data = folder / f"corpus-{count}"
    if (data / "site.toml").exists():
        return data
    shutil.rmtree(data, ignore_errors=True)
    layouts = sorted(forge.LAYOUTS)
    for one in accounts(count):
        name = slug(one.department)
        at = data / "reports" / one.division / name / str(one.year)
        at.mkdir(parents=True)
        layout = layouts[int(one.division[:2]) % len(layouts)]
        (at / "source.txt").write_bytes(forge.write(one, layout, "tabs"))
        report = read([at / "source.txt"], anyway=True)
        meta = replace(
            report.meta,
            report_id=f"cn-{one.division}-{name}-{one.year}",
            division=one.division,
            slug=name,
            fiscal_year=one.year,
            entity=report.meta.entity or f"{one.place}{one.department}",
        )
        write(at, replace(report, meta=meta))
        package.write_text(at / "source.toml", certificate.to_text(meta))
    shutil.copy(ROOT / "data" / "site.toml", data)
    return data
