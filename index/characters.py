"""Make any Python string safe for the Rust libraries below: they refuse lone surrogates."""


def replace_surrogates(text: str) -> str:
    """Return `text` with each lone surrogate replaced by `?`; other text comes back unchanged.

    A lone surrogate has no UTF-8 form; it reaches us from broken JSON (`"\\ud83d"`) or undecodable arguments.
    """
    return text.encode("utf-8", "replace").decode("utf-8")
