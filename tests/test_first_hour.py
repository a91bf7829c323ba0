"""The page of the first hour: its commands are run, and say what the page says."""

import csv
import re
import shlex

from tests.test_build import ROOT, run
from tests.test_maintainer import TEXT, added, put

PAGE = (ROOT / "site_src/about/first/index.md").read_text("utf-8")


def told(text):
    """What is printed, on one line; how much is checked and found changes with every rule."""
    one = " ".join(text.split())
    one = re.sub(r"checked \d+ of \d+ checks", "checked N of N checks", one)
    return re.sub(r"errors \d+, warnings \d+, notes \d+", "errors N, warnings N, notes N", one)


def test_the_transcript_is_what_happens(tmp_path):
    put(tmp_path / "白河县水利局2023.txt", TEXT)
    with (ROOT / "data/reference/cn/divisions.csv").open(encoding="utf-8", newline="") as handle:
        listed = [r["name"] for r in csv.DictReader(handle) if r["level"] == "county"]
    names = [name for name in listed if listed.count(name) == 1 and len(name) == 3][7::20][:60]
    short = TEXT[: TEXT.index("四、财政拨款收入支出决算总体情况说明")]
    for name in names:
        put(tmp_path / f"今年收到的/{name}.txt", short.replace("白河县", name))
    put(tmp_path / "data/site.toml", (ROOT / "data/site.toml").read_text("utf-8"))
    blocks = re.findall(r"```console\n\$ python build\.py (.*)\n((?:.*\n)*?)```", PAGE)
    assert [command.split()[0] for command, _ in blocks] == ["add", "build", "add"]
    for command, lines in blocks:
        where = ("--data", "data", *(("--out", "site") if command == "build" else ()))
        done = run(*shlex.split(command), *where, cwd=tmp_path)
        assert done.returncode == 0, done.stderr
        for line in lines.splitlines():
            said = (done.stdout + done.stderr).replace(" --data data", "")  # the test's own
            assert told(line) in told(said), line
        if command == "build":
            assert (tmp_path / "site/d/610929/shuiliju/2023/index.html").is_file()
    assert len(added(tmp_path / "data")) == 61
