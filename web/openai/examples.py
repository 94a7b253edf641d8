"""The examples of OpenAI's API in the description, made by the code that answers."""

import json
from typing import Any

from rag.answers.answer import Answer, to_json
from web.errors.openai import as_openai_error
from web.errors.tree import InvalidRequest
from web.openai.answers import MODEL, ChatCompletion, Choice, Usage
from web.openai.marked_text import MarkedText
from web.schemas import examples

__all__ = ["ABSTENTION", "CHAT", "COMPLETION", "CONVERSATION", "ERROR", "EVENTS", "FILTERED", "UNSURE"]

_SERVER = "http://127.0.0.1:8000"
_QUESTION = {"role": "user", "content": examples.ASK["question"]}


def _completion(answer: Answer, usage: Usage) -> dict[str, Any]:
    written = MarkedText(_SERVER)
    written.begin(answer.kind, answer.lead)
    for sentence in answer.sentences:
        written.add(sentence)
    written.finish(answer)
    whole = ChatCompletion(
        id="chatcmpl-0b2d7a9c41e84f0f9a6c1d2e3f405162",
        created=1_741_000_000,
        choices=(Choice(message=written.message()),),
        usage=usage,
        footnote=answer,
    )
    made: dict[str, Any] = json.loads(json.dumps(to_json(whole)))
    return made


COMPLETION = _completion(examples.ANSWER, Usage(prompt_tokens=9, completion_tokens=52, total_tokens=61))
ABSTENTION = _completion(examples.ABSTENTION, Usage(prompt_tokens=6, completion_tokens=49, total_tokens=55))
UNSURE = _completion(examples.UNSURE, Usage(prompt_tokens=6, completion_tokens=64, total_tokens=70))

CHAT: dict[str, Any] = {"model": MODEL, "messages": [_QUESTION]}
CONVERSATION: dict[str, Any] = {
    "model": MODEL,
    "messages": [
        _QUESTION,
        {"role": "assistant", "content": COMPLETION["choices"][0]["message"]["content"]},
        {"role": "user", "content": [{"type": "text", "text": "When was its lamp lit for the first time?"}]},
    ],
    "stream": True,
    "stream_options": {"include_usage": True},
}
FILTERED: dict[str, Any] = {**CHAT, "footnote": {"top_k": 3, "filters": {"sources": ["lighthouse.txt"]}}}
EVENTS = 'data: {"object": "chat.completion.chunk", "choices": [{"delta": {"content": "…"}, …}], …}\n\ndata: [DONE]\n\n'
ERROR = as_openai_error(
    InvalidRequest(
        "The request is not valid (body.n: Footnote gives one answer: leave n out)",
        "Compare it with /openapi.json",
        ({"at": "body.n", "message": "Footnote gives one answer: leave n out"},),
    )
)
