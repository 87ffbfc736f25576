"""The whole chain from pairs to a model folder; each stage keeps its result in the work folder."""

from collections.abc import Callable, Iterator
from pathlib import Path

from index.training.card import write_card
from index.training.characters import compile_map, simplified_map
from index.training.cutting import character_pieces
from index.training.examples import load_examples
from index.training.folder import write_folder
from index.training.initialise import initial_table
from index.training.measure import Scores, measure
from index.training.reduce import reduce_dimensions
from index.training.sources import of_kind, read_lines, read_pairs
from index.training.teacher import Teacher, VectorCache, encode_all
from index.training.tokenizer import build_tokenizer, unknown_id
from index.training.train import Plan, train_table
from index.training.vocabulary import Vocabulary, choose_vocabulary

MOST_WORDS = 92_000  # with these and so many dimensions the folder stays under 48 MB
DIMENSIONS = 256  # measured: as good as the 384 that are trained
MOST_CHARACTERS = 7_500

Say = Callable[[str], None]


def run_chain(
    data: Path, out: Path, work: Path, teacher: Teacher, plan: Plan, say: Say = print, most_words: int = MOST_WORDS
) -> dict[str, Scores]:
    """Train on the files in `data` and write the model into `out`; return the figures on the held-out pairs.

    `work` keeps the teacher's vectors, the long part: an interrupted run goes on where it stopped. Raises
    `FileNotFoundError` when `data` has no sentence pairs.
    """
    dictionary = [pair for source in of_kind("dictionary") for pair in read_pairs(data, source)]
    english = [text for source in of_kind("translation", "dictionary") for _, text in read_pairs(data, source)]
    if not english:
        raise FileNotFoundError(f"{data} holds none of the training files; index/training/README.md lists them")
    cache = VectorCache(work / "teacher", teacher.dim)
    for place, left in enumerate(encode_all(teacher, english, cache, plan.seed)):
        if place % 100 == 0:
            say(f"teacher: {left:,} strings left")
    vectors = cache.matrix()
    vocabulary = _vocabulary(data, dictionary, most_words)
    say(f"vocabulary: {len(vocabulary.words):,} words, {len(vocabulary.characters):,} characters")
    tokenizer = build_tokenizer(teacher.tokenizer_json(), vocabulary, compile_map(simplified_map()))
    translations, passages, held = load_examples(data, tokenizer, cache)
    say(
        f"pairs: {sum(len(p.left) for p in translations):,} translations, {sum(len(p.left) for p in passages):,} passages"
    )
    table = initial_table(tokenizer, dictionary, translations, cache, vectors, plan.seed)
    unknown = unknown_id(tokenizer)
    pieces = character_pieces(tokenizer)
    trained = train_table(
        table, translations, passages, vectors, pieces, unknown, plan, lambda step, loss: _tell(say, step, loss)
    )
    trained = reduce_dimensions(trained, DIMENSIONS)
    trained[unknown] = 0
    write_folder(out, trained, tokenizer)
    figures = measure(out, held)
    write_card(out, len(trained), trained.shape[1], plan.steps, plan.seed, teacher.name, figures)
    return figures


def _vocabulary(data: Path, dictionary: list[tuple[str, str]], most_words: int) -> Vocabulary:
    return choose_vocabulary(_chinese(data), (word for word, _ in dictionary), most_words, MOST_CHARACTERS)


def _chinese(data: Path) -> Iterator[str]:
    """Yield the Chinese side of every source that is no dictionary."""
    for source in of_kind("translation", "passage"):
        for left, right in read_pairs(data, source):
            yield left
            if source.kind == "passage":
                yield right
    for source in of_kind("text"):
        yield from read_lines(data, source)


def _tell(say: Say, step: int, loss: float) -> None:
    if step % 50 == 0:
        say(f"step {step}: loss {loss:.3f}")
