"""``new``, ``remove``, ``rename``, ``undo``; ``correct``, ``reply``, ``withdraw``."""

import re
import shutil

import pytest

from finalaccounts import journal
from finalaccounts.addresses import Addresses, Moved
from finalaccounts.reference import ReferenceDataError
from finalaccounts.responses import read_responses
from tests.test_build import tree
from tests.test_maintainer import HERE, ID, TEXT, added, put, tell
from tests.test_maintainer import data as data
from tests.test_maintainer import filed as filed
from tests.test_maintainer import kept as kept

FINDING = "N01.R02.text.summary.yoy_rate"
NUMBER = "basic_expenditure.operating_total.final"


def test_a_removed_report_says_why_and_can_come_back(filed, tmp_path):
    before = tree(filed)
    code, said = tell("remove", ID, "--data", filed)
    assert code == 2 and added(filed) == [HERE]
    code, said = tell("remove", "610929/shuiliju", "--reason", "部门要求", "--data", filed)
    assert code == 0 and "says why" in said and not (filed / "reports/610929").exists()
    code, said = tell("build", "--data", filed, "--out", tmp_path / "site")
    assert code == 0, said
    for page in ("d/610929/shuiliju/2023/index.html", "d/610929/shuiliju/index.html"):
        text = (tmp_path / "site" / page).read_text("utf-8")
        assert "部门要求" in text and re.search(r"20\d\d-\d\d-\d\d", text), page
    assert tell("undo", "--data", filed)[0] == 0 and tree(filed) == before
    assert tell("undo", "--data", filed)[0] == 2  # nothing else was done here


def test_a_renamed_entity_keeps_its_old_addresses(filed, tmp_path):
    asked = ("rename", "610929/shuiliju", "--slug", "shuiwuju", "--data", filed)
    code, said = tell(*asked, "--reason", "部门更名")
    assert code == 0 and added(filed) == ["reports/610929/shuiwuju/2023"], said
    code, said = tell("build", "--strict", "--data", filed, "--out", tmp_path / "site")
    assert code == 0, said
    for page in ("index.html", "2023/index.html", "2023/findings/index.html"):
        old = tmp_path / "site/d/610929/shuiliju" / page
        assert (old.parents[page.count("/") + 1] / "shuiwuju" / page).is_file()
        text = old.read_text("utf-8")
        assert "http-equiv=refresh" in text and "shuiwuju" in text and "moved.js" in text
    assert tell("verify", "--quick", "--data", filed)[0] == 0


def test_another_year_is_read_anew_and_what_is_there_is_not_overwritten(filed):
    assert tell("rename", ID, "--year", 2024, "--data", filed)[0] == 0
    assert added(filed) == [HERE.replace("2023", "2024")]
    shutil.copytree(filed / HERE.replace("2023", "2024"), filed / HERE)
    code, said = tell("rename", ID.replace("2023", "2024"), "--year", 2023, "--data", filed)
    assert code == 2 and "is there already" in said
    for wrong in (("--division", "999999"), ("--slug", "Ü"), ()):
        assert tell("rename", ID, *wrong, "--data", filed)[0] == 2


def test_moves_are_followed_one_after_the_other():
    step = {"date": "2026/1/7"}
    moves = (
        Moved(was="cn-610929-a", now="cn-610929-b", **step),
        Moved(was="cn-610929-b-2023", now="cn-611022-c-2023", **step),
    )
    known = Addresses(moved=moves)
    assert known.folder("cn-610929-a-2023") == "d/611022/c/2023"
    assert known.folder("cn-610929-a-2022") == "d/610929/b/2022"
    assert known.all_of("cn-611022-c-2023") == [
        "d/611022/c/2023",
        "d/610929/a/2023",
        "d/610929/b/2023",
    ]


