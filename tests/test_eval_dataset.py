import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

import eval.dataset
from corpus import DatasetError, ReportError, parse_report
from eval.dataset import load_dataset
from eval.questions import read_questions, whole_answers

REPORT = "一、去年工作\n全省下拨帮扶资金 1.16 亿元。\n二、今年工作\n(一)加强帮扶。\n再次加强帮扶。\n"
SCHEMA = json.loads((Path(eval.dataset.__file__).parent / "question.schema.json").read_text(encoding="utf-8"))
DOCUMENT = parse_report(REPORT, "报告")


def row(**changes: object) -> dict[str, Any]:
    """A right question; a change to ... takes the key out."""
    right: dict[str, Any] = {
        "id": "q1",
        "kind": "figure",
        "question": "下拨多少资金?",
        "answerable": True,
        "answer_groups": [["1.16亿元"]],
        "evidence": ["帮扶资金 1.16 亿元"],
        "scope": "result",
    }
    return {key: value for key, value in (right | changes).items() if value is not ...}


@pytest.fixture
def report(tmp_path: Path) -> Path:
    path = tmp_path / "report.txt"
    path.write_text(REPORT, encoding="utf-8")
    return path


def write(folder: Path, *rows: object, mark: str = "") -> Path:
    path = folder / "set.jsonl"
    lines = [line if isinstance(line, str) else json.dumps(line, ensure_ascii=False) for line in rows]
    path.write_text(mark + "\n".join(lines) + "\n", encoding="utf-8")
    return path


class TestOwnForm:
    def test_evidence_becomes_spans_of_the_report(self, tmp_path: Path, report: Path) -> None:
        dataset = load_dataset(write(tmp_path, row()), [report])
        (question,) = dataset.questions
        (evidence,) = question.evidence
        (span,) = evidence.spans
        assert dataset.form == "workplan"
        assert dataset.documents[0].text[span.start : span.end] == evidence.quote == "帮扶资金 1.16 亿元"
        assert (question.answers, question.line) == (("1.16亿元",), 1)

    def test_evidence_that_stands_twice_has_both_places(self, tmp_path: Path, report: Path) -> None:
        dataset = load_dataset(write(tmp_path, row(evidence=["加强帮扶"])), [report])
        assert len(dataset.questions[0].evidence[0].spans) == 2

    def test_a_byte_order_mark_empty_lines_and_windows_lines_are_taken(self, tmp_path: Path, report: Path) -> None:
        path = write(tmp_path, json.dumps(row()) + "\r", "\r", "", row(id="q2"), mark="\ufeff")
        assert [(question.id, question.line) for question in load_dataset(path, [report]).questions] == [
            ("q1", 1),
            ("q2", 4),
        ]

    @pytest.mark.parametrize(
        ("changes", "message"),
        [
            ({"kind": "riddle"}, "kind 'riddle' is unknown; expected one of figure, fact, paraphrase, list, outline, "),
            ({"evidence": ["帮扶资金2亿元"]}, "evidence '帮扶资金2亿元' is not in the document word for word (copy it"),
            (
                {"evidence": ["帮扶资金1.16亿元"]},
                "(only spaces, width or case differ; the report has '帮扶资金 1.16 亿元')",
            ),
            ({"id": "q0"}, "id 'q0' is taken by line 1; ids must differ"),
            ({"id": 7}, "'id' must be a text that is not empty, found 7"),
            ({"question": " "}, "'question' must be a text that is not empty, found ''"),
            ({"answerable": "yes"}, "'answerable' must be true or false, found a text"),
            ({"answerable": ...}, "key 'answerable' is missing; required are id, kind, question"),
            ({"answer": "6"}, "unknown key 'answer'; known are id, kind, question"),
            ({"answer_groups": []}, "an answerable question needs at least one group in 'answer_groups'"),
            ({"answer_groups": ["1.16亿元"]}, "'answer_groups' must be a list of lists of texts"),
            ({"answer_groups": [[]]}, "'answer_groups' must be a list of lists of texts"),
            ({"evidence": "text"}, "'evidence' must be a list of texts that are not empty, found 'text'"),
            ({"answerable": False}, "a question without an answer must have empty 'answer_groups' and 'evidence'"),
            ({"kind": "unanswerable"}, "kind 'unanswerable' must have \"answerable\": false"),
            ({"kind": "followup"}, "kind 'followup' needs the earlier questions in 'history'"),
            ({"scope": "future"}, "scope 'future' is unknown; expected one of result, plan"),
            ({"history": [{"question": "x"}]}, "'history' must be a list of texts"),
        ],
    )
    def test_an_error_names_file_line_and_fault(
        self, tmp_path: Path, report: Path, changes: dict[str, object], message: str
    ) -> None:
        path = write(tmp_path, row(id="q0"), "", row(**changes))
        with pytest.raises(DatasetError) as caught:
            load_dataset(path, [report])
        assert str(caught.value).startswith("set.jsonl:3: ")
        assert message in str(caught.value)
        assert "\n" not in str(caught.value)

    @pytest.mark.parametrize("line", ["{broken", "[1]", "3", "null", '"text"', "[" * 100_000])
    def test_a_line_that_is_no_object_is_named(self, tmp_path: Path, report: Path, line: str) -> None:
        with pytest.raises(DatasetError, match=r"^set\.jsonl:2: "):
            load_dataset(write(tmp_path, row(), line), [report])

    def test_a_broken_first_line_is_named(self, tmp_path: Path, report: Path) -> None:
        with pytest.raises(DatasetError, match=r"^set\.jsonl:1: not JSON"):
            load_dataset(write(tmp_path, "{broken", row()), [report])

    def test_a_missing_report_is_a_report_error(self, tmp_path: Path) -> None:
        with pytest.raises(ReportError, match="no such file"):
            load_dataset(write(tmp_path, row()), [tmp_path / "missing.txt"])


