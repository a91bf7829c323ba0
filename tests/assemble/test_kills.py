"""A few of the kills of ``python -m tests.assemble.kills``, and what stops a build otherwise."""

import resource
import subprocess
import sys

from tests import gallery
from tests.assemble.kills import CASES, ROOT, kill, run, tree


def test_a_command_that_is_killed_leaves_every_report_old_or_new(tmp_path):
    case = next(case for case in CASES if case.name == "refresh")
    result = kill(case, 2, tmp_path)
    assert (result.wrong, result.lost, result.again) == (0, 0, 2)


def test_a_full_disk_keeps_the_old_site_and_two_builds_do_not_mix(tmp_path):
    data = gallery.data_folder(tmp_path, real=False)
    site = tmp_path / "site"
    words = [sys.executable, "build.py", "build", "--data", str(data), "--out", str(site)]
    both = [subprocess.Popen(words, cwd=ROOT, stdout=subprocess.DEVNULL) for _ in range(2)]
    assert [one.wait() for one in both] == [0, 0]
    before = tree(site)
    text = (data / "site.toml").read_text("utf-8")
    (data / "site.toml").write_text(text.replace("title = ", 'title = "x" # ', 1), "utf-8")

    def small() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))

    full = subprocess.run(words, cwd=ROOT, preexec_fn=small, capture_output=True, text=True)
    assert full.returncode != 0 and "Traceback" not in full.stderr + full.stdout
    assert tree(site) == before
    assert run(0, words[2:], tmp_path)[0] == 0
    assert tree(site) != before
    assert not list(tmp_path.glob(".site.new*"))
