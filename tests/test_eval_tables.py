"""Question sets from spreadsheets: what a person makes in Excel or WPS, and every way it goes wrong."""

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook
from typer.testing import CliRunner

from corpus import DatasetError, parse_report
from eval.commands import app
from eval.dataset import load_dataset
from eval.sheet_cells import Sheet, letter, read_csv
from eval.sheet_questions import COLUMNS, read_table
from eval.types import Question

REPORT = "一、去年工作\n全省下拨帮扶资金 1.16 亿元。\n救助困难职工 3020 人,满意度达 98.76%。\n"
HEADER = "编号,类型,问题,答案,依据,上文"
GOOD = f"{HEADER}\nq1,数字,下拨多少资金?,1.16亿元|1.16亿,全省下拨帮扶资金 1.16 亿元。,\nq2,,前年呢?,,,\n"
RUNNER = CliRunner()


@pytest.fixture
def report(tmp_path: Path) -> Path:
    path = tmp_path / "report.txt"
    path.write_text(REPORT, encoding="utf-8")
    return path


def load(path: Path, report: Path) -> tuple[Question, ...]:
    return load_dataset(path, [report]).questions


def save(folder: Path, data: bytes | str, name: str = "set.csv") -> Path:
    path = folder / name
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    return path


def book(folder: Path, rows: list[list[Any]], merged: str = "", second: list[list[Any]] | None = None) -> Path:
    made = Workbook()
    sheet = made.active
    assert sheet is not None
    sheet.title = "题集"
    for row in rows:
        sheet.append(row)
    if merged:
        sheet.merge_cells(merged)
    if second is not None:
        other = made.create_sheet("别的")
        for row in second:
            other.append(row)
    made.save(folder / "set.xlsx")
    return folder / "set.xlsx"


