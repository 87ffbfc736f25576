"""Write a file or a folder so that an interruption leaves the old one or the new one, never a half."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path

from corpus import WorkplanError


def check_writable(path: Path) -> None:
    """Raise `WorkplanError` at once where `path` could not be written after all the work."""
    if not path.parent.is_dir():
        raise WorkplanError(f"{path} cannot be written (no such folder); give --out another file")
    if not os.access(path.parent, os.W_OK):
        raise WorkplanError(f"{path} cannot be written (permission denied); give --out another file")


def write_file(path: Path, content: str | bytes) -> None:
    """Write `content` (text as UTF-8) to `path`, in place of what was there. Raises `WorkplanError`."""
    data = content.encode("utf-8", "replace") if isinstance(content, str) else content
    temporary = ""
    try:
        with tempfile.NamedTemporaryFile("wb", dir=path.parent, delete=False) as file:
            temporary = file.name
            file.write(data)
        Path(temporary).chmod(0o644)
        Path(temporary).replace(path)
    except OSError as error:
        if temporary:
            Path(temporary).unlink(missing_ok=True)
        raise WorkplanError(f"{path} cannot be written ({error.strerror}); give --out another file") from None


def write_folder(folder: Path, files: Mapping[str, str], replaceable: str) -> None:
    """Write `files` (name: text) as the folder `folder`.

    A folder already there is replaced only where it holds the file `replaceable`, so that no other folder is lost.
    Raises `WorkplanError`.
    """
    check_replaceable(folder, replaceable)
    temporary = Path()
    try:
        temporary = Path(tempfile.mkdtemp(prefix=f".{folder.name}.", dir=folder.parent))
        for name, text in files.items():
            (temporary / name).write_bytes(text.encode("utf-8", "replace"))
        temporary.chmod(0o755)
        _swap(temporary, folder)
    except OSError as error:
        raise WorkplanError(f"{folder} cannot be written ({error.strerror}); give --out another folder") from None
    finally:
        if temporary.name:
            shutil.rmtree(temporary, ignore_errors=True)


def check_replaceable(folder: Path, mark: str) -> None:
    """Raise `WorkplanError` where `folder` is there but is no earlier run (has no file `mark`) and is not empty."""
    check_writable(folder)
    if folder.is_dir():
        if any(folder.iterdir()) and not (folder / mark).is_file():
            raise WorkplanError(f"{folder} holds other files (no {mark}): give --out a new or an empty folder")
    elif folder.exists():
        raise WorkplanError(f"{folder} is a file; give --out the path of a folder")


def _swap(new: Path, folder: Path) -> None:
    """Put `new` in the place of `folder`; the old one is moved aside first and deleted last."""
    if not folder.exists():
        new.rename(folder)
        return
    aside = Path(tempfile.mkdtemp(prefix=f".{folder.name}.old.", dir=folder.parent))
    folder.rename(aside / folder.name)
    try:
        new.rename(folder)
    except OSError:
        (aside / folder.name).rename(folder)
        raise
    finally:
        shutil.rmtree(aside, ignore_errors=True)
