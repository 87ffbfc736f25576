"""The project's own pairs are well formed, held apart by topic and no copies of the bundled report."""

import pytest

from corpus import bundled_report
from index.training.domain_pairs import read_questions, read_topics, read_translations, read_unanswered

HELD = ("calibrate", "dev", "test")
EVERY = ("train", *HELD)


def test_there_are_enough_of_them():
    assert len(read_questions(EVERY)) >= 6_000
    assert len(read_translations(EVERY)) >= 2_000
    assert len({sentence for _, sentence in read_questions(("dev", "test"))}) >= 800


def test_enough_is_held_apart_by_topic():
    apart = [topic for topic in read_topics() if topic.split != "train"]
    sentences = {sentence for _, sentence in read_questions(EVERY)}
    held = {sentence for _, sentence in read_questions(HELD)}
    assert len(apart) == len({topic.name for topic in apart}) >= 15
    assert len(held) >= 800
    assert 0.07 < len(held) / len(sentences) < 0.2


def test_no_sentence_or_question_of_a_held_topic_is_trained_on():
    train = {text for pair in read_questions(("train",)) for text in pair}
    train |= {text for pair in read_translations(("train",)) for text in pair}
    assert not train & {text for pair in read_questions(HELD) for text in pair}


def test_no_pair_stands_twice():
    pairs = read_questions(EVERY)
    assert len(set(pairs)) == len(pairs)


def test_near_misses_stand_beside_their_sentences_and_are_no_questions_of_theirs():
    near = read_unanswered(EVERY)
    answered = {question for question, _ in read_questions(EVERY)}
    assert len(near) >= 4_000
    assert {sentence for _, sentence in near} <= {sentence for _, sentence in read_questions(EVERY)}
    assert len([question for question, _ in near if question in answered]) <= len(near) // 200


def test_no_sentence_is_taken_from_the_bundled_report():
    report = bundled_report().text
    assert not [sentence for _, sentence in read_questions(EVERY) if sentence.rstrip("。") in report]


@pytest.mark.parametrize("line", ["one column", "a\tb\tc", "\tb", "a\t"])
def test_a_malformed_line_is_named(tmp_path, line):
    (tmp_path / "questions").mkdir()
    (tmp_path / "topics.tsv").write_text("pay\ttrain\twages\n", encoding="utf-8")
    (tmp_path / "questions" / "pay.tsv").write_text(f"好吗\t很好。\n{line}\n", encoding="utf-8")
    with pytest.raises(ValueError, match=r"questions/pay\.tsv line 2"):
        read_questions(["train"], tmp_path)


def test_a_topic_without_a_split_is_named(tmp_path):
    (tmp_path / "topics.tsv").write_text("pay\tmaybe\twages\n", encoding="utf-8")
    with pytest.raises(ValueError, match=r"topics\.tsv line 1"):
        read_topics(tmp_path)