class TestCsv:
    @pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk", "utf-16"])
    def test_every_encoding_that_excel_saves_is_read(self, tmp_path: Path, report: Path, encoding: str) -> None:
        first, second = load(save(tmp_path, GOOD.encode(encoding)), report)
        assert (first.id, first.kind, first.answer_groups) == ("q1", "figure", (("1.16亿元", "1.16亿"),))
        assert first.evidence[0].quote == "全省下拨帮扶资金 1.16 亿元。"
        assert (second.kind, second.answerable) == ("unanswerable", False)

    def test_gbk_is_remarked(self, tmp_path: Path, report: Path) -> None:
        dataset = load_dataset(save(tmp_path, GOOD.encode("gbk")), [report])
        assert dataset.remarks == ("set.csv was read as GBK",)

    @pytest.mark.parametrize("separator", ["\t", ";"])
    def test_other_separators_are_told(self, tmp_path: Path, report: Path, separator: str) -> None:
        assert len(load(save(tmp_path, GOOD.replace(",", separator)), report)) == 2

    def test_english_headers_are_read_and_the_kind_is_told_by_the_row(self, tmp_path: Path, report: Path) -> None:
        text = (
            "Question,Answer,Evidence,History\n下拨多少?,1.16亿元,,\n谁?,困难职工；资金,,\n人呢?,3020人,,救助了谁?\n"
            "How many?,3020人,,\n是谁?,困难职工,,\n"
        )
        found = load(save(tmp_path, text), report)
        assert [question.kind for question in found] == ["figure", "list", "followup", "english", "fact"]
        assert [question.id for question in found] == ["row-2", "row-3", "row-4", "row-5", "row-6"]
        assert found[2].history == ("救助了谁?",)

    def test_a_cell_of_several_lines_does_not_shift_the_line_numbers(self, tmp_path: Path, report: Path) -> None:
        text = '问题,答案,依据\n甲?,"3020人\n1.16亿元",\n乙?,3020人,没有这句\n'
        with pytest.raises(DatasetError, match=r"^set\.csv:4, column 3: evidence '没有这句' is not in the document"):
            load(save(tmp_path, text), report)

    @pytest.mark.parametrize(
        ("text", "message"),
        [
            ("编号,问题\nq1,甲?\n", r"set\.csv:1: no column '答案' \(or 'answer'\); found 编号, 问题\. Start from"),
            ("姓名,部门\n甲,乙\n", r"set\.csv:1: no column '问题' \(or 'question'\) and '答案'"),
            ("问题,答案\n", r"set\.csv has a header and no questions"),
            ("问题,答案,Answer\n甲?,乙,丙\n", r"set\.csv:1, column 3: a second column 'Answer'"),
            (f"{GOOD}q1,,丙?,,,\n", r"set\.csv:4, column 1: id 'q1' is taken by row 2; ids must differ"),
            (f"{HEADER}\nq1,谜语,甲?,乙,,\n", r"set\.csv:2, column 2: kind '谜语' is unknown"),
            (f"{HEADER}\nq1,,,乙,,\n", r"set\.csv:2, column 3: 'question' must be a text"),
            (f"{HEADER}\nq1,追问,甲?,乙,,\n", r"set\.csv:2, column 6: kind 'followup' needs the earlier questions"),
            ("问题,答案,可回答\n甲?,乙,也许\n", r"set\.csv:2, column 3: '也许' is neither 是 nor 否"),
            ('问题,答案\n甲?,"乙\n丙?,丁\n', r"set\.csv:2: quotes are not closed"),
            (
                "问题,答案,依据\n甲?,3020人,救助困难职工3020人\n",
                r"only spaces, width or case differ; the report has '救助困难职工 3020 人'",
            ),
        ],
    )
    def test_a_fault_is_named_by_line_and_column(self, tmp_path: Path, report: Path, text: str, message: str) -> None:
        with pytest.raises(DatasetError, match=message):
            load(save(tmp_path, text), report)

    def test_bytes_that_are_no_text_are_named(self, tmp_path: Path, report: Path) -> None:
        with pytest.raises(DatasetError, match=r"^set\.csv:2: neither UTF-8 nor GBK text"):
            load(save(tmp_path, "问题,答案\n".encode("gbk") + b"\xff\xff\xff"), report)

    def test_an_empty_file_is_named(self, tmp_path: Path, report: Path) -> None:
        with pytest.raises(DatasetError, match=r"set\.csv is empty"):
            load(save(tmp_path, " \n"), report)


class TestXlsx:
    def test_cells_are_read_as_a_person_sees_them(self, tmp_path: Path, report: Path) -> None:
        path = book(tmp_path, [["问题", "答案", "可回答"], ["多少人?", 3020, True], ["满意度?", 0.9876, None]])
        from openpyxl import load_workbook

        made = load_workbook(path)
        made["题集"]["B3"].number_format = "0.00%"
        made.save(path)
        assert [question.answer_groups for question in load(path, report)] == [(("3020",),), (("98.76%",),)]

    def test_a_title_over_the_header_may_be_merged(self, tmp_path: Path, report: Path) -> None:
        rows = [["测试题集", None], ["问题", "答案"], ["多少人?", "3020人"]]
        assert len(load(book(tmp_path, rows, "A1:B1"), report)) == 1

    def test_another_filled_sheet_is_remarked(self, tmp_path: Path, report: Path) -> None:
        path = book(tmp_path, [["问题", "答案"], ["多少人?", "3020人"]], second=[["别的"], ["表"]])
        assert load_dataset(path, [report]).remarks == ("set.xlsx: sheet '题集' was read, not 别的",)

    @pytest.mark.parametrize(
        ("rows", "merged", "message"),
        [
            ([], "", r"set\.xlsx: '题集' is empty; start from `workplan eval template"),
            ([["问题"], ["甲?"]], "", r"set\.xlsx '题集', row 1: no column '答案'"),
            ([["问题", "答案"], ["甲?", "乙"], [None, "丙"]], "A2:A3", r"cells A2:A3 are merged: unmerge them"),
            ([["问题", "答案", "依据"], ["甲?", "乙", "没有"]], "", r"set\.xlsx '题集', cell C2: evidence '没有'"),
            (
                [["编号", "问题", "答案"], ["x", "甲?", "乙"], ["x", "丙?", "丁"]],
                "",
                r"cell A3: id 'x' is taken by row 2",
            ),
        ],
    )
    def test_a_fault_is_named_by_cell(
        self, tmp_path: Path, report: Path, rows: list[list[Any]], merged: str, message: str
    ) -> None:
        with pytest.raises(DatasetError, match=message):
            load(book(tmp_path, rows, merged), report)

    @pytest.mark.parametrize("data", [b"no book", b"PK\x03\x04 cut short"])
    def test_a_file_that_is_no_xlsx_is_named(self, tmp_path: Path, report: Path, data: bytes) -> None:
        with pytest.raises(DatasetError, match=r"^set\.xlsx cannot be read as XLSX"):
            load(save(tmp_path, data, "set.xlsx"), report)

    def test_an_old_format_says_what_to_do(self, tmp_path: Path, report: Path) -> None:
        with pytest.raises(DatasetError, match=r"\.xls files are not read; save it as \.xlsx"):
            load(save(tmp_path, b"x", "set.xls"), report)


