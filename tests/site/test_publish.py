"""``publish`` replaces and removes what builds made, and nothing else."""

import pytest

from finalaccounts.site import MARK, PublishError, publish
from finalaccounts.site.handwritten import File


def names(folder):
    return sorted(p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file())


def pages(*paths):
    return [File(path, path.encode()) for path in paths]


def test_what_no_build_made_stays(tmp_path):
    publish(pages("index.html", "d/old/index.html", "d/a.csv"), tmp_path)
    theirs = ("CNAME", ".nojekyll", ".git/HEAD", "notes/my thesis.docx", "d/old/theirs.txt")
    for name in theirs:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("mine")
    publish(pages("index.html", "d/a.csv"), tmp_path)
    assert names(tmp_path) == sorted(["index.html", "d/a.csv", MARK, *theirs])


def test_what_is_no_longer_built_goes_with_its_folder(tmp_path):
    publish(pages("index.html", "d/e/f.html"), tmp_path)
    publish(pages("index.html"), tmp_path)
    assert names(tmp_path) == sorted(["index.html", MARK])
    assert not (tmp_path / "d").exists()


def test_a_build_that_stopped_leaves_nothing_unlisted(tmp_path):
    def stops():
        yield from pages("index.html", "half.html")
        raise RuntimeError

    with pytest.raises(RuntimeError):
        publish(stops(), tmp_path)
    publish(pages("index.html"), tmp_path)
    assert names(tmp_path) == sorted(["index.html", MARK])


def test_a_file_of_theirs_is_never_written_over(tmp_path):
    publish(pages("index.html"), tmp_path)
    (tmp_path / "robots.txt").write_text("mine")
    with pytest.raises(PublishError, match="robots.txt is there and no build made it"):
        publish(pages("index.html", "robots.txt"), tmp_path)
    assert (tmp_path / "robots.txt").read_text() == "mine"


@pytest.mark.parametrize("path", ["/etc/x", "../x", "a/../../x", "", "a\nb"])
def test_addresses_outside_are_refused(tmp_path, path):
    with pytest.raises(PublishError):
        publish(pages(path), tmp_path / "out")


def test_nothing_is_written_through_a_link(tmp_path):
    publish(pages("index.html"), tmp_path / "out")
    (tmp_path / "outside").mkdir()
    (tmp_path / "out" / "d").symlink_to(tmp_path / "outside")
    with pytest.raises(PublishError, match="is a link"):
        publish(pages("index.html", "d/x.html"), tmp_path / "out")
    assert names(tmp_path / "outside") == []
