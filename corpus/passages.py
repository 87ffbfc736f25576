"""Cut a document into findable passages at two grains, each with its exact place and its breadcrumb.

The coarse grain is the text that a numbered section holds itself, and where that is long, a piece of it by LangChain's
recursive splitter: the splitter proposes, a cursor walking the text decides where the piece stands.
"""

from corpus.sentences import split_sentences
from corpus.types import Document, Passage, PassageKind, Scope, Sentence

LONGEST_PASSAGE = 320  # characters; items of a report are usually shorter, so most stay whole
_SEPARATORS = ["\n", "。", "！", "？", "!", "?", "；", ";", "，", ",", "、", " ", ""]


def make_passages(document: Document) -> tuple[Passage, ...]:
    """Return the passages of `document` at all grains (passage, heading, sentence), in report order, coarse first."""
    passages: list[Passage] = []
    for block in _blocks(document):
        start, end = block[0].start, block[-1].end
        pieces = split_long(document.text, start, end)
        for piece in pieces:
            scope = _scope_at(block, piece[0])
            passages.append(_passage(document, *piece, "passage", _holder(document, block[0].section), scope))
        for sentence in block:
            kind: PassageKind = "heading" if sentence.heading else "sentence"
            passages.append(_passage(document, sentence.start, sentence.end, kind, sentence.section, sentence.scope))
    return tuple(passages)


def split_long(text: str, start: int, end: int, longest: int = LONGEST_PASSAGE) -> list[tuple[int, int]]:
    """Return the (start, end) of the pieces of `text[start:end]`, none longer than `longest` characters."""
    if end - start <= longest:
        return [(start, end)]
    from langchain_text_splitters import RecursiveCharacterTextSplitter

    splitter = RecursiveCharacterTextSplitter(
        chunk_size=longest, chunk_overlap=0, separators=_SEPARATORS, keep_separator="end", strip_whitespace=True
    )
    pieces = []
    cursor = start
    for piece in splitter.split_text(text[start:end]):
        place = text.index(piece, cursor, end)
        pieces.append((place, place + len(piece)))
        cursor = place + len(piece)
    return pieces


def plain_passages(document_id: str, text: str, title: str) -> tuple[Passage, ...]:
    """Return one passage for a paragraph of a foreign data set and its sentences, without parsing an outline."""
    whole = Passage(f"{document_id}-0-{len(text)}-p", document_id, "", 0, len(text), "passage", "other", title, text)
    sentences = tuple(
        Passage(
            f"{document_id}-{start}-{end}-s", document_id, "", start, end, "sentence", "other", title, text[start:end]
        )
        for start, end in split_sentences(text)
    )
    return (whole, *sentences)


def _blocks(document: Document) -> list[list[Sentence]]:
    """Return the sentences grouped by the section that holds them; items inside a sentence stay with their paragraph."""
    blocks: list[list[Sentence]] = []
    for sentence in document.sentences:
        if sentence.heading and not sentence.section:
            blocks.append([sentence])
        elif (
            blocks
            and _holder(document, blocks[-1][0].section) == _holder(document, sentence.section)
            and not (blocks[-1][0].heading and not blocks[-1][0].section)
        ):
            blocks[-1].append(sentence)
        else:
            blocks.append([sentence])
    return blocks


def _holder(document: Document, section_id: str) -> str:
    """Return the id of the nearest section whose heading begins a line."""
    path = document.path(section_id)
    for section in reversed(path):
        if section.start == 0 or document.text[section.start - 1] == "\n":
            return section.id
    return path[0].id if path else ""


def _scope_at(block: list[Sentence], start: int) -> Scope:
    return next((sentence.scope for sentence in block if sentence.end > start), block[0].scope)


def _passage(document: Document, start: int, end: int, kind: PassageKind, section: str, scope: Scope) -> Passage:
    return Passage(
        id=f"{document.id}-{start}-{end}-{kind[0]}",
        document_id=document.id,
        section=section,
        start=start,
        end=end,
        kind=kind,
        scope=scope,
        breadcrumb=document.breadcrumb(section),
        text=document.text[start:end],
    )
