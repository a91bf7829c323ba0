"""The published folder changes in one step: old or new, nothing of others lost, one build at a time."""

import os
import shutil
import threading
from pathlib import Path

import pytest

from finalaccounts.site import manifest, staging
from finalaccounts.site.staging import PublishError, Stage

OLD = {"index.html": b"old", "d/1/index.html": b"same", "gone/index.html": b"gone"}
NEW = {"index.html": b"new", "d/1/index.html": b"same", "more/x/index.html": b"more"}


def publish(out: Path, files: dict[str, bytes], **options) -> list[str]:
    said: list[str] = []
    with Stage(out, said.append, **options) as stage:
        stage.start()
        for path, data in files.items():
            stage.put(path, data)
        stage.switch()
    return said


def tree(out: Path) -> dict[str, bytes]:
    return {
        p.relative_to(out).as_posix(): p.read_bytes()
        for p in sorted(out.rglob("*"))
        if p.is_file() and p.name != manifest.NAME
    }


@pytest.fixture
def out(tmp_path):
    publish(tmp_path / "site", OLD)
    return tmp_path / "site"


def test_the_site_is_what_was_put_there_and_what_is_no_longer_made_goes(out):
    assert tree(out) == OLD
    publish(out, NEW)
    assert tree(out) == NEW
    assert {p.name for p in out.parent.iterdir()} == {"site", ".site.lock", ".site.stamps"}


def test_files_of_others_stay(out):
    others = {
        "CNAME": b"x.org",
        ".nojekyll": b"",
        ".git/HEAD": b"ref",
        "notes/my thesis.docx": b"w",
    }
    for name, data in others.items():
        (out / name).parent.mkdir(exist_ok=True)
        (out / name).write_bytes(data)
    (out / "empty").mkdir()
    (out / "link").symlink_to("CNAME")
    publish(out, NEW)
    assert tree(out) == NEW | others | {"link": b"x.org"}
    assert (out / "empty").is_dir() and (out / "link").is_symlink()
    publish(out, OLD)
    assert tree(out) == OLD | others | {"link": b"x.org"}


def test_a_file_of_somebody_else_is_never_overwritten(out):
    (out / "more").mkdir()
    (out / "more/x").write_text("mine", "utf-8")
    with pytest.raises((PublishError, OSError)):
        publish(out, NEW)
    shutil.rmtree(out / "more")
    (out / "more/x").mkdir(parents=True)
    (out / "more/x/index.html").write_text("mine", "utf-8")
    with pytest.raises(PublishError, match="put there by somebody else"):
        publish(out, NEW)
    assert tree(out) == OLD | {"more/x/index.html": b"mine"}


def test_a_folder_that_no_build_made_is_never_written_to(tmp_path):
    (tmp_path / "papers").mkdir()
    (tmp_path / "papers/a.txt").write_text("a", "utf-8")
    with pytest.raises(PublishError, match="no build made it"):
        publish(tmp_path / "papers", NEW)
    assert tree(tmp_path / "papers") == {"a.txt": b"a"}


@pytest.mark.parametrize("path", ["../x", "/x", "a/../../x", ""])
def test_an_address_stays_inside(out, path):
    with pytest.raises(PublishError):
        publish(out, {path: b""})
    assert tree(out) == OLD


def test_two_files_of_one_address_are_refused(out):
    with Stage(out) as stage, pytest.raises(PublishError, match="two pages"):
        stage.start()
        stage.put("a", b"1")
        stage.put("a", b"2")
    assert tree(out) == OLD


def test_what_was_edited_in_the_published_site_is_not_taken_over(out):
    (out / "d/1/index.html").write_bytes(b"edit")
    with Stage(out) as stage:
        assert not stage.holds("d/1/index.html") and not stage.whole()
        assert stage.holds("index.html")
    publish(out, OLD)
    assert tree(out) == OLD


def killed_at(step: int, out: Path) -> bool:
    """Publish in a child that dies at its ``step``-th file or rename; tell whether it died."""
    child = os.fork()
    if child:
        return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 9
    left = step

    def counted(what):
        def call(*args, **options):
            nonlocal left
            if left == 0:
                os._exit(9)
            left -= 1
            return what(*args, **options)

        return call

    for owner, name in ((Path, "open"), (os, "link"), (Path, "rename"), (Path, "mkdir")):
        setattr(owner, name, counted(getattr(owner, name)))
    staging.exchange = counted(staging.exchange)
    staging.shutil.rmtree = counted(staging.shutil.rmtree)
    os.unlink = counted(os.unlink)
    try:
        publish(out, NEW)
    finally:
        os._exit(0)


@pytest.mark.parametrize("exchange", [True, False], ids=["exchange", "two renames"])
def test_a_kill_at_any_moment_leaves_the_old_site_or_the_new(tmp_path, monkeypatch, exchange):
    if not exchange:
        monkeypatch.setattr(staging, "exchange", lambda *_: False)
    others = {"CNAME": b"x.org", "notes/a": b"a"}
    for step in range(200):
        out = tmp_path / str(step) / "site"
        publish(out, OLD)
        for name, data in others.items():
            (out / name).parent.mkdir(exist_ok=True)
            (out / name).write_bytes(data)
        died = killed_at(step, out)
        with Stage(out):
            pass  # what the next build does first
        assert tree(out) in (OLD | others, NEW | others), step
        assert {p.name for p in out.parent.iterdir()} == {"site", ".site.lock", ".site.stamps"}
        if not died:
            break
    assert step > 10


def test_a_second_build_waits_and_says_so(out):
    inside, go = threading.Event(), threading.Event()

    def first():
        with Stage(out) as stage:
            stage.start()
            inside.set()
            go.wait(10)
            for path, data in NEW.items():
                stage.put(path, data)
            stage.switch()

    thread = threading.Thread(target=first)
    thread.start()
    inside.wait(10)
    with pytest.raises(PublishError, match="still writing"):
        publish(out, OLD, wait=0.05)
    threading.Timer(0.2, go.set).start()
    assert "waiting" in publish(out, OLD)[0]
    thread.join()
    assert tree(out) == OLD


def test_a_full_disk_keeps_the_published_site(out, monkeypatch):
    def full(*_, **options):
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched, pytest.raises(OSError, match="No space"):
        patched.setattr(Path, "open", full)
        publish(out, NEW)
    assert tree(out) == OLD


def test_a_site_of_an_earlier_version_is_set_aside_not_deleted(tmp_path):
    out = tmp_path / "site"
    out.mkdir()
    (out / manifest.NAME).touch()
    (out / "page.html").write_text("old", "utf-8")
    said = publish(out, NEW)
    assert tree(out) == NEW
    assert (tmp_path / "site.earlier/page.html").exists()
    assert any("site.earlier" in text for text in said)