@given(
    st.dictionaries(
        st.sampled_from(
            ["id", "kind", "question", "history", "answerable", "answer_groups", "evidence", "scope", "note"]
        ),
        st.one_of(
            st.none(),
            st.booleans(),
            st.sampled_from([0, 1, "", " ", "x", "list", "followup", "unanswerable", "plan", {}, ...]),
            st.sampled_from([[], [""], ["加强帮扶"], [[]], [["六"]], [["六", ""]], [1], [["六"], ["七"]]]),
        ),
        max_size=4,
    )
)
def test_the_reader_and_the_json_schema_agree(changes: dict[str, object]) -> None:
    question = row(**changes)
    try:
        read_questions(json.dumps(question), "set.jsonl", [DOCUMENT])
        accepted = True
    except DatasetError as error:
        if "is not in the document" in str(error):
            return  # what no schema can know
        accepted = False
    assert Draft202012Validator(SCHEMA).is_valid(question) == accepted


def test_the_schema_is_a_schema() -> None:
    Draft202012Validator.check_schema(SCHEMA)


class TestWholeAnswers:
    def test_a_single_group_gives_its_variants_once_each(self) -> None:
        assert whole_answers([["1.16亿元", "1.16 亿元", "11600万元"]]) == ("1.16亿元", "11600万元")

    def test_several_groups_are_put_together_in_order(self) -> None:
        assert whole_answers([["甲"], ["乙", "丙"]]) == ("甲乙", "甲丙")

    def test_too_many_combinations_leave_the_first_variants(self) -> None:
        assert whole_answers([["甲", "乙"]] * 10) == ("甲" * 10,)

    def test_no_groups_give_no_answer(self) -> None:
        assert whole_answers([]) == ()


def squad(*paragraphs: dict[str, Any], title: str = "某地") -> dict[str, Any]:
    return {"version": "1.1", "data": [{"title": title, "paragraphs": list(paragraphs)}]}


def paragraph(context: str, *questions: dict[str, Any]) -> dict[str, Any]:
    return {"context": context, "qas": list(questions)}


def asked(number: int, text: str, start: int, **more: object) -> dict[str, Any]:
    return {"id": f"s{number}", "question": "?", "answers": [{"text": text, "answer_start": start}], **more}


