"""Measure the assistant on question sets: find, answer, cite, decline; no judge model."""

from eval.dataset import load_dataset
from eval.run import make_report, run_dataset
from eval.types import Dataset, Evidence, Outcome, Question, Span

__all__ = [
    "Dataset",
    "Evidence",
    "Outcome",
    "Question",
    "Span",
    "load_dataset",
    "make_report",
    "run_dataset",
]
