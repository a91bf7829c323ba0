#!/usr/bin/env python3
"""What a build costs, cold and after each kind of change, at several sizes; and beside its peers.

Usage: benchmarks/build.py [--sizes 5,20,100] [--peers 20]: 5 is the five reports of data/, other
sizes are forged department-years (``site_corpus``; 1000, 2500, 10000 take hours to make and are
kept in .cache/bench). Prints tables; asserts nothing. Everything runs in a copy of the project, so
that templates and reference rows can be changed.

Processor time is that of all processes; memory is the peak of the sum over all of them. The jobs
of the peers are smaller: Hugo and MkDocs turn the Markdown twins into pages, ``cp`` only copies.
"""

from __future__ import annotations

import argparse
import os
import platform
import shutil
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "benchmarks")]

from processes import Run, run  # noqa: E402
from site_corpus import make  # noqa: E402

from finalaccounts.loading import load  # noqa: E402
from tests.assemble.edits import printed_otherwise  # noqa: E402

WORK = ROOT / ".cache" / "bench"
COPIED = ("finalaccounts", "templates", "site_src", "tests/rules", "data/reference")
PICTURES = frozenset({".png", ".svg"})  # pictures for sharing, counted apart


def project(folder: Path) -> Path:
    """Copy what a build reads of this project."""
    shutil.rmtree(folder, ignore_errors=True)
    leave_out = shutil.ignore_patterns("__pycache__")
    for name in COPIED:
        shutil.copytree(ROOT / name, folder / name, ignore=leave_out)
    for name in ("build.py", "mkdocs.yml", "pyproject.toml", "data/site.toml"):
        shutil.copy(ROOT / name, folder / name)
    return folder


def counted(site: Path, pictures: bool = True) -> tuple[int, int]:
    """Return files and bytes below a folder."""
    many = size = 0
    for path in site.rglob("*"):
        if path.is_file() and (pictures or path.suffix not in PICTURES):
            many, size = many + 1, size + path.stat().st_size
    return many, size


def stamps(site: Path) -> dict[str, int]:
    """Return when each file was last written; a file that is taken over keeps its time."""
    return {str(p): p.stat().st_mtime_ns for p in site.rglob("*") if p.is_file()}


def row(size: int, what: str, done: Run, note: str = "") -> None:
    """Print a line of the table."""
    failed = f" EXIT {done.code}: {done.said[-300:]}" if done.code else ""
    print(
        f"{size:>6} {what:<22} {done.cpu:>8.2f} {done.wall:>8.2f} {done.cpu / size * 1000:>9.0f}"
        f" {done.proportional:>8.0f} {done.resident:>8.0f}  {note}{failed}",
        flush=True,
    )


def lone_figure(folders: list[Path]) -> tuple[Path, str]:
    """Return a folder and the id of a figure that its line prints once, in an expenditure table."""
    for folder in folders:
        report = load(folder)
        lines = {d.source: d.lines for d in report.documents}
        for figure in report.figures:
            if figure.table.endswith("expenditure") and figure.state == "printed":
                text = lines[figure.source][figure.source_line - 1].text
                if text.count(figure.printed) == 1 and len(figure.printed) > 3:
                    return folder, figure.figure_id
    raise SystemExit("no report prints a figure that is alone in its line")


