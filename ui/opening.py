"""Open an assistant for a command, with a progress bar while its index is built."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.settings import Settings
from ui.progress import progress_bar
from ui.wording import say

if TYPE_CHECKING:
    from assistant import Assistant


def open_assistant(documents: Sequence[Path] | None, settings: Settings) -> "Assistant":
    """Return an assistant for `documents` (the bundled report where there are none). Raises `WorkplanError`."""
    from assistant import Assistant

    with progress_bar(say("encoding", settings.language)) as report:
        return Assistant.load(
            documents or (),
            encoder=settings.encoder,
            data=settings.data,
            allow_downloads=settings.allow_downloads,
            progress=report,
        )
