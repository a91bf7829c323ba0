"""What a pull request changes, and a site in one zip: ``preview``, ``pack`` and the steps of CI."""

import os
import re
import shutil
import subprocess
import sys
import zipfile

import pytest

from tests.test_build import ROOT, run
from tests.test_maintainer import ID, TEXT, put, tell


def git(at, *args):
    who = ("-c", "user.name=x", "-c", "user.email=x@y.z")
    return subprocess.run(["git", *who, *args], cwd=at, check=True, capture_output=True, text=True)


@pytest.fixture(scope="module")
def clone(tmp_path_factory):
    """The project as it stands, in a repository of its own, with one forged report."""
    at = tmp_path_factory.mktemp("clone") / "project"
    listed = subprocess.run(
        ["git", "ls-files", "-co", "--exclude-standard"],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    ).stdout
    for name in listed.splitlines():
        if not name.startswith(("data/reports/", "data/releases/")) and (ROOT / name).is_file():
            (at / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, at / name)
    code, said = tell("add", put(at.parent / "a.txt", TEXT), "--data", at / "data")
    assert code == 0, said
    git(at, "init", "-q", "-b", "main")
    git(at, "add", "-A")
    git(at, "commit", "-qm", "x")
    return at


def preview(clone, base):
    summary = clone.parent / "summary.md"
    summary.unlink(missing_ok=True)
    env = {**os.environ, "PYTHON": sys.executable}
    done = subprocess.run(
        ["bash", ".ci/preview", base],
        cwd=clone,
        env=env | {"GITHUB_STEP_SUMMARY": str(summary)},
        capture_output=True,
        text=True,
    )
    assert done.returncode in (0, 3), done.stderr
    comment = (clone / "preview/comment.md").read_text("utf-8")
    assert summary.read_text("utf-8") == comment
    return done.returncode, comment


def test_a_pull_request_is_told_in_one_comment(clone, tmp_path):
    again = put(tmp_path / "again.txt", TEXT.replace("546.34", "546.37", 1))
    assert tell("add", again, "--data", clone / "data")[0] == 0
    far = put(tmp_path / "far.txt", TEXT.replace("白河县", "旬阳市"))
    assert tell("add", far, "--data", clone / "data")[0] == 0
    code, comment = preview(clone, "main")
    assert code == 0
    assert re.search(r"\| added \| cn-610981-shuiliju-2023 \|", comment)
    assert re.search(
        rf"\| {ID} \| text.expenditure.basic \| amount \| 546.34 \| 546.37 \|", comment
    )
    assert re.search(rf"\| came \| {ID} \| N03.R01", comment)
    assert re.search(r"\d+ of \d+ pages changed, \d+ came, \d+ went", comment)
    assert not git(clone, "worktree", "list").stdout.strip().count("\n")
    with zipfile.ZipFile(clone / "preview/preview.zip") as archive:
        assert "preview/index.html" in archive.namelist()


def small(folder, **files):
    for name, text in files.items():
        put(
            folder / name.replace("__", "/").replace("_html", ".html").replace("_csv", ".csv"), text
        )
    import hashlib

    names = [p for p in sorted(folder.rglob("*")) if p.is_file()]
    sums = [
        f"{hashlib.sha256(p.read_bytes()).hexdigest()}  {p.relative_to(folder)}\n" for p in names
    ]
    put(folder / "SHA256SUMS", "".join(sums))
    return folder


def test_text_of_reports_formats_no_comment(tmp_path):
    head = "report_id,finding_id,severity,title_zh\n"
    hostile = 'r,f,error,"<img src=x>|[a](http://evil) `x` @all\n# big"\n'
    before = small(tmp_path / "a", data__findings_csv=head)
    now = small(tmp_path / "b", data__findings_csv=head + hostile, index_html="x")
    done = run("preview", before, now)
    assert done.returncode == 0
    (row,) = [line for line in done.stdout.splitlines() if line.startswith("| came | r")]
    assert "\\<img" in row and "\\|" in row and "\\[a\\]" in row and "\\@all" in row
    assert row.count("|") - row.count("\\|") == 6
    same = run("preview", before, before)
    assert same.returncode == 0 and "No report differs" in same.stdout
    # A base that could not be built is not the same as no change.
    lost = run("preview", tmp_path / "none", now)
    assert lost.returncode == 3 and "nothing could be compared" in lost.stdout
    assert run("preview", before, tmp_path / "none").returncode == 2


def test_a_packed_site_is_whole_and_the_same_each_time(tmp_path):
    site = small(tmp_path / "site", index_html="x", d__index_html="y")
    assert run("pack", site, "--out", tmp_path / "a.zip").returncode == 0
    os.utime(site / "index.html", (0, 0))
    assert run("pack", site, "--out", tmp_path / "b.zip").returncode == 0
    with zipfile.ZipFile(tmp_path / "a.zip") as archive:
        archive.extractall(tmp_path / "un")
    assert run("verify", tmp_path / "un/a").returncode == 0
    first, second = ((tmp_path / n).read_bytes() for n in ("a.zip", "b.zip"))
    assert first.replace(b"a/", b"b/") == second
    put(site / "index.html", "z")
    for wrong in (site / "a.zip", site / "d/a.zip", tmp_path, tmp_path / "none/a.zip"):
        done = run("pack", site, "--out", wrong)
        assert done.returncode == 2 and "outside the site" in done.stderr, done.stderr
    done = run("pack", site, "--out", tmp_path / "c.zip")
    assert done.returncode == 3 and "index.html: changed" in done.stderr
    assert not (tmp_path / "c.zip").exists()
    assert run("pack", tmp_path / "nowhere").returncode == 2


def test_only_another_site_is_published(tmp_path):
    site = small(tmp_path / "site", index_html="x")
    small(tmp_path / "published", index_html="x")
    small(tmp_path / "older", index_html="y")

    def differs(address):
        done = subprocess.run(
            ["bash", ROOT / ".ci/differs", site, address],
            capture_output=True,
            text=True,
            check=True,
        )
        return done.stdout.strip()

    assert differs(f"file://{tmp_path}/published/") == "differs=no"
    assert differs(f"file://{tmp_path}/older") == "differs=yes"
    assert differs(f"file://{tmp_path}/nowhere") == "differs=yes"


def test_the_workflows_call_what_is_tested_here_and_pin_what_they_use():
    texts = {p.name: p.read_text("utf-8") for p in (ROOT / ".github/workflows").glob("*.yml")}
    assert 'bash .ci/preview "$BASE"' in texts["preview.yml"]
    assert 'bash .ci/differs site "$ADDRESS"' in texts["site.yml"]
    assert texts["site.yml"].count("steps.published.outputs.differs == 'yes'") == 2
    for name, text in texts.items():
        for used in re.findall(r"uses: (\S+)(.*)", text):
            assert used[0].startswith("./") or re.search(r"@[0-9a-f]{40}$", used[0]), (name, used)
            assert used[0].startswith("./") or re.fullmatch(r" # v\d+\.\d+\.\d+", used[1])
    # The job that may write runs nothing of the pull request.
    comment = texts["preview.yml"].partition("\n  comment:")[2]
    assert "pull-requests: write" in comment and "checkout" not in comment
    assert "pull-requests: write" not in texts["preview.yml"].partition("\n  comment:")[0]
