"""The project's own pairs: plain questions and English sentences beside official Chinese ones (`pairs/README.md`).

pairs/topics.tsv                  topic <TAB> split (train, calibrate, dev or test) <TAB> what it is about
pairs/questions/<topic>.tsv       question <TAB> official sentence
pairs/translations/<topic>.tsv    official sentence <TAB> English sentence
pairs/unanswered/<topic>.tsv      question <TAB> official sentence that is about the same thing and does not answer it
                                  (of the later topics)
"""

from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, get_args

FOLDER = Path(__file__).parent / "pairs"
Split = Literal["train", "calibrate", "dev", "test"]
Pair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Topic:
    """One field of the official world, whole in one split."""

    name: str
    split: Split
    about: str


def read_topics(folder: Path = FOLDER) -> tuple[Topic, ...]:
    """Return the topics in the order of `topics.tsv`; ValueError names a line of another form."""
    topics = []
    for number, line in enumerate(_lines(folder / "topics.tsv"), 1):
        fields = line.split("\t")
        if len(fields) != 3 or fields[1] not in get_args(Split):
            raise ValueError(
                f"topics.tsv line {number}: expected topic, {'|'.join(get_args(Split))}, what; found {line[:60]!r}"
            )
        topics.append(Topic(fields[0], fields[1], fields[2]))  # type: ignore[arg-type]
    return tuple(topics)


def read_questions(splits: Collection[Split], folder: Path = FOLDER) -> list[Pair]:
    """Return (question, official sentence) of the topics in `splits`, in order."""
    return _read("questions", splits, folder)


def read_questions_by_topic(splits: Collection[Split], folder: Path = FOLDER) -> list[list[Pair]]:
    """Return what `read_questions` returns, the pairs of each topic apart."""
    return [_of_topic("questions", topic, folder) for topic in read_topics(folder) if topic.split in splits]


def read_translations(splits: Collection[Split], folder: Path = FOLDER) -> list[Pair]:
    """Return (official sentence, English sentence) of the topics in `splits`, in order."""
    return _read("translations", splits, folder)


def read_unanswered(splits: Collection[Split], folder: Path = FOLDER) -> list[Pair]:
    """Return (question, official sentence that does not answer it) of the topics in `splits` that have such."""
    chosen = (topic for topic in read_topics(folder) if topic.split in splits)
    with_some = (topic for topic in chosen if (folder / "unanswered" / f"{topic.name}.tsv").is_file())
    return [pair for topic in with_some for pair in _of_topic("unanswered", topic, folder)]


def _read(kind: str, splits: Collection[Split], folder: Path) -> list[Pair]:
    chosen = (topic for topic in read_topics(folder) if topic.split in splits)
    return [pair for topic in chosen for pair in _of_topic(kind, topic, folder)]


def _of_topic(kind: str, topic: Topic, folder: Path) -> list[Pair]:
    pairs = []
    for number, line in enumerate(_lines(folder / kind / f"{topic.name}.tsv"), 1):
        left, separator, right = line.partition("\t")
        if not (left and separator and right) or "\t" in right:
            raise ValueError(f"{kind}/{topic.name}.tsv line {number}: expected two texts and a tab")
        pairs.append((left, right))
    return pairs


def _lines(path: Path) -> list[str]:
    return [line for line in path.read_text(encoding="utf-8").split("\n") if line]
