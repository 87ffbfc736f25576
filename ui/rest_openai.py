"""`POST /v1/chat/completions` and `GET /v1/models` in OpenAI's form, so that any chat client can use the assistant.

The text keeps its markers `[1]` and ends with the places and quotes; `citations` holds them for programs. There are no
tokens here: `usage` counts characters.
"""

import json
import time
import uuid
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Annotated, Any, Literal

from fastapi import APIRouter, Body
from fastapi.responses import JSONResponse, Response, StreamingResponse
from pydantic import BaseModel, Field

from assistant.json_form import MAX_TURNS, answer_to_json
from assistant.types import Answer
from corpus import QuestionError
from ui.presenter import answer_text
from ui.rest_errors import Utf8Response
from ui.rest_stream import NO_BUFFER
from ui.wording import language_of

if TYPE_CHECKING:
    from assistant import Assistant

MODEL = "workplan"


class Part(BaseModel):
    """A piece of a message; only text can be asked about."""

    type: str
    text: str = ""


class Message(BaseModel):
    """A message of the conversation."""

    role: Literal["system", "developer", "user", "assistant", "tool"]
    content: str | list[Part] | None = None

    @property
    def text(self) -> str:
        """Return the words of the message."""
        if isinstance(self.content, list):
            return "\n".join(part.text for part in self.content if part.type in ("text", "input_text"))
        return self.content or ""


class ChatRequest(BaseModel):
    """A conversation that ends with a question; what steers a language model (temperature, …) is ignored."""

    model: str = Field(MODEL, description="any name; GET /v1/models says which there is")
    messages: list[Message] = Field(min_length=1)
    stream: bool = False


def openai_routes(assistant: "Assistant") -> APIRouter:
    """Return the two routes."""
    router = APIRouter(prefix="/v1", tags=["OpenAI form"])

    @router.get("/models")
    def models() -> dict[str, Any]:
        """List the one model."""
        return {"object": "list", "data": [{"id": MODEL, "object": "model", "created": 0, "owned_by": MODEL}]}

    @router.post("/chat/completions", response_class=JSONResponse)
    def chat_completions(request: Annotated[ChatRequest, Body()]) -> Response:
        """Answer the last message from the report; the user's earlier messages are the history."""
        *earlier, question = asked_of(request.messages)
        answer = assistant.ask(question, earlier[-MAX_TURNS:])
        content = answer_text(answer, assistant.documents, language_of(question))
        head = {"id": f"chatcmpl-{uuid.uuid4().hex}", "created": int(time.time()), "model": request.model}
        if request.stream:
            return StreamingResponse(_chunks(head, answer, content), media_type="text/event-stream", headers=NO_BUFFER)
        return Utf8Response(_completion(head, answer, content, question))

    return router


def asked_of(messages: Sequence[Message]) -> list[str]:
    """Return the user's messages, the question last. Raises `QuestionError` where the last message is not theirs."""
    if messages[-1].role != "user":
        raise QuestionError(f"the last message is from {messages[-1].role!r}; expected the user's question there")
    asked = [message.text for message in messages if message.role == "user"]
    return [text for text in asked[:-1] if text.strip()] + asked[-1:]


def _citations(answer: Answer) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = answer_to_json(answer, 0.0)["citations"]
    return found


def _completion(head: dict[str, Any], answer: Answer, content: str, question: str) -> dict[str, Any]:
    citations = _citations(answer)
    message = {"role": "assistant", "content": content, "citations": citations}
    usage = {"prompt_tokens": len(question), "completion_tokens": len(content)}
    return {
        **head,
        "object": "chat.completion",
        "choices": [{"index": 0, "message": message, "finish_reason": "stop", "logprobs": None}],
        "usage": {**usage, "total_tokens": sum(usage.values())},
        "citations": citations,
    }


def _chunks(head: dict[str, Any], answer: Answer, content: str) -> Iterator[str]:
    def chunk(delta: dict[str, Any], finish: str | None = None, **more: Any) -> str:
        choice = {"index": 0, "delta": delta, "finish_reason": finish, "logprobs": None}
        value = {**head, "object": "chat.completion.chunk", "choices": [choice], **more}
        text = json.dumps(value, ensure_ascii=False).encode("utf-8", "replace").decode("utf-8")
        return f"data: {text}\n\n"

    yield chunk({"role": "assistant", "content": ""})
    for line in content.splitlines(keepends=True):
        yield chunk({"content": line})
    yield chunk({}, "stop", citations=_citations(answer))
    yield "data: [DONE]\n\n"
