"""The commands ``preview`` and ``pack``: what a change does to a built site, and a site in one zip.

``preview`` compares two built sites and writes the comment of a pull request: it knows nothing of
git, and holds the data against the data and the pages against the pages.
"""

from __future__ import annotations

import csv
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer

from finalaccounts.exit_codes import UNREADABLE, USAGE
from finalaccounts.options import SITE, Quiet, fail

_SUMS = "SHA256SUMS"
# A comment of GitHub holds 65,536 characters; what is beyond stands in the artifact.
_MOST, _CHARACTERS = 40, 60_000
_COUNTED = ("read", "unread", "statements", "statements_other", "errors", "warnings", "notes")
# Resource -> columns that name a row, and those whose change is told.
_CELLS = {
    "figures": (("report_id", "figure_id"), ("state", "printed", "amount", "unit")),
    "statements": (("report_id", "statement_id"), ("amount", "unit", "direction")),
    "indicators": (("report_id", "indicator_id"), ("target", "actual", "weight", "score")),
    "evaluations": (
        ("report_id", "evaluation_id"),
        ("full_year_budget", "executed", "total_score"),
    ),
}
_FINDINGS = ("report_id", "finding_id")
_EPOCH = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True, slots=True)
class Built:
    """A built site as far as it is compared."""

    folder: Path
    sums: Mapping[str, str]

    def rows(self, name: str, key: Sequence[str]) -> dict[tuple[str, ...], dict[str, str]]:
        """Return the rows of a published resource by their key; none where it is not there."""
        path = self.folder / "data" / f"{name}.csv"
        if not path.is_file():
            return {}
        with path.open(encoding="utf-8-sig", newline="") as handle:
            return {tuple(row[k] for k in key): row for row in csv.DictReader(handle)}

    def weight(self) -> int:
        """Return the bytes of all its files."""
        return sum(p.stat().st_size for p in self.folder.rglob("*") if p.is_file())


def opened(folder: Path) -> Built | None:
    """Return a built site, or None for a folder that is none."""
    path = folder / _SUMS
    if not path.is_file():
        return None
    lines = path.read_text(encoding="utf-8").splitlines()
    return Built(folder, dict(line.split("  ", 1)[::-1] for line in lines if "  " in line))


def _table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    listed = list(rows)
    yield f"| {' | '.join(heads)} |"
    yield f"|{'---|' * len(heads)}"
    for row in listed[:_MOST]:
        yield f"| {' | '.join(map(_cell, row))} |"
    if len(listed) > _MOST:
        yield f"\n… and {len(listed) - _MOST} more"


def _cell(text: str) -> str:
    """Return text that no Markdown of it counts in: what reports print is not ours to format."""
    plain = "".join(f"\\{ch}" if ch in "\\`*_{}[]<>|#@!~" else ch for ch in " ".join(text.split()))
    return plain[:160] or " "


def markdown(base: Built | None, head: Built) -> str:
    """Return what changed from one site to another, as Markdown for people."""
    if base is None:
        return (
            "## What this changes\n\nThe base could not be built, so nothing could be compared. "
            "That is not the same as no change.\n"
        )
    parts = ["## What this changes", *_reports(base, head), *_cells(base, head)]
    parts += [*_findings(base, head), *_pages(base, head)]
    text = "\n".join(parts) + "\n"
    if len(text) > _CHARACTERS:
        cut = text[:_CHARACTERS].rpartition("\n")[0]
        text = f"{cut}\n\n… cut here; all of it is in the artifact `preview`.\n"
    return text


def _reports(base: Built, head: Built) -> Iterator[str]:
    old, new = base.rows("reports", ("report_id",)), head.rows("reports", ("report_id",))
    rows = []
    for key in sorted(old.keys() | new.keys()):
        was, now = old.get(key), new.get(key)
        if was == now:
            continue
        sign = "added" if was is None else "gone" if now is None else "changed"
        cells = []
        for name in _COUNTED:
            a, b = (was or {}).get(name, "–"), (now or {}).get(name, "–")
            cells.append(a if a == b else f"{a} → {b}")
        rows.append((sign, key[0], *cells))
    yield "\n### Reports\n"
    yield from _table(("", "report", *_COUNTED), rows) if rows else ("No report differs.",)


def _cells(base: Built, head: Built) -> Iterator[str]:
    kept = base.rows("reports", ("report_id",)).keys() & head.rows("reports", ("report_id",)).keys()
    rows = []
    for name, (key, told) in _CELLS.items():
        old, new = base.rows(name, key), head.rows(name, key)
        for where in sorted(old.keys() | new.keys()):
            if (where[0],) not in kept:
                continue  # told as a report that came or went
            was, now = old.get(where, {}), new.get(where, {})
            for column in told:
                a, b = was.get(column, ""), now.get(column, "")
                if a != b:
                    rows.append((where[0], where[1], column, a, b))
    yield "\n### Numbers, cell by cell, of reports on both sides\n"
    heads = ("report", "number", "column", "before", "now")
    yield from _table(heads, rows) if rows else ("No number differs.",)


