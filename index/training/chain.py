"""The whole chain from pairs to a model folder; the teacher's vectors are kept in the work folder."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from tokenizers import Tokenizer

from index.compact_encoder import end_tokens
from index.compact_folder import is_compact_folder, read_compact_folder, write_compact_folder
from index.encoders import load_encoder
from index.lexicon import read_lexicon
from index.static_folder import read_static_folder
from index.training.card import write_card
from index.training.characters import compile_map, simplified_map
from index.training.continuing import COMPACT_PLAN, STATIC_PLAN, FurtherPlan, continue_compact, continue_static
from index.training.cutting import character_pieces
from index.training.examples import Examples, HeldOut, load_examples, split_pairs
from index.training.folder import write_folder
from index.training.initialise import Table, initial_table
from index.training.measure import Scores, measure
from index.training.reduce import reduce_dimensions
from index.training.sources import Data, of_kind, read_lines, read_pairs
from index.training.teacher import HalfMatrix, MiniLM, Teacher, VectorCache, encode_all
from index.training.tokenizer import build_tokenizer, unknown_id
from index.training.train import Plan, train_table
from index.training.transformer import LONGEST, TransformerPlan, aligned_words, train_transformer
from index.training.vocabulary import Vocabulary, choose_vocabulary
from index.training.weigh import token_weights, weigh_rows

MOST_WORDS = 92_000  # with these and so many dimensions the static folder stays under 50 MB
DIMENSIONS = 256  # measured: as good as the 384 that are trained
COMPACT_WORDS = 30_000  # the transformer reads a rare word by its characters, in their context
COMPACT_START = 120  # steps of the table that aligns its words; a longer-trained one is worse
MOST_CHARACTERS = 7_500
_OWN_TEXT_WEIGHT = 3  # how often the project's own texts count when words are chosen
_LEXICON_WORD = re.compile(r"[\u4e00-\u9fff]{2,6}")

Say = Callable[[str], None]


@dataclass(frozen=True, slots=True, eq=False)
class Prepared:
    """What training starts from."""

    tokenizer: Tokenizer
    examples: Examples
    vectors: HalfMatrix
    table: Table  # the first values


def train_static(
    data: Data, out: Path, work: Path, teacher: Teacher, plan: Plan, say: Say = print
) -> dict[str, Scores]:
    """Train the static table on `data` and write its folder into `out`; return the figures on the held-out pairs.

    `work` keeps the teacher's vectors, the long part: an interrupted run goes on where it stopped. Raises
    `FileNotFoundError` when `data` has no sentence pairs.
    """
    prepared = _prepare(data, work, teacher, plan.seed, MOST_WORDS, _lexicon_words(data), say)
    trained = _train(prepared, plan, say)
    trained = reduce_dimensions(trained, DIMENSIONS)
    trained = weigh_rows(trained, token_weights(prepared.examples, len(trained)))
    trained[unknown_id(prepared.tokenizer)] = 0
    write_folder(out, trained, prepared.tokenizer)
    figures = measure(out, prepared.examples.held, data)
    command = command_of("--model static", plan.steps, plan.seed)
    write_card(out, "static", len(trained), trained.shape[1], [command], teacher.name, figures)
    return figures


def train_compact(
    data: Data, out: Path, work: Path, teacher: Teacher, plan: TransformerPlan, say: Say = print
) -> dict[str, Scores]:
    """Train the compact transformer on `data` and write its folder into `out`; otherwise as `train_static`."""
    prepared = _prepare(data, work, teacher, plan.seed, COMPACT_WORDS, (), say)
    start = _train(prepared, Plan(steps=COMPACT_START, seed=plan.seed), say)
    body = teacher.body()
    words = body.get_input_embeddings().weight.detach()
    tokenizer = prepared.tokenizer
    aligned = aligned_words(tokenizer, start, words, prepared.examples)
    ends = end_tokens(tokenizer)
    weights = train_transformer(
        body, aligned, ends, prepared.examples, prepared.vectors, plan, lambda step, loss: _tell(say, step, loss)
    )
    config = body.config
    write_compact_folder(out, weights, tokenizer, config.num_hidden_layers, config.num_attention_heads, LONGEST)
    figures = measure(out, prepared.examples.held, data)
    command = command_of("--model compact", plan.steps, plan.seed)
    write_card(out, "compact", len(aligned), aligned.shape[1], [command], teacher.name, figures)
    return figures


def train_further(
    start: Path, data: Data, out: Path, plan: FurtherPlan | None = None, before: Sequence[str] = (), say: Say = print
) -> dict[str, Scores]:
    """Train the model in the folder `start` further on the plain questions of `data` and write it into `out`.

    It needs no teacher. `plan` is that of the model's form where none is given; `before` are the commands that made
    `start`, for the card. Raises `EncoderError` where `start` is neither a static nor a compact model.
    """
    compact = is_compact_folder(start)
    plan = plan or (COMPACT_PLAN if compact else STATIC_PLAN)
    (continue_compact if compact else continue_static)(start, data, out, plan, say)
    held = HeldOut([], [])
    for source in of_kind("translation"):
        held.translations.extend(split_pairs(data, source)[1])
    for source in of_kind("passage"):
        held.passages.extend(split_pairs(data, source)[1])
    figures = measure(out, held, data)
    command = command_of("--from FOLDER", plan.steps, plan.seed)
    encoder = load_encoder(str(out))
    tokens = len(read_compact_folder(out).words) if compact else len(read_static_folder(out).table)
    write_card(out, "compact" if compact else "static", tokens, encoder.dim, [*before, command], MiniLM.name, figures)
    return figures


def command_of(what: str, steps: int, seed: int) -> str:
    """Return the command line that a model card names."""
    return f"python -m index.training --data DIR {what} --out FOLDER --steps {steps} --seed {seed}"


def _prepare(
    data: Data, work: Path, teacher: Teacher, seed: int, most_words: int, always: tuple[str, ...], say: Say
) -> Prepared:
    dictionary = [pair for source in of_kind("dictionary") for pair in read_pairs(data, source)]
    translated = of_kind("translation", "dictionary")
    english = [text for source in translated for _, text in read_pairs(data, source)]
    if not any(read_pairs(data, source) for source in of_kind("translation") if source.file != "domain_translations"):
        raise FileNotFoundError(f"{data.folder} holds none of the training files; index/training/README.md lists them")
    cache = VectorCache(work / "teacher", teacher.dim)
    for place, left in enumerate(encode_all(teacher, english, cache, seed)):
        if place % 100 == 0:
            say(f"teacher: {left:,} strings left")
    headwords = (word for word, _ in dictionary)
    vocabulary = choose_vocabulary(_chinese(data), headwords, most_words, MOST_CHARACTERS)
    vocabulary = Vocabulary(tuple(sorted({*vocabulary.words, *always})), vocabulary.characters)
    say(f"vocabulary: {len(vocabulary.words):,} words, {len(vocabulary.characters):,} characters")
    tokenizer = build_tokenizer(teacher.tokenizer_json(), vocabulary, compile_map(simplified_map()))
    examples = load_examples(data, tokenizer, cache)
    say(
        "pairs: "
        + ", ".join(
            f"{sum(len(pairs.left) for pairs in kind):,} {name}"
            for name, kind in (
                ("translations", examples.translations),
                ("passages", examples.passages),
                ("plain questions", examples.questions),
            )
        )
    )
    vectors = cache.matrix()
    table = initial_table(tokenizer, dictionary, examples.translations, cache, vectors, seed)
    return Prepared(tokenizer, examples, vectors, table)


def _train(prepared: Prepared, plan: Plan, say: Say) -> Table:
    return train_table(
        prepared.table,
        prepared.examples,
        prepared.vectors,
        character_pieces(prepared.tokenizer),
        unknown_id(prepared.tokenizer),
        plan,
        lambda step, loss: _tell(say, step, loss),
    )


def _lexicon_words(data: Data) -> tuple[str, ...]:
    """Return the lexicon's Chinese terms of two to six characters: each gets a row of its own."""
    terms = {term for group in read_lexicon(data.lexicon) for term in group.chinese if _LEXICON_WORD.fullmatch(term)}
    return tuple(sorted(terms))


def _chinese(data: Data) -> Iterator[str]:
    """Yield the Chinese side of every source that is no dictionary."""
    for source in of_kind("translation", "passage", "question"):
        times = _OWN_TEXT_WEIGHT if source.file.startswith("domain_") else 1
        for left, right in read_pairs(data, source):
            for _ in range(times):
                yield left
                if source.kind != "translation":
                    yield right
    for source in of_kind("text"):
        yield from read_lines(data, source)


def _tell(say: Say, step: int, loss: float) -> None:
    if step % 20 == 0:
        say(f"step {step}: loss {loss:.3f}")
