"""The page and the report: furniture goes, words stay, spaced-out words are closed up."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus import ReportError, bundled_report, load_report, parse_report
from corpus.page import FURNITURE, read_page
from corpus.reading import decode_report
from corpus.spacing import close_spaced_words


@pytest.mark.parametrize(
    ("printed", "closed"),
    [
        (
            "筹 集 9944 万 元 为 132.9 万 名 劳 动 者 提 供 救 急 济 难 保障。",
            "筹集 9944 万元为 132.9 万名劳动者提供救急济难保障。",
        ),
        (
            "交流轮岗 等 制 度 要 求 ,省 总 机 关 保 持 6% 以 上 。深入开展",
            "交流轮岗等制度要求,省总机关保持 6% 以上。深入开展",
        ),
        ("开展“工会送岗位 乐业在江淮”行动", "开展“工会送岗位 乐业在江淮”行动"),
        ("2022 年重点工作 10 项", "2022 年重点工作 10 项"),
        ("咱们 e 心跟党走", "咱们 e 心跟党走"),
        ("张 伟 李建国 王 芳", "张 伟 李建国 王 芳"),
        ("主要 形 式 ,推 动 商圈", "主要形式,推动商圈"),
    ],
)
def test_only_spaced_out_words_are_closed(printed, closed):
    assert close_spaced_words(printed) == closed


@given(st.text(alphabet="甲乙丙丁1.5%, 。A", max_size=40))
def test_closing_up_removes_nothing_but_spaces(line):
    assert close_spaced_words(line).replace(" ", "") == line.replace(" ", "")


@pytest.mark.parametrize("pattern", FURNITURE, ids=lambda row: row[1])
def test_every_example_of_furniture_is_removed(pattern):
    page = read_page(f"{pattern[1]}\n工作报告\n一、回顾\n去年完成了任务。\n{pattern[1]}")
    assert page.text == "工作报告\n一、回顾\n去年完成了任务。"


def test_the_bundled_page_gives_its_metadata():
    document = bundled_report()
    assert document.title == "忠诚尽职奋勇争先"
    assert document.metadata["subtitle"].startswith("团结动员全省广大职工")
    assert {key: document.metadata[key] for key in ("paper", "date", "issue", "continued_from")} == {
        "paper": "安徽工人日报",
        "date": "2022-03-10",
        "issue": "7793",
        "continued_from": "1",
    }
    assert "版权所有" not in document.text
    assert "上接第" not in document.text


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_the_encodings_of_chinese_desktops_are_read(tmp_path, encoding):
    file = tmp_path / "report.txt"
    file.write_bytes("一、回顾\n完成了 12 项任务。\n".encode(encoding))
    assert load_report(file).text == "一、回顾\n完成了 12 项任务。"


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "is empty"),
        (b" \n\t\n", "is empty"),
        (b"\xef\xbb\xbf", "is empty"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "not a text file"),
        (b"PK\x03\x04\x14\x00\x06\x00", "not a text file"),
        (b"\xff\xfe\x00", "not a text file"),
        (b"\x81\x20\xff\xff\xfe", "neither UTF-8 nor GB18030"),
    ],
)
def test_a_file_that_is_no_text_is_refused_with_one_clear_line(data, message):
    with pytest.raises(ReportError) as caught:
        decode_report(data, "x.txt")
    assert message in str(caught.value)
    assert "\n" not in str(caught.value)
    assert "x.txt" in str(caught.value)


def test_a_missing_file_and_a_folder_are_named(tmp_path):
    with pytest.raises(ReportError, match="no such file"):
        load_report(tmp_path / "none.txt")
    with pytest.raises(ReportError, match="is a folder"):
        load_report(tmp_path)


def test_a_page_of_furniture_alone_is_refused():
    with pytest.raises(ReportError, match="furniture"):
        parse_report("放大 缩小 默认\n版权所有 某报\n")
