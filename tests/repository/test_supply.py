"""What the project takes from others: licences it may use, workflows that cannot be talked into."""

import re
from importlib.metadata import PackageNotFoundError, metadata
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
BUILD = re.findall(r"(?m)^([a-z0-9._-]+)==", (ROOT / "requirements/build.txt").read_text("utf-8"))
_FREE = re.compile(
    r"MIT|BSD|Apache|ISC|PSF|Python Software|MPL|Mozilla|LGPL|Lesser|Zlib|Unlicense|CC0|HPND|public domain",
    re.I,
)
WORKFLOWS = sorted((ROOT / ".github/workflows").glob("*.yml"))


@pytest.mark.parametrize("name", BUILD)
def test_every_package_of_a_build_has_a_licence_that_we_may_use(name):
    try:
        said = metadata(name)
    except PackageNotFoundError:
        pytest.skip("for another system or version of Python")
    listed = [said.get("License-Expression") or "", (said.get("License") or "")[:200]]
    listed += [c for c in said.get_all("Classifier") or () if c.startswith("License")]
    text = " ".join(listed)
    assert _FREE.search(text) and not re.search("AGPL|Affero", text), f"{name}: {text!r}"


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
