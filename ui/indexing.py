"""The command `index`: build the search index and save it where `ask` and `serve` look for it."""

import time

import typer

from corpus import make_passages
from ui import options
from ui.progress import progress_bar
from ui.wording import say


def index(
    document: options.Documents = None,
    encoder: options.Encoder = None,
    data: options.Data = None,
    allow_downloads: options.AllowDownloads = None,
    language: options.Language = None,
) -> None:
    """Build the index anew, save it, and say where, of what and how long it took."""
    from assistant.opening import index_folder, open_documents
    from index import Index, load_encoder

    settings = options.settings_of(encoder=encoder, data=data, allow_downloads=allow_downloads, language=language)
    documents = open_documents(document or ())
    model = load_encoder(settings.encoder, allow_downloads=settings.allow_downloads)
    folder = index_folder(settings.data, documents, model)
    started = time.perf_counter()
    with progress_bar(say("encoding", settings.language)) as report:
        Index.build(documents, model, report).save(folder)
    typer.echo(
        say(
            "indexed",
            settings.language,
            documents=len(documents),
            passages=sum(len(make_passages(each)) for each in documents),
            seconds=f"{time.perf_counter() - started:.2f}",
            encoder=model.name,
            folder=folder,
        )
    )
