"""A site to look at and to test: the five reports, and a department with three years, one missing.

``data_folder`` writes a data folder as people keep it; the site is built from it by ``build.py``.
"""

import re
import shutil
from pathlib import Path

import build
from finalaccounts import accepted, certificate, package

ROOT = Path(__file__).resolve().parents[1]
EXAMPLE = ROOT / "tests" / "golden" / "example" / "report.txt"
FORGED_YEARS = (2021, 2022, 2024)  # 2023 is not here: the gap must be seen
HUB = "d/000000/shuiliju"


def of_year(year: int) -> str:
    """Return the invented report as one of another year: years moved, amounts a little smaller."""
    text = EXAMPLE.read_text(encoding="utf-8")
    moved = re.sub(r"20(22|23|24)(?=年|/)", lambda m: str(int(m[0]) - 2023 + year), text)
    # A printed amount of more than 1,000 loses its thousands, so that the years differ.
    return moved if year == FORGED_YEARS[-1] else re.sub(r"(?<![\d,.])1, ?(?=\d{3}[.])", "", moved)


def data_folder(out: Path, *, real: bool = True) -> Path:
    """Write a data folder below ``out``: site.toml, the real reports, the forged department."""
    data = out / "data"
    data.mkdir(parents=True)
    shutil.copy(ROOT / "data" / "site.toml", data)
    for extra in ("releases",):
        if (ROOT / "data" / extra).exists():
            shutil.copytree(ROOT / "data" / extra, data / extra)
    if real:
        shutil.copytree(ROOT / "data" / "reports", data / "reports")
    for year in FORGED_YEARS:
        folder = data / "reports" / "000000" / "shuiliju" / str(year)
        folder.mkdir(parents=True)
        (folder / "source.txt").write_text(of_year(year), encoding="utf-8")
        report = build.read([folder / "source.txt"])
        build.write(folder, report)
        package.write_text(folder / "source.toml", certificate.to_text(report.meta))
    accepted.accept(data)
    return data


def site(out: Path, *, real: bool = True) -> Path:
    """Build the whole site below ``out`` and return its folder."""
    build.build_site(data_folder(out, real=real), out / "site")
    return out / "site"


def kinds(folder: Path) -> dict[str, str]:
    """Return one address per kind of page; the tests open every one of them."""
    rule = next(p for p in sorted(folder.glob("rules/*/index.html")))
    code = next(p for p in sorted(folder.glob("f/*/index.html")))
    comparison = next(p for p in sorted(folder.glob("compare/*/*/index.html")))
    region = next(p for p in sorted(folder.glob("r/*/index.html")))
    unread = next(
        p for p in sorted(folder.glob("d/*/*/*/unread/index.html")) if b"tight" in p.read_bytes()
    )
    report = "d/130300/yibaoju/2023"
    pages = {
        "home": "index.html",
        "department": f"{report}/index.html",
        "department-lost-columns": "d/610929/yibaoju/2023/index.html",
        "department-without-tables": "d/511725/yibaoju/2023/index.html",
        "department-years": f"{HUB}/2024/index.html",
        "source": f"{report}/source/index.html",
        "tables": f"{report}/tables/index.html",
        "evaluations": f"{report}/evaluations/index.html",
        "report-findings": f"{report}/findings/index.html",
        "ask": f"{report}/ask/index.html",
        "share": f"{report}/share/index.html",
        "unread": f"{report}/unread/index.html",
        "embed": f"{report}/embed/function/index.html",
        "hub": f"{HUB}/index.html",
        "departments": "d/index.html",
        "regions": "r/index.html",
        "findings": "findings/index.html",
        "findings-type": "findings/type/slip/index.html",
        "codes": "f/index.html",
        "codes-economic": "e/index.html",
        "comparisons": "compare/index.html",
        "comparisons-kind": comparison.parent.parent.relative_to(folder).as_posix() + "/index.html",
        "missing": "404.html",
        "changes": "data/changes/index.html",
        "api": "data/api/index.html",
        "completeness": "completeness/index.html",
        "coverage": "coverage/index.html",
        "rules": "rules/index.html",
        "data": "data/index.html",
    }
    for name, path in (
        ("rule", rule),
        ("code", code),
        ("comparison", comparison),
        ("region", region),
        ("unread-some", unread),
    ):
        pages[name] = path.relative_to(folder).as_posix()
    written = ("about", *(f"about/{n}" for n in ("method", "glossary", "corrections", "rules-map")))
    english = ("en", f"en/{report}", "en/about/dictionary")
    for name in ("search", *written, *english):
        if (folder / name / "index.html").exists():
            pages[name.replace("/", "-")] = f"{name}/index.html"
    return pages