def test_undo_takes_back_an_add_and_asks_where_somebody_changed_it(data, tmp_path):
    before = tree(data)
    assert tell("add", put(tmp_path / "a.txt", TEXT), "--data", data)[0] == 0
    put(data / HERE / "replies.toml", "")
    code, said = tell("undo", "--data", data)
    assert code == 2 and "changed since" in said and added(data) == [HERE]
    assert tell("undo", "--anyway", "--data", data)[0] == 0 and tree(data) == before
    assert not (data / "reports").exists()


def test_a_command_that_fails_or_is_killed_leaves_nothing_half(filed):
    before = tree(filed)
    folder, other = filed / HERE, filed / "addresses.toml"

    def half():
        (folder / "figures.csv").unlink()
        put(other, "half")

    with pytest.raises(KeyboardInterrupt), journal.recorded(filed, "x", [folder, other]):
        half()
        raise KeyboardInterrupt
    assert tree(filed) == before
    killed = journal.recorded(filed, "killed", [folder, other])
    killed.__enter__()
    half()
    code, said = tell("undo", "--data", filed)
    assert code == 0 and "taken back: killed" in said and tree(filed) == before


def test_answers_check_their_id_name_the_page_and_show(filed):
    reply = ("--by", "白河县水利局", "--text", '两处口径不同，见"说明"', "--date", "2026/1/7")
    code, said = tell("reply", ID, FINDING.replace("R02", "R03"), *reply, "--data", filed)
    assert code == 2 and "the nearest are" in said and "nothing was written" in said
    address = f"https://x.cn/d/610929/shuiliju/2023/index.html#finding-{FINDING}"
    code, said = tell("reply", "610929/shuiliju", address, *reply, "--data", filed)
    assert code == 0 and f"index.html#finding-{FINDING}" in said, said
    assert read_responses(filed / HERE).replies[FINDING][0].date == "2026-01-07"
    why = ("--reason-zh", "读错了", "--reason-en", "misread")
    assert tell("withdraw", ID, FINDING, *why, "--data", filed)[0] == 0
    code, said = tell("withdraw", ID, FINDING, *why, "--data", filed)
    assert code == 2 and "is withdrawn already" in said
    taken = read_responses(filed / HERE).withdrawn[FINDING]
    assert "7.28%" in taken.title_zh and taken.title_en
    code, said = tell("check", "--strict", "--data", filed)
    assert code == 0 and FINDING not in said


def test_a_correction_takes_the_number_as_printed_and_can_be_dropped(filed):
    path = filed / HERE / "corrections.csv"
    code, said = tell("correct", ID, "x.y.z", "1", "--reason", "x", "--data", filed)
    assert code == 2 and "the nearest are" in said and not path.exists()
    code, said = tell("correct", ID, NUMBER, "1e9x", "--reason", "x", "--data", filed)
    assert code == 2 and not path.exists()
    asked = ("correct", ID, NUMBER, "1,155.90", "--reason", "与正文不一致", "--date", "2026/1/7")
    assert tell(*asked, "--data", filed)[0] == 0
    assert path.read_text("utf-8").splitlines()[1] == (
        f"{NUMBER},155.09,1155.90,与正文不一致,2026-01-07"
    )
    assert tell("check", "--strict", "--data", filed)[0] == 0
    assert tell("correct", ID, NUMBER, "--drop", "--data", filed)[0] == 0 and not path.exists()


TYPED = {
    "tabs of Unicode text": f"place\tprinted\tused\treason\tdate\n{NUMBER}\t155.09\t155.9\tx\t2026/1/7\n",
    "zeros lost, rows of nothing": f"place,printed,used,reason,date,,\n{NUMBER},155.090,155.9,x,2026/1/7,,\n,,,,,,\n",
    "date with words": f"place,printed,used,reason,date\n{NUMBER},155.09,155.9,x,2026年1月7日\n",
    "date and time": f"place,printed,used,reason,date\n{NUMBER},155.09,155.9,x,2026/1/7 0:00\n",
}


