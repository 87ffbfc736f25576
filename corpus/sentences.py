"""Where sentences and clauses end in Chinese text; offsets only, the text is never touched."""

from functools import lru_cache

_PAIRS = {"“": "”", "‘": "’", "(": ")", "（": "）", "《": "》", "「": "」", "『": "』", "〔": "〕", "[": "]"}
_CLOSERS = "”’)）》」』〕]\"'"
_STOPS = "。！？!?；;"
_CLAUSE_STOPS = "，,：:" + _STOPS


def split_sentences(text: str, start: int = 0, end: int | None = None) -> list[tuple[int, int]]:
    """Return the (start, end) of each sentence in `text[start:end]`.

    A sentence ends after 。！？； (or their half-width forms) outside brackets and quotation marks, with the closing
    marks that follow, or at a line's end. Together the spans hold every character but white space between them.
    """
    end = len(text) if end is None else end
    spans: list[tuple[int, int]] = []
    for line_start, line_end in _lines(text, start, end):
        spans += _split_at(text, line_start, line_end, _STOPS)
    return spans


@lru_cache(maxsize=4096)
def split_clauses(text: str, shortest: int = 8) -> tuple[tuple[int, int], ...]:
    """Return the (start, end) of the clauses of `text` that have at least `shortest` characters."""
    return tuple((start, end) for start, end in _split_at(text, 0, len(text), _CLAUSE_STOPS) if end - start >= shortest)


def _lines(text: str, start: int, end: int) -> list[tuple[int, int]]:
    spans = []
    while start < end:
        stop = text.find("\n", start, end)
        stop = end if stop < 0 else stop
        spans.append((start, stop))
        start = stop + 1
    return spans


def _split_at(text: str, start: int, end: int, stops: str) -> list[tuple[int, int]]:
    enclosed = _enclosed(text, start, end)
    spans: list[tuple[int, int]] = []
    begin = position = start
    while position < end:
        position += 1
        if text[position - 1] not in stops or position - 1 in enclosed:
            continue
        while position < end and text[position] in _CLOSERS + stops and position not in enclosed:
            position += 1
        spans.append((begin, position))
        begin = position
    spans.append((begin, end))
    return [span for span in (_trim(text, *span) for span in spans) if span[0] < span[1]]


def _enclosed(text: str, start: int, end: int) -> set[int]:
    """Return the positions inside matched pairs; a mark without its partner encloses nothing."""
    inside: set[int] = set()
    opened: list[int] = []
    for position in range(start, end):
        character = text[position]
        if character in _PAIRS:
            opened.append(position)
        elif character in _CLOSERS:
            for depth in range(len(opened) - 1, -1, -1):
                if _PAIRS[text[opened[depth]]] == character:
                    inside.update(range(opened[depth], position))
                    del opened[depth:]
                    break
    return inside


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end
