"""What people say of answers, kept in a database: SQLite in the data folder, or any other that SQLAlchemy knows.

The only module that knows SQLAlchemy. No address and no name of a person is kept.
"""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any, Literal, get_args

from sqlalchemy import (
    JSON,
    Column,
    DateTime,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    create_engine,
    delete,
    insert,
    select,
)
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.pool import StaticPool

from corpus import ServeError

Rating = Literal["up", "down"]
Reason = Literal["passage", "figure", "incomplete", "decline", "other"]
REASONS: tuple[str, ...] = get_args(Reason)
IN_MEMORY = "sqlite://"

_tables = MetaData()
_feedback = Table(
    "feedback",
    _tables,
    Column("id", Integer, primary_key=True),
    Column("at", DateTime(timezone=True), nullable=False, index=True),
    Column("rating", String(8), nullable=False),
    Column("reason", String(16)),
    Column("comment", Text, nullable=False),
    Column("question", Text, nullable=False),
    Column("answer", JSON),
)


class FeedbackStore:
    """Keeps ratings with the question and the answer that they are about."""

    def __init__(self, url: str = IN_MEMORY) -> None:
        """Open the database at `url`, making its table where it is missing. Raises `ServeError`."""
        shared = {"poolclass": StaticPool, "connect_args": {"check_same_thread": False}} if url == IN_MEMORY else {}
        try:
            self._engine = create_engine(url, **shared)
            _tables.create_all(self._engine)
        except (SQLAlchemyError, ImportError) as error:
            raise ServeError(f"the feedback database {_shown(url)} cannot be opened: {_first_line(error)}") from error

    def add(
        self, rating: Rating, question: str, *, reason: str | None = None, comment: str = "", answer: Any = None
    ) -> int:
        """Keep a rating and return its number."""
        row = {
            "at": datetime.now(UTC),
            "rating": rating,
            "reason": reason,
            "comment": comment,
            "question": question,
            "answer": answer,
        }
        with self._engine.begin() as connection:
            return int(connection.execute(insert(_feedback).values(row).returning(_feedback.c.id)).scalar_one())

    def all(self) -> Iterator[dict[str, Any]]:
        """Yield every rating, oldest first, as JSON can hold it."""
        with self._engine.connect() as connection:
            for row in connection.execute(select(_feedback).order_by(_feedback.c.id)).mappings():
                yield {**row, "at": row["at"].isoformat()}

    def forget(self, days: int) -> int:
        """Delete what is older than `days` and return how many ratings that were."""
        before = datetime.now(UTC) - timedelta(days=days)
        with self._engine.begin() as connection:
            return connection.execute(delete(_feedback).where(_feedback.c.at < before)).rowcount

    def answers(self) -> bool:
        """Tell whether the database can be reached."""
        try:
            with self._engine.connect() as connection:
                connection.execute(select(_feedback.c.id).limit(1))
        except SQLAlchemyError:
            return False
        return True

    def close(self) -> None:
        """Let go of the database."""
        self._engine.dispose()


def _shown(url: str) -> str:
    """Return `url` without what may be a password."""
    return f"{url.split(':', 1)[0]}:…@{url.rsplit('@', 1)[1]}" if "@" in url else url


def _first_line(error: Exception) -> str:
    return str(error).splitlines()[0] if str(error) else type(error).__name__
