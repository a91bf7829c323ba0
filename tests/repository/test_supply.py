"""What the project takes from others: licences it may use, workflows that cannot be talked into."""

import json
import re
import subprocess
import sys
from importlib.metadata import PackageNotFoundError, metadata
from pathlib import Path

import pytest

from finalaccounts import accepted
from tests.repository import audit

ROOT = Path(__file__).resolve().parents[2]
BUILD = re.findall(r"(?m)^([a-z0-9._-]+)==", (ROOT / "requirements/build.txt").read_text("utf-8"))
_FREE = re.compile(
    r"MIT|BSD|Apache|ISC|PSF|Python Software|MPL|Mozilla|LGPL|Lesser|Zlib|Unlicense|CC0|HPND|public domain",
    re.I,
)
PAGE = (ROOT / "docs/dependencies.md").read_text("utf-8")
ROWS = re.findall(
    r"(?m)^\| ([a-z0-9-]+) \| (?:(.+) \| )?([^|]+) \| (20\d\d-\d\d|not listed) \|$", PAGE
)
ALSO = {"MPL": "Mozilla", "PSF": "Python Software"}
SILENT = {"axe-playwright-python"}  # declares none; its repository says MIT
WORKFLOWS = sorted((ROOT / ".github/workflows").glob("*.yml"))


def _declared(name: str) -> str:
    """Return what a package says of its licence; skip where it is not installed."""
    try:
        said = metadata(name)
    except PackageNotFoundError:
        pytest.skip(f"{name} is not installed: an extra, or for another system")
    listed = [said.get("License-Expression") or "", (said.get("License") or "")[:200]]
    listed += [c for c in said.get_all("Classifier") or () if c.startswith("License")]
    return " ".join(listed)


@pytest.mark.parametrize("name", BUILD)
def test_every_package_of_a_build_has_a_licence_that_we_may_use(name):
    text = _declared(name)
    assert _FREE.search(text) and not re.search("AGPL|Affero", text), f"{name}: {text!r}"


def _locked(kind: str) -> set[str]:
    pattern = r"(?m)^([a-z0-9._-]+)==" if kind == "txt" else r"(?m)^([a-z0-9][a-z0-9._-]*)"
    files = (ROOT / "requirements").glob(f"*.{kind}")
    found = [re.findall(pattern, file.read_text("utf-8")) for file in files]
    return {re.sub(r"[._]", "-", name) for names in found for name in names}


def test_the_page_of_dependencies_lists_every_package_with_its_reason():
    names = [name for name, *_ in ROWS]
    assert len(set(names)) == len(names)
    assert set(names) == _locked("txt")
    assert {name for name, why, *_ in ROWS if why} == _locked("in")


@pytest.mark.parametrize(("name", "licence"), [(row[0], row[2]) for row in ROWS])
def test_the_page_names_the_licence_that_a_package_declares(name, licence):
    text = _declared(name)
    assert not re.search("AGPL|Affero", text + licence)
    families = [re.split(r"-\d", part)[0] for part in re.split(r" AND | OR ", licence)]
    for family in families if name not in SILENT else ():
        assert re.search(f"{family}|{ALSO.get(family, family)}", text), text


def test_the_bill_of_materials_lists_the_packages_of_a_build_with_their_hashes(tmp_path):
    out = tmp_path / "sbom.cdx.json"
    lock = ROOT / "requirements/build.txt"
    ask = ("requirements", lock, "--output-reproducible", "--short-PURLs", "--validate", "-o", out)
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-m", "cyclonedx_py", *map(str, ask)],
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    bill = json.loads(out.read_text("utf-8"))
    assert bill["bomFormat"] == "CycloneDX"
    assert {c["name"] for c in bill["components"]} == set(BUILD)
    hashes = [h for c in bill["components"] for r in c["externalReferences"] for h in r["hashes"]]
    assert len(hashes) == lock.read_text("utf-8").count("--hash=sha256:")


def test_an_audit_that_was_not_answered_is_never_a_clean_one():
    known = {"name": "a", "version": "1", "vulns": [{"id": "PYSEC-1", "fix_versions": ["2"]}]}
    code, lines = audit.verdict({"dependencies": [known, {"name": "b", "skip_reason": "no"}]})
    assert code == 1 and "a 1: PYSEC-1, fixed in 2" in lines
    assert "2 packages, 1 audited, 1 known vulnerabilities" in lines
    assert lines[-1].startswith("NOT AUDITED") and lines[-1].endswith(": b")
    clean = {"name": "a", "version": "1", "vulns": []}
    assert audit.verdict({"dependencies": [clean]})[0] == 0


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda p: p.name)
def test_workflows_put_nothing_into_shell_lines_and_keep_no_credentials(path):
    text = path.read_text("utf-8")
    runs = re.findall(r"(?m)^\s*(?:- )?run: (?:\|\n((?:\s{10,}.*\n)+)|(.*))", text)
    assert runs and not any("${{" in "".join(run) for run in runs)
    assert text.count("actions/checkout@") == text.count("persist-credentials: false")
    assert re.search(r"(?m)^permissions:\n  contents: read$", text)


def test_the_site_is_published_only_after_the_tests_whole_and_with_its_address():
    text = (ROOT / ".github/workflows/site.yml").read_text("utf-8")
    assert re.search(r"uses: \./\.github/workflows/test\.yml\n  publish:\n    needs: test\n", text)
    assert "workflow_call:" in (ROOT / ".github/workflows/test.yml").read_text("utf-8")
    assert re.search(r'build\.py build --strict --site-url "\$ADDRESS"', text)
    assert text.index("configure-pages") < text.index("build.py build")


def test_what_is_committed_is_accepted():
    faults = list(accepted.changed(ROOT / "data"))
    assert not faults, "\n".join(["python build.py verify --accept writes the list:", *faults])
