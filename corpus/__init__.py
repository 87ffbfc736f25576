"""A report as text with positions: pages read, outline parsed, passages cut."""

from corpus.document import bundled_report, load_report, parse_report
from corpus.errors import (
    CalibrationError,
    DatasetError,
    EncoderError,
    IndexFolderError,
    IndexMismatchError,
    LexiconError,
    QuestionError,
    ReportError,
    ServeError,
    WorkplanError,
)
from corpus.numerals import parse_numeral
from corpus.passages import make_passages, plain_passages
from corpus.sentences import split_clauses, split_sentences
from corpus.types import Document, Passage, PassageKind, Scope, Section, Sentence

__all__ = [
    "CalibrationError",
    "DatasetError",
    "Document",
    "EncoderError",
    "IndexFolderError",
    "IndexMismatchError",
    "LexiconError",
    "Passage",
    "PassageKind",
    "QuestionError",
    "ReportError",
    "Scope",
    "Section",
    "Sentence",
    "ServeError",
    "WorkplanError",
    "bundled_report",
    "load_report",
    "make_passages",
    "parse_numeral",
    "parse_report",
    "plain_passages",
    "split_clauses",
    "split_sentences",
]
