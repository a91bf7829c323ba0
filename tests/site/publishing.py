"""A published site of the real reports for the tests of downloads, without its pages."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from functools import cache
from pathlib import Path

import build
from finalaccounts.render.shell import SiteReport
from finalaccounts.site.data import Publication

DATA = Path(__file__).resolve().parents[2] / "data"


@cache
def reports() -> tuple[SiteReport, ...]:
    """The real reports, loaded and checked once."""
    return tuple(build.checked(DATA)[0])


def folder(at: Path, **site: str) -> Path:
    """Return a data folder without releases; ``site`` replaces keys of site.toml."""
    at.mkdir(parents=True)
    (at / "reports").symlink_to(DATA / "reports")
    text = (DATA / "site.toml").read_text("utf-8")
    for key, value in site.items():
        text = text.replace(f'{key} = ""', f'{key} = "{value}"')
    (at / "site.toml").write_text(text, "utf-8")
    return at


def publish(
    site: Sequence[SiteReport], data: Path, pages: Sequence[object] = ()
) -> dict[str, bytes]:
    """Return every file of a publication by its address."""
    made: dict[str, bytes] = {}
    for file in Publication(site, data).around(pages):  # type: ignore[arg-type]
        assert file.path not in made, f"{file.path} twice"
        made[file.path] = file.data
    return made


def write(made: dict[str, bytes], out: Path) -> Path:
    """Write files below ``out``."""
    shutil.rmtree(out, ignore_errors=True)
    for name, data in made.items():
        path = out / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    return out
