"""The exception tree of the whole application.

    WorkplanError               anything a person can put right; its message is one clear line
    ├── ReportError             a report file cannot be read, or is no text
    ├── EncoderError            an embedding model cannot be loaded or used
    ├── IndexFolderError        a saved index is missing, half-written or unreadable
    │   └── IndexMismatchError  a saved index was built with another encoder, other documents or a newer format
    ├── LexiconError            a lexicon or a line of it is malformed
    ├── CalibrationError        a calibration file is malformed
    ├── QuestionError           a question is empty, too long or not text
    ├── DatasetError            a question set or a line of it is malformed
    └── ServeError              the server cannot start

It stands in the lowest layer so that every layer can raise its own branch and the command line can catch the root.
"""


class WorkplanError(Exception):
    """Base of every error that a person can put right; the message names the value, the expectation and the fix."""


class ReportError(WorkplanError):
    """A report file cannot be read: missing, empty, binary or of an unknown encoding."""


class EncoderError(WorkplanError):
    """An embedding model cannot be loaded or used."""


class IndexFolderError(WorkplanError):
    """A saved index is missing, half-written or unreadable."""


class IndexMismatchError(IndexFolderError):
    """A saved index was built with another encoder, from other documents or by a newer version."""


class LexiconError(WorkplanError):
    """A lexicon file cannot be read, or one line of it is not a group of terms."""


class CalibrationError(WorkplanError):
    """A calibration file cannot be read, or lacks a weight."""


class QuestionError(WorkplanError):
    """A question is empty, too long or not text."""


class DatasetError(WorkplanError):
    """A question set or one line of it is malformed."""


class ServeError(WorkplanError):
    """The server cannot start: the port is in use or the host is not allowed."""