def _findings(base: Built, head: Built) -> Iterator[str]:
    old, new = (side.rows("findings", _FINDINGS) for side in (base, head))
    rows = [
        ("came", *key, new[key]["severity"], _title(new[key])) for key in new.keys() - old.keys()
    ]
    rows += [
        ("went", *key, old[key]["severity"], _title(old[key])) for key in old.keys() - new.keys()
    ]
    yield "\n### Findings that came and went\n"
    heads = ("", "report", "finding", "severity", "says")
    yield from _table(heads, sorted(rows)) if rows else ("None came, none went.",)


def _title(row: Mapping[str, str]) -> str:
    return row.get("title_zh") or row.get("message_zh", "")


def _pages(base: Built, head: Built) -> Iterator[str]:
    def pages(side: Built) -> dict[str, str]:
        return {name: sha for name, sha in side.sums.items() if name.endswith(".html")}

    old, new = pages(base), pages(head)
    changed = sorted(name for name in old.keys() & new.keys() if old[name] != new[name])
    came, went = sorted(new.keys() - old.keys()), sorted(old.keys() - new.keys())
    a, b = base.weight(), head.weight()
    yield "\n### Pages\n"
    yield (
        f"{len(changed)} of {len(new)} pages changed, {len(came)} came, {len(went)} went. "
        f"The site weighs {b / 1e6:.1f} MB ({(b - a) / 1e6:+.1f} MB), {len(head.sums)} files "
        f"({len(head.sums) - len(base.sums):+d})."
    )
    listed = [("came", n) for n in came] + [("went", n) for n in went]
    listed += [("changed", n) for n in changed]
    if listed:
        yield "\n<details><summary>pages</summary>\n"
        yield from _table(("", "page"), listed)
        yield "\n</details>"


def pack(site: Path, out: Path) -> int:
    """Write a built site into one zip, the same bytes each time; return how many files it holds."""
    from finalaccounts.site.manifest import NAME

    files = (p.relative_to(site).as_posix() for p in site.rglob("*") if p.is_file())
    names = sorted(name for name in files if name != NAME)
    part = out.with_name(f".{out.name}.part")
    with zipfile.ZipFile(part, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name in names:
            info = zipfile.ZipInfo(f"{out.stem}/{name}", _EPOCH)
            info.external_attr, info.compress_type = 0o644 << 16, zipfile.ZIP_DEFLATED
            archive.writestr(info, (site / name).read_bytes())
    part.replace(out)
    return len(names)


def commands(app: typer.Typer) -> None:
    """Hang the commands onto the command line."""

    @app.command("preview")
    def preview_command(
        base: Annotated[Path, typer.Argument(help="The site before, built.")],
        head: Annotated[Path, typer.Argument(help="The site now, built.")] = SITE,
        quiet: Quiet = False,
    ) -> None:
        """Print as Markdown what differs between two built sites: the comment of a pull request.

        Exit code 0 whatever differs; 3 when the base is no built site.
        """
        now, before = opened(head), opened(base)
        if now is None:
            fail(USAGE, f"{head}: no built site ({_SUMS} is not in it)")
        typer.echo(markdown(before, now))
        if before is None:
            raise typer.Exit(UNREADABLE)

    @app.command("pack")
    def pack_command(
        site: Annotated[Path, typer.Argument(help="A built site.")] = SITE,
        out: Annotated[Path, typer.Option(help="The zip to write.")] = Path("mingzhang.zip"),
        quiet: Quiet = False,
    ) -> None:
        """Put a built site into one zip that opens from disk, for networks without a server."""
        from finalaccounts.say import plain, say
        from finalaccounts.site.sums import differences

        if opened(site) is None:
            fail(USAGE, f"{site}: no built site ({_SUMS} is not in it); build it first")
        target = out.resolve()
        if target.is_dir() or not target.parent.is_dir() or site.resolve() in target.parents:
            fail(USAGE, f"--out {out}: expected a file outside the site, in a folder that is there")
        if wrong := list(differences(site)):
            fail(
                UNREADABLE,
                "\n".join([*wrong[:20], "the site is not as it was built; nothing was packed"]),
            )
        count = pack(site, out)
        size = out.stat().st_size / 1e6
        say.print(
            plain(f"{out}: {count} files, {size:.1f} MB; unpack it, open {out.stem}/index.html")
        )
