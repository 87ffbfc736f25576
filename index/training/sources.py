"""The training sources: one table, and how their files are read.

A public file is gzip, UTF-8, one pair a line, `text_a<TAB>text_b`, no header. Chinese comes first in a zh-en pair, the
question or heading first in a question-passage pair. The project's own pairs and lexicon lie beside the code.
"""

import gzip
import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from index.lexicon import BUNDLED, read_lexicon
from index.training import domain_pairs
from index.training.domain_pairs import Pair

Kind = Literal["translation", "dictionary", "passage", "question", "text"]


@dataclass(frozen=True, slots=True)
class Source:
    """One source of pairs. `weight` multiplies its size when pairs are drawn; `limit` caps the pairs read."""

    file: str
    kind: Kind
    weight: float
    origin: str
    licence: str
    what: str
    limit: int | None = None


@dataclass(frozen=True, slots=True)
class Data:
    """Where the sources are: the folder of public files, the project's pairs and its lexicon."""

    folder: Path
    pairs: Path = domain_pairs.FOLDER
    lexicon: Path = BUNDLED


_OPEN_E2C, _TW_LAW, _ALIBABA = "ahpxex/open-e2c-dictionary", "kong0107/mojLawSplitJSON", "AlibabaCloudDocs"
_PRC_LAW, _WORDNET = "LawRefBook/Laws", "Open Multilingual Wordnet (COW, Wiktionary)"
_SHARE_ALIKE, _PUBLIC = "CC BY-SA 4.0", "public domain (laws)"
_OWN = ("this project", "Apache-2.0")

SOURCES = (
    Source("zhen_tw_law", "translation", 0.6, _TW_LAW, _PUBLIC, "law sentences, official translation", 150_000),
    Source("zhen_tw_law_titles", "translation", 1.0, _TW_LAW, _PUBLIC, "law and chapter titles"),
    Source("zhen_open_e2c_sentences", "translation", 1.0, _OPEN_E2C, "MIT", "definitions and example sentences"),
    Source("zhen_python_docs", "translation", 1.0, "python/python-docs-zh-cn", "CC0 / PSF", "documentation"),
    Source("zhen_alibabacloud_docs", "translation", 1.0, _ALIBABA, "MIT", "documentation, mined alignment"),
    Source("zhen_tatoeba", "translation", 1.0, "Tatoeba via manythings", "CC BY 2.0 FR", "everyday sentences"),
    Source("zhen_3am_captions", "translation", 1.0, "MaxyLee/3AM", "MIT", "image captions"),
    Source("zhen_mozilla_www", "translation", 1.0, "mozilla-l10n/www-l10n", "MPL-2.0", "product texts"),
    Source("zhen_un_v1_dev", "translation", 1.0, "UN parallel corpus", "free with acknowledgement", "UN documents"),
    Source("domain_translations", "translation", 3.0, *_OWN, "official sentences in English"),
    Source("dict_cc_cedict", "dictionary", 0.4, "CC-CEDICT", _SHARE_ALIKE, "dictionary, one line a sense"),
    Source("dict_open_e2c", "dictionary", 0.4, _OPEN_E2C, "MIT", "dictionary"),
    Source("dict_cow_wikt_english", "dictionary", 0.4, _WORDNET, "wordnet-type, CC BY-SA 3.0", "words of one synset"),
    Source("lexicon", "dictionary", 3.0, *_OWN, "official, colloquial and English terms"),
    Source("qp_cmrc2018_train", "passage", 1.0, "CMRC 2018 train", _SHARE_ALIKE, "question, passage"),
    Source("qp_prc_law_heading_text", "passage", 1.0, _PRC_LAW, _PUBLIC, "law title and chapter, text"),
    Source("qp_tw_law_heading_text", "passage", 1.0, _TW_LAW, _PUBLIC, "law title and chapter, text"),
    Source("qp_alicloud_faq", "passage", 1.0, _ALIBABA, "MIT", "question, answer"),
    Source("qp_alicloud_heading_section", "passage", 1.0, _ALIBABA, "MIT", "heading, section"),
    Source("qp_tidb_docs_heading_section", "passage", 1.0, "pingcap/docs-cn", "CC BY-SA 3.0", "heading, section"),
    Source("qp_csl_title_abstract", "passage", 1.0, "ydli-ai/CSL", "Apache-2.0", "title, abstract"),
    Source("qp_open_e2c_term_definition", "passage", 1.0, _OPEN_E2C, "MIT", "term, definition"),
    Source("domain_questions", "question", 1.0, *_OWN, "plain question, official sentence"),
    Source("raw_zh_prc_law_articles", "text", 0.0, _PRC_LAW, _PUBLIC, "untranslated articles: word counts only"),
)


def read_lines(data: Data, source: Source) -> Iterator[str]:
    """Yield the lines of a public `source` in file order, at most `source.limit`; nothing when the file is not there."""
    path = data.folder / f"{source.file}.{'txt' if source.kind == 'text' else 'tsv'}.gz"
    if not path.exists():
        return
    with gzip.open(path, "rt", encoding="utf-8", newline="\n") as lines:
        for number, line in enumerate(lines):
            if source.limit is not None and number >= source.limit:
                return
            yield line.rstrip("\n")


def read_pairs(data: Data, source: Source) -> list[Pair]:
    """Return the pairs of `source`; a line without two non-empty columns is an error that names it."""
    if source.file == "domain_questions":
        return domain_pairs.read_questions(["train"], data.pairs)
    if source.file == "domain_translations":
        return domain_pairs.read_translations(["train"], data.pairs)
    if source.file == "lexicon":
        return [
            (chinese, english) for g in read_lexicon(data.lexicon) for chinese in g.chinese for english in g.english
        ]
    pairs = []
    for number, line in enumerate(read_lines(data, source), 1):
        left, separator, right = line.partition("\t")
        if not (left.strip() and separator and right.strip()):
            raise ValueError(f"{source.file} line {number}: expected two texts and a tab, found {line[:60]!r}")
        pairs.append((left.strip(), right.strip()))
    return pairs


def of_kind(*kinds: Kind) -> tuple[Source, ...]:
    """Return the sources of these kinds, in table order."""
    return tuple(source for source in SOURCES if source.kind in kinds)


def share(text: str) -> float:
    """Return a number in [0, 1) that depends on `text` alone: the same texts are held out in every run."""
    return int.from_bytes(hashlib.blake2b(text.encode(), digest_size=7).digest()) / 2**56
