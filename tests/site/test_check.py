"""The link check: one broken link is found, with its page and what is missing."""

import shutil

import pytest

from finalaccounts.site import manifest
from finalaccounts.site.check import Before, LinkError, broken, check

PAGE = '<p id="a">A</p><a href="{link}">x</a>'


@pytest.fixture
def site(tmp_path):
    (tmp_path / "d").mkdir()
    (tmp_path / "index.html").write_text(PAGE.format(link="d/index.html#b%20c"), "utf-8")
    (tmp_path / "d" / "index.html").write_text('<a href="../index.html#a" id="b c">', "utf-8")
    (tmp_path / "d" / "index.md").write_text("[x](../index.html#a) \\](no) [y](a.csv)", "utf-8")
    (tmp_path / "d" / "a.csv").write_text("a\n", "utf-8")
    (tmp_path / "feed.xml").write_text('<feed><link rel="self" href="feed.xml"/></feed>', "utf-8")
    return tmp_path


def test_a_whole_site_has_no_broken_link(site):
    assert list(broken(site)) == []
    check(site)


@pytest.mark.parametrize(
    ("file", "text", "told"),
    [
        ("index.html", PAGE.format(link="e/index.html"), "e/index.html: no such file"),
        ("index.html", PAGE.format(link="d/index.html#z"), "d/index.html#z: no such anchor"),
        ("index.html", PAGE.format(link="#z"), "#z: no such anchor"),
        ("index.html", PAGE.format(link="/d/index.html"), "/d/index.html: an absolute address"),
        ("index.html", PAGE.format(link="d/"), "d/: no such file"),
        ("index.html", '<img src="x.png" id="a">', "x.png: no such file"),
        ("d/index.md", "[x](../index.html#z)", "../index.html#z: no such anchor"),
        ("index.html", '<a id="a" href="java\nscript:alert(1)">', "may not begin with javascript:"),
        ("index.html", '<a id="a" href=" JavaScript:alert(1)">', "may not begin with JavaScript:"),
        ("index.html", '<iframe id="a" src="data:text/html,x">', "may not begin with data:"),
        ("d/index.md", "[x](vbscript:x)", "may not begin with vbscript:"),
        ("index.html", '<p id="a"><script>alert(1)</script>', "a script within the page"),
        ("feed.xml", '<feed><link href="gone.html"/></feed>', "gone.html: no such file"),
    ],
)
def test_one_broken_link_is_found(site, file, text, told):
    (site / file).write_text(text, "utf-8")
    assert any(line.startswith(f"{file}: ") and told in line for line in broken(site))
    with pytest.raises(LinkError, match="broken links"):
        check(site)


def test_links_to_elsewhere_and_of_the_404_page_are_left_alone(site):
    (site / "404.html").write_text('<a href="/x/index.html">', "utf-8")
    (site / "d" / "a.html").write_text('<a href="https://x.org/y"><a href="mailto:a@b">', "utf-8")
    assert list(broken(site)) == []


def test_text_that_looks_like_a_link_is_text(site):
    page = '<p id="b c" title="<a href=nowhere>">&lt;a href="no.html"> <!-- <a href="x"> -->'
    (site / "d" / "index.html").write_text(page, "utf-8")
    assert list(broken(site)) == []


def test_what_no_build_made_is_not_looked_at(site):
    ours = {name: manifest.Output("", 0, 0) for name in ("index.html", "d/index.html")}
    (site / manifest.NAME).write_text(manifest.Manifest(outputs=ours).to_text(), "utf-8")
    (site / "theirs.html").write_text('<a href="nowhere">', "utf-8")
    assert list(broken(site)) == []


def test_many_broken_links_are_told_in_short(site):
    links = "".join(f'<a href="{n}.html">' for n in range(30))
    (site / "d" / "index.html").write_text(f'<p id="b c">{links}', "utf-8")
    with pytest.raises(LinkError, match="and 10 more"):
        check(site)


def test_after_a_change_only_what_it_touches_is_read(site, tmp_path_factory):
    now = tmp_path_factory.mktemp("now") / "site"
    shutil.copytree(site, now)

    def hashes(folder):
        files = [p for p in folder.rglob("*") if p.is_file()]
        return {p.relative_to(folder).as_posix(): str(hash(p.read_bytes())) for p in files}

    def found():
        return sorted(broken(now, Before(site, hashes(site), hashes(now))))

    assert found() == []
    before = (now / "index.html").read_text("utf-8")
    (now / "index.html").write_text(before.replace("b%20c", "z"), "utf-8")
    assert found() == ["index.html: d/index.html#z: no such anchor"]
    # An anchor that goes breaks pages that did not change, Markdown too; so does a file.
    (now / "index.html").write_text(before.replace('id="a"', 'id="other"'), "utf-8")
    assert found() == sorted(broken(now))
    assert len(found()) == 1 and "d/index" in found()[0]
    (now / "index.html").write_text(before, "utf-8")
    (now / "d" / "a.csv").unlink()
    assert found() == ["d/index.md: a.csv: no such file"]
    (now / "d" / "index.html").unlink()
    assert found() == sorted(broken(now)) != []