def write_squad(folder: Path, data: object, indent: int | None = None) -> Path:
    path = folder / "squad.json"
    path.write_text(json.dumps(data, ensure_ascii=False, indent=indent), encoding="utf-8")
    return path


class TestSquad:
    @pytest.mark.parametrize("indent", [None, 2])
    def test_each_paragraph_is_a_document_and_the_evidence_of_its_questions(
        self, tmp_path: Path, indent: int | None
    ) -> None:
        data = squad(
            paragraph("甲在东边。乙在西边。", asked(1, "东边", 2)), paragraph("丙在南边。", asked(2, "南边", 2))
        )
        dataset = load_dataset(write_squad(tmp_path, data, indent))
        assert (dataset.form, dataset.kinds, dataset.remarks) == ("squad", ("squad",), ())
        assert [document.text for document in dataset.documents] == ["甲在东边。乙在西边。", "丙在南边。"]
        assert [document.breadcrumb("1") for document in dataset.documents] == ["某地", "某地"]
        assert len(dataset.documents[0].sentences) == 2
        (span,) = dataset.questions[1].evidence[0].spans
        assert (span.document_id, span.start, span.end) == (dataset.documents[1].id, 0, 5)
        assert dataset.questions[0].answer_groups == (("东边",),)

    def test_version_two_marks_what_cannot_be_answered(self, tmp_path: Path) -> None:
        impossible = asked(1, "东边", 2, is_impossible=True, plausible_answers=[{"text": "东边", "answer_start": 2}])
        dataset = load_dataset(write_squad(tmp_path, squad(paragraph("甲在东边。", impossible))))
        (question,) = dataset.questions
        assert (question.answerable, question.answers, question.evidence) == (False, (), ())

    def test_a_question_without_answers_counts_as_unanswerable_and_is_remarked(self, tmp_path: Path) -> None:
        bare = {"id": "s1", "question": "?", "answers": []}
        dataset = load_dataset(write_squad(tmp_path, squad(paragraph("甲在东边。", bare, asked(2, "东边", 2)))))
        assert not dataset.questions[0].answerable
        assert dataset.remarks == (
            "questions without an answer, counted as unanswerable, though not marked is_impossible: 1",
        )

    def test_wrong_positions_are_mended_by_text_and_counted(self, tmp_path: Path) -> None:
        data = squad(paragraph("甲在东边。", asked(1, "东边", 0), asked(2, "北边", 2), asked(3, "东边", -3)))
        dataset = load_dataset(write_squad(tmp_path, data))
        assert [question.answerable for question in dataset.questions] == [True, True, True]
        assert [remark.split(": ")[1] for remark in dataset.remarks] == ["2", "1"]

    def test_several_gold_answers_are_variants_of_one(self, tmp_path: Path) -> None:
        answers = [{"text": text, "answer_start": 2} for text in ("东", "东边", "东")]
        question = {"id": "s1", "question": "?", "answers": answers}
        dataset = load_dataset(write_squad(tmp_path, squad(paragraph("甲在东边。", question))))
        assert dataset.questions[0].answer_groups == (("东", "东边"),)

    def test_a_paragraph_printed_twice_is_one_document(self, tmp_path: Path) -> None:
        data = squad(paragraph("甲在东边。", asked(1, "东边", 2)), paragraph("甲在东边。", asked(2, "甲", 0)))
        dataset = load_dataset(write_squad(tmp_path, data))
        assert (len(dataset.documents), len(dataset.questions)) == (1, 2)

    def test_english_paragraphs_are_cut_into_sentences(self, tmp_path: Path) -> None:
        data = squad(paragraph("It rose by 3.5 in U.K. terms. Then it fell. So be it.", asked(1, "3.5", 11)))
        (document,) = load_dataset(write_squad(tmp_path, data)).documents
        assert [document.text[s.start : s.end] for s in document.sentences] == [
            "It rose by 3.5 in U.K. terms.",
            "Then it fell.",
            "So be it.",
        ]

    @pytest.mark.parametrize(
        ("data", "message"),
        [
            ({"data": {}}, "the file has no list 'data'"),
            ({"data": [{}]}, r"data\[0\] has no list 'paragraphs'"),
            (squad({"qas": []}), r"data\[0\].paragraphs\[0\] has no 'context'"),
            (squad({"context": "x"}), r"data\[0\].paragraphs\[0\] has no list 'qas'"),
            (squad(paragraph("甲", {"id": "s"})), r"paragraphs\[0\].qas\[0\] has no 'question'"),
            (squad(paragraph("甲", asked(1, "甲", 0), asked(1, "甲", 0))), r"qas\[1\]: id 's1' is used twice"),
            (squad(paragraph("甲", {"question": "?", "answers": ["甲"]})), r"qas\[0\] has an answer without 'text'"),
            ({"data": []}, "has no questions"),
        ],
    )
    def test_another_form_is_named_with_its_place(self, tmp_path: Path, data: object, message: str) -> None:
        with pytest.raises(DatasetError, match=rf"^squad\.json.*{message}"):
            load_dataset(write_squad(tmp_path, data))

    def test_a_report_cannot_be_given_as_well(self, tmp_path: Path, report: Path) -> None:
        with pytest.raises(DatasetError, match="leave --document out"):
            load_dataset(write_squad(tmp_path, squad(paragraph("甲", asked(1, "甲", 0)))), [report])