class TestTemplate:
    @pytest.mark.parametrize("name", ["a.xlsx", "a.csv"])
    def test_filled_in_it_reads_back(self, tmp_path: Path, report: Path, name: str) -> None:
        path = tmp_path / name
        assert RUNNER.invoke(app, ["template", str(path)]).exit_code == 0
        with pytest.raises(DatasetError, match="has a header and no questions"):
            load(path, report)
        if path.suffix == ".csv":
            path.write_text(path.read_text(encoding="utf-8-sig") + "q1,数字,多少人?,3020人,,,,,\n", encoding="utf-8")
        else:
            from openpyxl import load_workbook

            made = load_workbook(path)
            for place, value in enumerate(["q1", "数字", "多少人?", "3020人"], 1):
                made["题集"].cell(2, place, value)
            made.save(path)
        assert [(q.id, q.kind) for q in load(path, report)] == [("q1", "figure")]

    def test_the_form_of_json_lines_is_right_but_for_the_report(self, tmp_path: Path, report: Path) -> None:
        RUNNER.invoke(app, ["template", str(tmp_path / "a.jsonl")])
        with pytest.raises(DatasetError, match="is not in the document word for word"):
            load(tmp_path / "a.jsonl", report)

    def test_nothing_is_overwritten(self, tmp_path: Path) -> None:
        path = save(tmp_path, "mine", "a.csv")
        result = RUNNER.invoke(app, ["template", str(path)])
        assert (result.exit_code, path.read_text(encoding="utf-8")) == (1, "mine")
        assert "is there already" in result.stderr

    def test_another_ending_is_named(self, tmp_path: Path) -> None:
        result = RUNNER.invoke(app, ["template", str(tmp_path / "a.doc")])
        assert (result.exit_code, "ends in .xlsx, .csv, .jsonl" in result.stderr) == (1, True)


def test_columns_are_lettered_as_in_a_spreadsheet() -> None:
    assert [letter(place) for place in (0, 25, 26, 701, 702)] == ["A", "Z", "AA", "ZZ", "AAA"]


@settings(deadline=None)  # the first example reads a report
@given(st.lists(st.lists(st.text(max_size=12), max_size=6), max_size=6))
def test_any_table_gives_questions_or_one_clear_line(rows: list[list[str]]) -> None:
    names = tuple(column.headers[0] for column in COLUMNS)
    cells = (names, *(tuple(cell.strip() for cell in row) for row in rows))
    try:
        read_table(Sheet("s", cells, tuple(range(1, len(cells) + 1))), [parse_report(REPORT)])
    except DatasetError as error:
        assert str(error).startswith("s")


@settings(deadline=None)
@given(st.binary(max_size=80))
def test_any_bytes_give_cells_or_one_clear_line(data: bytes) -> None:
    try:
        read_csv(data, "s.csv")
    except DatasetError as error:
        assert str(error).startswith("s.csv:")
