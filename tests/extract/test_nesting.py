"""How many elements are open is told by one pass over the tags."""

from __future__ import annotations

import pytest

from finalaccounts.extract.nesting import deepest


@pytest.mark.parametrize(
    ("page", "open_at_most"),
    [
        ("", 0),
        ("<div>a</div><div>b</div>", 1),
        ("<div><span>a</span><b>c</b></div>", 2),
        ("<p>a<p>b<li>c<br><td>d", 0),  # these close themselves
        ("<table><tr><td>1<td>2<tr><td><table>", 2),
        ("<DIV><div></Div></DIV>", 2),
        ("<div></x></x><div>", 2),  # an end tag of something else closes nothing
        ("<!-- <div><div> --><div>", 1),
        ("<script>'<div><div>'</script><div>", 1),
        ("<style><div></STYLE><div>", 1),
        ("<script><div>", 0),
        ("a < b <3 <>", 0),
    ],
)
def test_deepest(page: str, open_at_most: int) -> None:
    assert deepest(page) == open_at_most
