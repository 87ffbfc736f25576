"""Build the model's tokenizer: the teacher's English WordPiece, Chinese words found leftmost-longest, all folding inside.

Chinese words and characters are added tokens, matched on folded text before WordPiece sees it, so an ordinary
`tokenizer.json` segments Chinese and nothing but the tokenizers library is needed to read it.
"""

import json

from tokenizers import AddedToken, Tokenizer

from index.training.vocabulary import Vocabulary

UNKNOWN = "[UNK]"


def build_tokenizer(base: str, vocabulary: Vocabulary, charsmap: str) -> Tokenizer:
    """Return the tokenizer; `base` is a WordPiece tokenizer's JSON, `charsmap` the compiled character map.

    Folding: width and compatibility forms (NFKC), traditional to simplified, letter case and accents. No special token
    is added to a text; padding and truncation are off. A word that folding changes is left out: two added tokens that fold
    to the same text (國, 国) would be told apart by chance, anew in every process.
    """
    parts = json.loads(base)
    parts["normalizer"] = {
        "type": "Sequence",
        "normalizers": [
            {"type": "NFKC"},
            {"type": "Precompiled", "precompiled_charsmap": charsmap},
            {
                "type": "BertNormalizer",
                "clean_text": True,
                "handle_chinese_chars": False,
                "strip_accents": True,
                "lowercase": True,
            },
        ],
    }
    parts["post_processor"] = parts["truncation"] = parts["padding"] = None
    parts["added_tokens"] = [token for token in parts["added_tokens"] if token["content"] == UNKNOWN]
    tokenizer: Tokenizer = Tokenizer.from_str(json.dumps(parts))
    known = tokenizer.get_vocab()
    fold = tokenizer.normalizer.normalize_str
    folded = [text for text in (*vocabulary.words, *vocabulary.characters) if fold(text) == text]
    new = [text for text in folded if text not in known]
    old = [text for text in folded if text in known]
    tokenizer.add_tokens([AddedToken(text, normalized=True) for text in (*old, *new)])
    return tokenizer


def unknown_id(tokenizer: Tokenizer) -> int:
    """Return the id of `[UNK]`, whose row is zero."""
    found = tokenizer.token_to_id(UNKNOWN)
    if found is None:
        raise ValueError(f"the base tokenizer has no {UNKNOWN}")
    return int(found)
