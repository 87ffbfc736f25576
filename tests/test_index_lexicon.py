from pathlib import Path

import pytest
from test_index_static_folder import write_static_folder

from corpus import LexiconError, parse_report
from index import Index, Lexicon, StaticEncoder, read_lexicon
from index import search as search_module
from index.lexicon import BUNDLED, Group

RIDERS = Group(("外卖配送员",), ("骑手", "送餐小哥"), ("delivery rider",))
LIVELIHOOD = Group(("最低生活保障",), ("低保", "低保户"), ("minimum living allowance",))


@pytest.fixture
def lexicon() -> Lexicon:
    return Lexicon([RIDERS, LIVELIHOOD])


def write(folder: Path, text: str) -> Path:
    path = folder / "lexicon.tsv"
    path.write_text(text, "utf-8")
    return path


def test_a_term_is_found_with_its_other_words(lexicon: Lexicon) -> None:
    (match,) = lexicon.matches("骑手怎么办卡?")
    assert match.term == "骑手"
    assert match.others == ("外卖配送员", "送餐小哥")


def test_the_longest_term_wins(lexicon: Lexicon) -> None:
    assert [match.term for match in lexicon.matches("低保户有多少")] == ["低保户"]


@pytest.mark.parametrize("question", ["What is planned for Delivery Riders?", "is a DELIVERY RIDER insured"])
def test_english_terms_are_found_in_singular_and_plural(lexicon: Lexicon, question: str) -> None:
    assert [match.others[0] for match in lexicon.matches(question)] == ["外卖配送员"]


def test_traditional_characters_and_width_are_folded(lexicon: Lexicon) -> None:
    assert [match.term for match in lexicon.matches("騎手ＯＫ嗎")] == ["骑手"]


@pytest.mark.parametrize("question", ["", "?!", "😀", "\ud83d", "工会" * 50_000])
def test_odd_questions_find_nothing(lexicon: Lexicon, question: str) -> None:
    assert lexicon.matches(question) == ()


def test_comments_and_empty_lines_are_skipped(tmp_path: Path) -> None:
    path = write(tmp_path, "# 说明\n\n外卖配送员\t骑手|送餐小哥\tdelivery rider\n低保\t低保户\n")
    assert read_lexicon(path) == (RIDERS, Group(("低保",), ("低保户",), ()))


@pytest.mark.parametrize("line", ["只有一个词", "a\tb\tc\td", "枪\t手枪", "一个\t\t"])
def test_a_malformed_line_is_named(tmp_path: Path, line: str) -> None:
    path = write(tmp_path, f"甲类\t乙类\n{line}\n")
    with pytest.raises(LexiconError, match=r"lexicon\.tsv:2: "):
        read_lexicon(path)


def test_a_file_that_is_no_utf8_is_named(tmp_path: Path) -> None:
    path = tmp_path / "lexicon.tsv"
    path.write_bytes("骑手".encode("gb18030"))
    with pytest.raises(LexiconError, match=r"lexicon\.tsv"):
        read_lexicon(path)


def test_staff_words_are_added_to_the_bundled_ones(tmp_path: Path) -> None:
    path = write(tmp_path, "仓储分拣人员\t打包侠\n")
    (match,) = Lexicon.load(path).matches("打包侠")
    assert match.others == ("仓储分拣人员",)
    assert len(Lexicon.load(path)) == len(Lexicon.load(tmp_path / "absent.tsv")) + 1


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("跑单骑手怎么入会", "外卖骑手怎么入会"),
        ("外卖骑手怎么入会", "外卖骑手怎么入会"),
        ("騎手和外卖骑手", "外卖骑手和外卖骑手"),
        ("are Riders insured", "are 外卖骑手 insured"),
        ("override 别的", "override 别的"),
    ],
)
def test_staff_words_are_read_as_official_ones(question: str, expected: str) -> None:
    lexicon = Lexicon([], own=[Group(("外卖骑手",), ("骑手", "跑单骑手"), ("riders",))])
    assert lexicon.in_official_words(question) == expected


def test_latin_terms_of_a_chinese_column_are_found() -> None:
    assert [match.others for match in Lexicon([Group(("细颗粒物",), ("PM2.5",), ())]).matches("PM2.5降了吗")] == [
        ("细颗粒物",)
    ]


def test_every_bundled_term_is_found_in_itself() -> None:
    lexicon = Lexicon.load()
    terms = [term for group in lexicon.groups for term in (*group.chinese, *group.english)]
    assert [term for term in terms if not lexicon.matches(term) and len(lexicon.matches(term)) == 0] == []


def test_an_empty_lexicon_stays_empty(tmp_path: Path) -> None:
    encoder = StaticEncoder.load(write_static_folder(tmp_path), "tiny")
    assert len(Index.build([parse_report("一、工作\n工会服务职工。", "r")], encoder, lexicon=Lexicon([])).lexicon) == 0


def test_the_bundled_lexicon_has_no_term_alone_and_no_group_twice() -> None:
    groups = read_lexicon(BUNDLED)
    assert len(groups) >= 1500
    assert len(set(groups)) == len(groups)
    assert all(len(set(group.chinese)) == len(group.chinese) >= 1 for group in groups)


def test_a_large_library_is_searched_by_the_other_words_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(search_module, "EXHAUSTIVE", 0)
    monkeypatch.setattr(search_module, "POOL", 1)
    text = "一、2022年重点工作\n" + "\n".join(f"({n})第{n}项。建设场所{n}个。" for n in "一二三四五六")
    document = parse_report(text + "\n(七)服务仓储分拣人员。建设休息室。", "report")
    encoder = StaticEncoder.load(write_static_folder(tmp_path / "model"), "tiny")
    lexicon = Lexicon([Group(("仓储分拣人员",), (), ("xqz",))])
    hits = Index.build([document], encoder, lexicon=lexicon).search("xqz", 9)
    assert any("仓储分拣人员" in hit.passage.text and hit.synonym > 0 for hit in hits)


def test_a_word_of_staff_finds_what_it_means(tmp_path: Path) -> None:
    text = "一、2022年重点工作\n(一)服务货车司机。建设停车场。\n(二)服务仓储分拣人员。建设休息室。\n(三)服务快递员。建设驿站。"
    encoder = StaticEncoder.load(write_static_folder(tmp_path / "model"), "tiny")
    document = parse_report(text, "report")
    lexicon = Lexicon([], own=[Group(("仓储分拣人员",), ("打包侠",), ())])
    found = Index.build([document], encoder, lexicon=lexicon).search("打包侠", 1)
    assert "仓储分拣人员" in found[0].passage.text