@pytest.mark.parametrize("text", TYPED.values(), ids=TYPED)
def test_what_spreadsheets_make_of_corrections_is_understood(kept, tmp_path, text):
    from finalaccounts.loading import load

    folder = shutil.copytree(kept / HERE, tmp_path / HERE)
    put(folder / "corrections.csv", text.encode("utf-16"))
    (one,) = load(folder).corrections
    assert (one.place, str(one.used), one.date) == (NUMBER, "155.9", "2026-01-07")


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (f"{NUMBER},155.09,155.9,x,7/1/2026", "2026-01-31"),
        (f"{NUMBER},155.09,1,155.9,x,2026/1/7", "quotes"),
        (f"{NUMBER},155.90,155.9,x,2026/1/7", "has expired"),
    ],
)
def test_what_cannot_be_understood_is_named_with_its_line(kept, tmp_path, row, said):
    from finalaccounts.handtyped import TypedError
    from finalaccounts.loading import load

    folder = shutil.copytree(kept / HERE, tmp_path / HERE)
    put(folder / "corrections.csv", f"place,printed,used,reason,date\n{row}\n")
    with pytest.raises((TypedError, ReferenceDataError), match=said) as error:
        load(folder)
    assert "corrections.csv:2" in str(error.value)


@pytest.mark.parametrize("date", ["2026/1/7", "2026.01.07", "2026年1月7日", '"2026/1/7"'])
def test_dates_of_replies_are_understood(tmp_path, date):
    text = f'[[reply]]\r\nfinding = "x"\r\ndate = {date}\r\nby = "甲"\r\ntext = "乙"\r\n'
    put(tmp_path / "replies.toml", text.encode("gb18030"))
    assert read_responses(tmp_path).replies["x"][0].date == "2026-01-07"


def test_a_chinese_quotation_mark_is_named(tmp_path):
    put(tmp_path / "replies.toml", "[[reply]]\nfinding = “x”\n")
    with pytest.raises(ValueError, match="Chinese quotation mark"):
        read_responses(tmp_path)


ASKED = {
    "reply": (FINDING, "--by", "x", "--text"),
    "withdraw": (FINDING, "--reason-en", "x", "--reason-zh"),
    "correct": (NUMBER, "1", "--reason"),
    "remove": ("--reason",),
}


@pytest.mark.parametrize("command", ASKED)
def test_what_no_typed_file_may_hold_is_not_written(filed, command):
    before = tree(filed)
    for text in ("a\u202eb", "x" * 20_001):
        code, said = tell(command, ID, *ASKED[command], text, "--data", filed)
        assert code == 2 and "nothing was written" in said and tree(filed) == before


def test_what_is_proposed_next_works_on_the_same_data(filed):
    here = f"--data {filed}"
    _, said = tell("correct", ID, NUMBER, "1", "--reason", "r", "--data", filed)
    assert f"build {here}`" in said and f"undo {here}`" in said
    _, said = tell("remove", ID, "--reason", "部门要求", "--data", filed)
    assert f"build {here}`" in said and f"undo {here}`" in said


@pytest.mark.parametrize("command", ["check", "refresh", "verify", "undo", "build"])
def test_a_data_folder_that_is_not_there_is_wrong_usage(tmp_path, command):
    code, said = tell(command, "--data", tmp_path / "nowhere")
    assert code == 2 and "no such folder" in said and not list(tmp_path.iterdir())


def test_a_new_folder_holds_nothing_that_stops_a_build(tmp_path):
    for wrong in (("--contact", "call us"), ("--title", "a\x01b"), ("--operator", "a\u202eb")):
        code, said = tell("new", tmp_path / "new", *wrong)
        assert code == 2 and wrong[0] in said and not (tmp_path / "new").exists()
    code, said = tell("new", put(tmp_path / "file", "x"))
    assert code == 2 and "is a file" in said
    code, _ = tell("new", tmp_path / "new", "--contact", "mail@example.org", "--title", "甲")
    assert code == 0 and (tmp_path / "new/reports").is_dir()
    put(tmp_path / "new/site.toml", 'title = "甲"\ncorrections = "call us"\n')
    code, said = tell("build", "--data", tmp_path / "new", "--out", tmp_path / "site")
    assert code == 1 and "corrections: " in said and "pydantic" not in said
