"""Example questions come from the outline of whatever report is loaded, and every one is answered."""

from pathlib import Path

import pytest

from assistant import Assistant
from corpus import Document, load_report
from index import Index, load_encoder
from ui.greeting import greeting_html
from ui.questions import answered_by, greeting_groups, section_questions
from ui.wording import Language

REPORTS = [Path(__file__).parent / "data" / name for name in ("second-report.txt", "third-report.txt")]


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("path", [None, *REPORTS], ids=["bundled", "second", "third"])
def test_every_example_is_answered_from_its_own_section(
    path: Path | None, language: Language, report: Document
) -> None:
    document = load_report(path) if path else report
    assistant = Assistant(Index.build([document], load_encoder()))
    answered = answered_by(assistant)
    questions = section_questions(document, answered, language)
    groups = greeting_groups(document, questions, answered, language)
    assert len(questions) >= 8
    assert groups[0].section is None
    assert sum(len(group.questions) for group in groups) >= 6
    for group in groups:
        for question in group.questions:
            answer = assistant.ask(question)
            assert not answer.abstained and answer.citations
            if group.section is not None:
                assert all(group.section.start <= each.start < group.section.end for each in answer.citations)


def test_a_report_without_an_outline_greets_without_examples() -> None:
    from ui_fakes import small_report

    document = small_report("只有一句话。\n")
    groups = greeting_groups(document, {}, lambda question, section: False)
    assert groups == ()
    assert "您好" in greeting_html(groups, document)
