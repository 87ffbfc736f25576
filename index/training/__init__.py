"""Train the built-in static zh-en embedding model: `python -m index.training --help`."""
