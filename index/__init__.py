"""Find passages: encoders, BM25 and vector search, fused; indexes saved and loaded."""

from index.encoders import load_encoder
from index.index import Index
from index.pooling import PooledEncoder
from index.static_encoder import StaticEncoder
from index.store import FORMAT
from index.types import Encoder, Hit, Matrix, Retrieval, VectorIndex
from index.words import verbs, words

__all__ = [
    "FORMAT",
    "Encoder",
    "Hit",
    "Index",
    "Matrix",
    "PooledEncoder",
    "Retrieval",
    "StaticEncoder",
    "VectorIndex",
    "load_encoder",
    "verbs",
    "words",
]