def bench(size: int) -> Path:
    """Measure the builds of one size; return the site."""
    here = project(WORK / "project")
    if size == 5:
        for name in ("reports", "releases"):
            shutil.copytree(ROOT / "data" / name, here / "data" / name)
    else:
        shutil.copytree(make(WORK, size) / "reports", here / "data" / "reports")
    site = here / "site"

    def build(what: str) -> Run:
        before = stamps(site)
        done = run([sys.executable, "build.py", "build"], here)
        after = stamps(site)
        fresh = sum(before.get(name) != stamp for name, stamp in after.items())
        row(size, what, done, f"{fresh} of {len(after)} files written")
        return done

    build("cold")
    shutil.copytree(site, WORK / "measured", dirs_exist_ok=False)
    build("nothing changed")
    folders = sorted(p.parent for p in (here / "data" / "reports").glob("*/*/*/figures.csv"))
    printed_otherwise(*lone_figure(folders[len(folders) // 2 :]), "1.23")
    build("one figure changed")
    away = here / "away"
    shutil.move(folders[0], away)
    build("one report removed")
    shutil.move(away, folders[0])
    build("one report added")
    template = here / "templates" / "department.html"
    template.write_text(template.read_text("utf-8") + "<!-- changed -->\n", "utf-8")
    build("one template changed")
    rows = here / "data" / "reference" / "cn" / "short_names.csv"
    with rows.open("a", encoding="utf-8") as handle:
        handle.write("测试局,测试事务局\n")
    build("one reference row")
    return WORK / "measured"


def sizes(size: int, site: Path) -> None:
    """Print what a site holds, and what one report of it holds."""
    many, all_bytes = counted(site)
    folders = [p.parent for p in site.glob("d/*/*/*/index.html")]
    print(
        f"{size:>6} files {many} ({many / size:.1f} a report), {all_bytes / 1e6:.1f} MB ({all_bytes / size / 1e6:.2f} a report)"
    )
    plain, plain_bytes = counted(site, pictures=False)
    print(
        f"{size:>6} without pictures {plain / size:.1f} files and {plain_bytes / size / 1e6:.2f} MB a report"
    )
    own = [counted(folder, pictures=False) for folder in folders]
    for number, (name, unit) in enumerate((("files", 1), ("MB", 1e6))):
        found = sorted(pair[number] / unit for pair in own)
        print(
            f"{size:>6} folder of a report, without pictures: {name} median {found[len(found) // 2]:.2f}, most {found[-1]:.2f}"
        )
    heavy = sorted(
        ((p.stat().st_size, p.relative_to(site).as_posix()) for p in site.rglob("*.html")),
        reverse=True,
    )
    print(
        f"{size:>6} heaviest pages: "
        + ", ".join(f"{name} {n / 1000:.0f} KB" for n, name in heavy[:5])
    )
    large = sorted(
        (
            (p.stat().st_size, p.relative_to(site).as_posix())
            for p in site.rglob("*")
            if p.is_file()
        ),
        reverse=True,
    )
    print(
        f"{size:>6} largest files: "
        + ", ".join(f"{name} {n / 1e6:.1f} MB" for n, name in large[:4])
    )


def peers(size: int, site: Path) -> None:
    """Print what others need for parts of the job."""
    at = WORK / "peers"
    shutil.rmtree(at, ignore_errors=True)
    docs = at / "docs"
    docs.mkdir(parents=True)
    twins = sorted(site.glob("d/*/*/*/index.md"))
    for twin in twins:
        name = "-".join(twin.relative_to(site).parts[1:-1])
        (docs / f"{name}.md").write_text(twin.read_text("utf-8"), "utf-8")
    (docs / "index.md").write_text("# index\n", "utf-8")
    print(
        f"{size:>6} peers: {len(twins)} Markdown twins, {counted(docs)[1] / len(twins) / 1000:.0f} KB each"
    )
    row(size, "cp -r of the site", run(["cp", "-r", site, at / "copy"], at))
    (at / "mkdocs.yml").write_text("site_name: x\nplugins: []\ntheme: mkdocs\n", "utf-8")
    done = run([sys.executable, "-m", "mkdocs", "build", "-q"], at)
    row(size, "MkDocs, twins only", done, f"{counted(at / 'site')[0]} files")
    if hugo := shutil.which("hugo"):
        (at / "content").symlink_to(docs)
        (at / "layouts" / "_default").mkdir(parents=True)
        for name in ("single", "list"):
            (at / "layouts" / "_default" / f"{name}.html").write_text(
                "<html><body>{{ .Content }}</body></html>"
            )
        (at / "hugo.toml").write_text('baseURL = "/"\ntitle = "x"\n')
        done = run([hugo, "--quiet", "-d", "out"], at)
        row(size, "Hugo, twins only", done, f"{counted(at / 'out')[0]} files")
    else:
        print(f"{size:>6} Hugo: NOT MEASURED, there is no hugo on this machine")
    pages = [sys.executable, ROOT / "benchmarks" / "pages.py", WORK / "project" / "data"]
    done = run(pages, at, {"PYTHONPATH": str(ROOT)})
    print(done.said.strip())


def main() -> None:
    """Run the benchmark."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument(
        "--sizes", default="5,20,100", help="department-years, 5 for those of data/"
    )
    options.add_argument(
        "--peers", type=int, default=20, help="the size that peers are measured at"
    )
    given = options.parse_args()
    print(
        f"{platform.platform()}, Python {platform.python_version()}, {os.cpu_count()} processors, load {os.getloadavg()[0]:.1f}"
    )
    print(
        f"{'size':>6} {'what':<22} {'CPU s':>8} {'wall s':>8} {'ms/report':>9} {'PSS MB':>8} {'RSS MB':>8}"
    )
    WORK.mkdir(parents=True, exist_ok=True)
    row(1, "--help", run([sys.executable, "build.py", "--help"], ROOT))
    for size in map(int, given.sizes.split(",")):
        shutil.rmtree(WORK / "measured", ignore_errors=True)
        site = bench(size)
        sizes(size, site)
        if size == given.peers:
            peers(size, site)


if __name__ == "__main__":
    main()
