"""Find passages: encoders, BM25 and vector search, fused; indexes saved and loaded."""

from index.compact_encoder import CompactEncoder
from index.encoders import load_encoder
from index.index import Index
from index.joint_encoder import JointEncoder
from index.lexicon import Lexicon, read_lexicon
from index.pooling import PooledEncoder
from index.static_encoder import StaticEncoder
from index.store import FORMAT
from index.tokens import tagged
from index.types import Encoder, Hit, Matrix, Retrieval, VectorIndex
from index.words import verbs, words

__all__ = [
    "FORMAT",
    "CompactEncoder",
    "Encoder",
    "Hit",
    "Index",
    "JointEncoder",
    "Lexicon",
    "Matrix",
    "PooledEncoder",
    "Retrieval",
    "StaticEncoder",
    "VectorIndex",
    "load_encoder",
    "read_lexicon",
    "tagged",
    "verbs",
    "words",
]