class TestFiles:
    @pytest.mark.parametrize(
        ("content", "message"),
        [
            (b"", "is empty"),
            (b"\xef\xbb\xbf \n", "is empty"),
            ("{}\n报告".encode("gb18030"), r":2: not UTF-8 text"),
            (b'{\n "data": [\n  {]\n}', r":3: not JSON"),
            (b'{\n "question": "x"\n}', "neither JSON Lines nor SQuAD"),
            (b"[1, 2]", "neither JSON Lines nor SQuAD"),
            (b"[" * 100_000, "nested too deeply"),
        ],
    )
    def test_what_is_no_question_set_is_said_in_one_line(self, tmp_path: Path, content: bytes, message: str) -> None:
        path = tmp_path / "set"
        path.write_bytes(content)
        with pytest.raises(DatasetError, match=message) as caught:
            load_dataset(path)
        assert "\n" not in str(caught.value)

    def test_a_missing_file_says_what_could_be_given(self, tmp_path: Path) -> None:
        with pytest.raises(DatasetError, match="no such file; give the path of a question set, or dev or test"):
            load_dataset(tmp_path / "missing.jsonl")

    def test_a_folder_is_no_question_set(self, tmp_path: Path) -> None:
        with pytest.raises(DatasetError, match="is a folder"):
            load_dataset(tmp_path)


class TestBrokenSquad:
    def test_a_file_without_any_answer_says_which_file_to_take(self, tmp_path: Path) -> None:
        qas = [{"id": "1", "question": "甲?"}, {"id": "2", "question": "乙?", "answers": []}]
        path = tmp_path / "test.json"
        path.write_text(json.dumps({"data": [{"paragraphs": [{"context": "丙。", "qas": qas}]}]}), encoding="utf-8")
        with pytest.raises(DatasetError, match=r"^test\.json has 2 questions and no answer to any of them"):
            load_dataset(path)

    @pytest.mark.parametrize("indent", [None, 1])
    def test_a_file_cut_short_is_named_with_its_line(self, tmp_path: Path, indent: int | None) -> None:
        qas = [{"id": "1", "question": "甲?", "answers": [{"text": "丙", "answer_start": 0}]}]
        whole = json.dumps({"data": [{"paragraphs": [{"context": "丙。", "qas": qas}]}]}, indent=indent)
        (tmp_path / "cut.json").write_text(whole[: len(whole) // 2].rstrip(), encoding="utf-8")
        with pytest.raises(DatasetError, match=r"^cut\.json:\d+: (the JSON breaks off here|not JSON)"):
            load_dataset(tmp_path / "cut.json")
