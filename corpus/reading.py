"""Read a report file as text: UTF-8, UTF-16 with a mark, or GB18030 (common on Chinese desktops)."""

from pathlib import Path

from corpus.errors import ReportError

_MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_CONTROLS = frozenset(chr(code) for code in range(32)) - frozenset("\t\n\r\f\v") | {"\x7f"}


def read_report(path: str | Path) -> str:
    """Return the text of the file at `path`.

    Raises `ReportError` when the file is missing, a folder, empty, binary, or in an encoding that is none of the three.
    """
    path = Path(path)
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        raise ReportError(f"{path}: no such file; give the path of a report saved as text") from None
    except IsADirectoryError:
        raise ReportError(f"{path} is a folder; give the path of a report saved as text") from None
    except OSError as error:
        raise ReportError(f"{path} cannot be read ({error.strerror}); check its permissions") from None
    return decode_report(data, str(path))


def decode_report(data: bytes, name: str = "the report") -> str:
    """Return `data` as text; `name` is what error messages call it. Raises `ReportError` as `read_report` does."""
    if not data.strip():
        raise ReportError(f"{name} is empty; expected the text of a report")
    text = _decode(data, name)
    if _looks_binary(text):
        raise ReportError(f"{name} is not a text file; save the report as plain text (UTF-8 or GB18030) first")
    if not text.strip().strip("\ufeff"):
        raise ReportError(f"{name} is empty; expected the text of a report")
    return text


def _decode(data: bytes, name: str) -> str:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            try:
                return data.decode(encoding)
            except UnicodeDecodeError:
                break
    if b"\x00" in data:
        raise ReportError(f"{name} is not a text file; save the report as plain text (UTF-8 or GB18030) first")
    for encoding in ("utf-8", "gb18030"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise ReportError(f"{name} is neither UTF-8 nor GB18030 text; save it as UTF-8 and try again")


def _looks_binary(text: str) -> bool:
    """Tell whether more than one character in a hundred is a control or private-use character."""
    odd = sum(character in _CONTROLS or "\ue000" <= character <= "\uf8ff" for character in text)
    return odd * 100 > len(text)
