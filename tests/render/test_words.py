"""The catalogue of words: every language is whole, and says the same with the same numbers."""

import dataclasses
import re
import tomllib
from pathlib import Path

import pytest

from finalaccounts.reference import ROOT, ReferenceDataError
from finalaccounts.reference.columns import column_words
from finalaccounts.render import languages
from finalaccounts.render.about import RECORDS
from finalaccounts.render.words import Words, words

TEMPLATES = Path(__file__).resolve().parents[2] / "templates"
HAN = re.compile(r"[\u4e00-\u9fff]")
OTHERS = languages.LANGUAGES[1:]
# Chinese that stands in English on purpose: the name of the other language, units as printed.
KEPT = {"nav.english", "list.unit", "list.all_in_unit", "shell.unofficial"}


def leaves(language):
    found = {}

    def walk(tree, path):
        for key, value in tree.items():
            where = f"{path}.{key}" if path else key
            if isinstance(value, dict):
                walk(value, where)
            else:
                found[where] = value

    for file in sorted((ROOT / "strings").glob(f"{language}*.toml")):
        walk(tomllib.loads(file.read_text(encoding="utf-8")), "")
    return found


def holes(text):
    return sorted(re.findall(r"\{\w*\}", text)) if isinstance(text, str) else []


@pytest.mark.parametrize("language", OTHERS)
def test_every_language_has_the_same_keys(language):
    first, other = set(leaves("zh")), set(leaves(language))
    assert first - other == set(), "not translated"
    assert other - first == set(), "not in the first language"


@pytest.mark.parametrize("language", OTHERS)
def test_every_language_has_the_same_placeholders(language):
    first, other = leaves("zh"), leaves(language)
    wrong = [key for key in first if set(holes(first[key])) != set(holes(other[key]))]
    assert wrong == []


def test_english_is_english():
    left = {key for key, text in leaves("en").items() if HAN.search(str(text)) and key not in KEPT}
    assert left == set()


def test_a_missing_word_stops_the_build():
    with pytest.raises(ReferenceDataError, match="no key 'nothing'"):
        words("zh").nothing  # noqa: B018


def test_a_key_in_two_files_stops_the_build(tmp_path, monkeypatch):
    (tmp_path / "strings").mkdir()
    (tmp_path / "strings" / "xx.toml").write_text("[a]\nb = '1'\n", encoding="utf-8")
    (tmp_path / "strings" / "xx-more.toml").write_text("[a]\nc = '1'\n", encoding="utf-8")
    monkeypatch.setattr("finalaccounts.render.words.ROOT", tmp_path)
    with pytest.raises(ReferenceDataError, match=r"xx-more\.toml: a: already"):
        words("xx")


def test_templates_take_their_words_from_the_catalogue():
    """No Chinese and no Chinese punctuation in a template: a second language is a file."""
    for path in TEMPLATES.rglob("*.html"):
        assert not re.search(r"[\u4e00-\u9fff，、。；：（）]", path.read_text(encoding="utf-8")), (
            path
        )


def test_every_column_of_the_data_is_described_in_both_languages():
    for name, record in RECORDS.items():
        for field in dataclasses.fields(record):
            told = column_words(name, field.name)
            assert HAN.search(told.description), f"{name}.{field.name}"
            assert field.metadata["doc"], f"{name}.{field.name}"


def test_names_of_codes_in_english_only_beside_the_print():
    assert languages.glosses(words("zh")) == {}
    names = languages.glosses(words("en"))
    assert names["301"] == "Wages and welfare"
    assert names["revenue_total"] == "Total income this year"
    assert languages.title("revenue", "收入决算表", words("en")) == "Income (收入决算表)"
    assert languages.title("revenue", "收入决算表", words("zh")) == "收入决算表"
    assert languages.title("other:x", "别的表", words("en")) == "别的表"


@pytest.mark.parametrize(
    ("path", "there"),
    [
        ("index.html", "en/index.html"),
        ("d/1/x/2023/index.html#findings", "en/d/1/x/2023/index.html#findings"),
        ("d/1/x/2023/source/index.html#L3", "d/1/x/2023/source/index.html#L3"),
        ("d/1/x/2023/embed/income/index.html", "d/1/x/2023/embed/income/index.html"),
        ("d/1/x/2023/figures.csv", "d/1/x/2023/figures.csv"),
        ("about/glossary/index.html#weicha", "about/glossary/index.html#weicha"),
        ("assets/site.css", "assets/site.css"),
    ],
)
def test_what_is_not_translated_leads_to_the_chinese_page(path, there):
    assert languages.address(path, words("en")) == there
    assert languages.address(path, words("zh")) == path


def test_chinese_on_an_english_page_is_marked_as_chinese():
    mark = languages.marked
    assert mark("<td>行政运行</td>") == "<td lang=zh>行政运行</td>"
    assert mark("<td>Of 科目 5</td>") == "<td>Of <span lang=zh>科目</span> 5</td>"
    assert mark("<p>x</p>") == "<p>x</p>"
    assert mark("<title>明账</title>") == "<title>明账</title>"
    assert mark("<script>'文'</script>") == "<script>'文'</script>"
    assert mark('<a lang="zh-CN">中文</a>') == '<a lang="zh-CN">中文</a>'
    assert mark("<svg viewBox='0'><text>文</text></svg>").startswith('<svg lang="zh" ')


def test_words_are_reached_by_dotted_keys():
    tree = Words({"a": {"b": "{n} x", "c": "y"}}, "xx")
    assert tree("a.b", n=3) == "3 x"
    assert tree.a.c == "y"
    assert tree.keys() == ["a.b", "a.c"]
    assert tree.a.get("z", "none") == "none"
