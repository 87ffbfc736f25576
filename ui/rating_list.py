"""The command `feedback`: what people said of answers, a JSON object a line, as `workplan eval from-feedback` reads it."""

import json
from typing import Annotated

import typer

from ui import options
from ui.wording import say_both


def feedback(
    forget: Annotated[int | None, typer.Option("--forget", min=0, help=say_both("forget_option"))] = None,
    data: options.Data = None,
) -> None:
    """Print every rating that the page has kept, oldest first; with `--forget` delete the old ones before."""
    from ui.feedback import FeedbackStore
    from ui.serving import feedback_url

    store = FeedbackStore(feedback_url(options.settings_of(data=data).data))
    if forget is not None:
        store.forget(forget)
    for row in store.all():
        typer.echo(json.dumps(row, ensure_ascii=False))
    store.close()
