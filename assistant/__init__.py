"""Hold a conversation about a report: understand, search, answer in its own words, cite, or decline."""

from assistant.assistant import Assistant
from assistant.types import Answer, Citation, History, Kind, Role, Turn

__all__ = ["Answer", "Assistant", "Citation", "History", "Kind", "Role", "Turn"]
