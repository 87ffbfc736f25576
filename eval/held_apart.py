"""The project's held-apart pairs as a question set: each official sentence is a document, a question's evidence is one."""

from __future__ import annotations

import re

from eval.squad import plain_document
from eval.types import Dataset, Evidence, Question, Span
from index.training.domain_pairs import Split, read_questions, read_unanswered

CHINESE, ENGLISH = "plain Chinese", "plain English"
_HAN = re.compile(r"[\u4e00-\u9fff]")


def load_held_apart(split: Split) -> Dataset:
    """Return the questions of `split` ("dev" or "test") over the sentences of both splits."""
    sentences = dict.fromkeys(sentence for _, sentence in read_questions(("dev", "test")))
    documents = {sentence: plain_document(sentence, "") for sentence in sentences}
    questions = []
    for number, (question, sentence) in enumerate(read_questions((split,)), 1):
        evidence = Evidence(sentence, (Span(documents[sentence].id, 0, len(sentence)),))
        kind = CHINESE if _HAN.search(question) else ENGLISH
        questions.append(Question(f"{split}-{number}", kind, question, True, evidence=(evidence,)))
    return Dataset(f"held-apart {split}", "squad", tuple(questions), tuple(documents.values()))


def load_held_apart_as_one(split: Split) -> Dataset:
    """Return the questions of `split` over one document, a sentence a paragraph: what a report asks of a search.

    Near misses, where the topics have such, are questions without an answer.
    """
    pairs = read_questions((split,))
    sentences = tuple(dict.fromkeys(sentence for _, sentence in pairs))
    text = "\n".join(sentences)
    document = plain_document(text, "")
    starts: dict[str, int] = {}
    place = 0
    for sentence in sentences:
        starts[sentence] = place
        place += len(sentence) + 1
    questions = []
    for number, (question, sentence) in enumerate(pairs, 1):
        span = Span(document.id, starts[sentence], starts[sentence] + len(sentence))
        kind = CHINESE if _HAN.search(question) else ENGLISH
        questions.append(Question(f"{split}-{number}", kind, question, True, evidence=(Evidence(sentence, (span,)),)))
    for number, (question, _) in enumerate(read_unanswered((split,)), 1):
        questions.append(Question(f"{split}-unanswered-{number}", "unanswerable", question, False))
    return Dataset(f"held-apart {split}", "squad", tuple(questions), (document,))
