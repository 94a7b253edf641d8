"""Prompt injection: text that gives orders to whoever answers, passed over while other documents answer."""

import functools
import re
import unicodedata

from index.storage.records import ChunkRow
from index.store import Index

__all__ = ["gives_orders", "is_prompt_injection"]

_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]")

_GAP = r"[^.!?\n]{0,60}?"
_SAY = r"(?:answer|say|reply|respond|tell|output|write|state|claim|print|repeat)"
_MACHINE = r"(?:AI|A\.I\.|LLM|GPT|chat ?bots?|language models?|AI assistants?|DAN)"
_ANSWER = r"(?:your|every|each|its|the) (?:\w+ )?(?:answers?|repl(?:y|ies)|responses?|outputs?)"
_FULL_NAME = r"\s?(?-i:[A-Z][a-z]+\.?(?: [A-Z][\w’'-]+)+)"
"""Behind a post: “Teaching assistant: Mr Colin Brandt” gives no order."""

_RULES = r"(?:instructions?|prompts?|rules|guidelines|directives|sources?|documents?|context|training|messages)"

_ENGLISH = (
    rf"\b(?:ignore|disregard|forget|override|bypass|overrule)\b{_GAP}\b{_RULES}\b",
    rf"\b(?:ignore|disregard|forget)\b (?:the |everything |all |what is )?(?:above|before)\b{_GAP}\b{_SAY}\b",
    r"\b(?:new|system|hidden) (?:instructions?|prompts?|task)\b(?: are| is|:)",
    r"\b(?:my|your|these|the following) instructions\b(?: are|:| and\b)",
    rf"\b(?:when|if|whenever)\b{_GAP}\b(?:asked|asks|prompted)\b.{{0,160}}?,? (?:please )?{_SAY}\b",
    rf"\b{_SAY} only with\b|\b(?:output|respond|reply|answer)\b:? (?:exactly|verbatim)\b",
    rf"\b{_MACHINE}\b{_GAP}\b(?:must|should|shall|has to|have to|please|ignore|{_SAY[3:-1]}|says|without)\b",
    rf"\b(?:order|command|instruct|tell|ask|force)\b{_GAP}\b(?:the )?(?:{_MACHINE}|assistant)\b",
    rf"(?:^|[^\w\s]\s*|\b(?:the|this|dear) )assistant\b(?:[,:]| must (?:{_SAY}|treat|ignore|cite)\b)",
    rf"\bassistant\b(?:[,:](?!{_FULL_NAME})| must (?:{_SAY}|treat|ignore|cite)\b)",
    rf"\bthe model\b{_GAP}\b(?:reward|must {_SAY}|its answer)\b",
    rf"\b(?:pretend|act as|you are now|from now on)\b{_GAP}\b(?:{_MACHINE}|assistant|in your answers|without rules)\b",
    rf"\b(?:add|append|include|insert|copy|put|end|begin|write|place|show)\b.{{0,80}}?\b{_ANSWER}\b",
    rf"\b{_ANSWER}\b{_GAP}\b(?:must|should|shall)\b",
    rf"\byou must {_SAY}\b|\byou cannot answer\b|\b{_SAY} so\b(?=\W*$)",
    r"\b(?:do not|don't|never) (?:answer|reply to) (?:any )?questions?\b",
    r"\bcorrect answer to (?:the|this|that|any) question\b",
    r"\btell the users?\b|\bthe user's question\b|\bif the user asks\b|\bwhole conversation\b",
    r"\b(?:begin|end) (?:of )?(?:system|prompt|sources|instructions)\b",
)
_OTHERS = (
    r"\bignor\w*\b.{0,40}\b(?:instrucciones|instruções|istruzioni|anweisungen|consignes|instructions)\b",
    r"\b(?:vergiss|missachte)\b.{0,40}\b(?:anweisungen|regeln)\b",
    r"\b(?:olvida|oublie[zr]?|dimentica|esqueça)\b.{0,40}\b(?:instrucciones|consignes|istruzioni|instruções|reglas)\b",
    "忽略.{0,12}(?:指令|指示|说明)|無視.{0,6}(?:指示|命令)|(?:指示|命令).{0,4}無視",
)
_MARKUP = (
    r"<\|[\w/ ]+\|>|\[/?(?:INST|SYS)\]|<</?SYS>>|</?sources?\b",
    r"^\s*#+\s*(?:instructions?|response|system)\s*:|^\s*(?:system|assistant)\s*:",
    r"^\s*instruction\s*:",
    r"\{\s*\"(?:sentences|tool|role|function)\"\s*:",
)
_INJECTION = re.compile("|".join((*_ENGLISH, *_OTHERS, *_MARKUP)), re.IGNORECASE | re.MULTILINE)


@functools.lru_cache(maxsize=4_096)
def is_prompt_injection(text: str) -> bool:
    """Tell whether a text speaks to the program that answers rather than to its reader.

    It goes by wording and is wrong both ways: a manual for a help desk may read so, and an order may be put otherwise.
    So it decides nothing alone: what it finds is passed over where something else answers, and whatever a language
    model makes of the rest is checked against the cited words.
    """
    plain = _INVISIBLE.sub("", unicodedata.normalize("NFKC", text))
    joined = re.sub(r"[ \t\r\f]+", " ", re.sub(r"(?<=\S)\n(?=\S)", " ", plain))
    return any(_INJECTION.search(form) for form in {joined, plain})


def gives_orders(index: Index, row: ChunkRow) -> bool:
    """Tell whether a chunk, its title and its heading speak so; see ``is_prompt_injection``."""
    return is_prompt_injection(f"{row.title}\n{row.heading}\n{index.chunks.text(row)}")
