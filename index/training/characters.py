"""Fold traditional characters into simplified ones inside a tokenizer, one character to one.

The map is OpenCC's. A character that simplified text uses itself (著, 乾: what GB2312 holds) is left alone, so simplified
text passes unchanged; a few that GB2312 holds as variants and names only (後, 於) are folded all the same, for without
them traditional text loses its most frequent words. Thousands of `Replace` steps would be slow; one `Precompiled` step is a trie (Kudo & Richardson
2018, SentencePiece), which the sentencepiece package compiles from a table of rules.
"""

import base64
import tempfile
from pathlib import Path

_BLOCKS = ((0x3400, 0x4DC0), (0x4E00, 0xA000), (0xF900, 0xFB00))
_VARIANTS = frozenset("後於徵夥麽菸摺醣")  # in GB2312, yet not in simplified prose


def simplified_map() -> dict[str, str]:
    """Return traditional character -> simplified character."""
    from opencc import OpenCC

    converter = OpenCC("t2s")
    pairs = {}
    for first, last in _BLOCKS:
        for code in range(first, last):
            character = chr(code)
            folded = converter.convert(character)
            if folded != character and len(folded) == 1 and not _in_simplified_text(character):
                pairs[character] = folded
    return {source: pairs.get(target, target) for source, target in pairs.items()}


def _in_simplified_text(character: str) -> bool:
    if character in _VARIANTS:
        return False
    try:
        character.encode("gb2312")
    except UnicodeEncodeError:
        return False
    return True


def compile_map(pairs: dict[str, str]) -> str:
    """Return `pairs` as the base64 text of a `Precompiled` normalizer's character map."""
    import sentencepiece

    with tempfile.TemporaryDirectory() as folder:
        rules = Path(folder, "rules.tsv")
        rules.write_text("".join(f"{ord(a):X}\t{ord(b):X}\n" for a, b in sorted(pairs.items())), encoding="utf-8")
        corpus = Path(folder, "corpus.txt")
        corpus.write_text("a b c\n" * 10, encoding="utf-8")  # the trainer wants a text; only its rules are kept
        sentencepiece.SentencePieceTrainer.train(
            input=str(corpus),
            model_prefix=str(Path(folder, "m")),
            model_type="char",
            vocab_size=8,
            hard_vocab_limit=False,
            normalization_rule_tsv=str(rules),
            minloglevel=2,
        )
        model = Path(folder, "m.model").read_bytes()
    return base64.b64encode(_charsmap(model)).decode("ascii")


def _charsmap(model: bytes) -> bytes:
    """Return `ModelProto.normalizer_spec.precompiled_charsmap` (fields 3 and 2) of a serialised SentencePiece model."""
    spec = dict(_fields(model))[3]
    return dict(_fields(spec))[2]


def _fields(message: bytes) -> list[tuple[int, bytes]]:
    """Return (number, payload) of the length-delimited fields of a protocol buffer; others are skipped over."""
    fields = []
    place = 0
    while place < len(message):
        key, place = _varint(message, place)
        kind = key & 7
        if kind == 2:
            size, place = _varint(message, place)
            fields.append((key >> 3, message[place : place + size]))
            place += size
        elif kind == 0:
            _, place = _varint(message, place)
        else:
            place += 8 if kind == 1 else 4
    return fields


def _varint(message: bytes, place: int) -> tuple[int, int]:
    value = shift = 0
    while True:
        byte = message[place]
        place += 1
        value |= (byte & 0x7F) << shift
        if byte < 0x80:
            return value, place
        shift += 7
