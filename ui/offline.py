"""Keep the libraries that call home from doing so. Each function must run before its library is imported."""

import os


def quiet_gradio() -> None:
    """Switch off Gradio's version check and its usage statistics."""
    os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"


def quiet_hub(allow_downloads: bool = False) -> None:
    """Switch off the model hub's usage statistics, and the hub itself unless downloads are allowed."""
    os.environ["HF_HUB_DISABLE_TELEMETRY"] = "1"
    if not allow_downloads:
        os.environ["HF_HUB_OFFLINE"] = "1"
