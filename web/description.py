"""The API's description, with what FastAPI cannot say in it: the shape of problems, and examples with nulls."""

import dataclasses
import json
from typing import Any

from fastapi import FastAPI

from rag.answers.answer import to_json
from web.openai import examples as openai_examples
from web.openai.answers import OpenAIErrorBody
from web.schemas import examples
from web.schemas.server import Problem

__all__ = ["DescribedApp"]


class DescribedApp(FastAPI):
    """An application that completes its description."""

    def openapi(self) -> dict[str, Any]:
        """Return the OpenAPI description, made once."""
        made = self.openapi_schema is not None
        schema = super().openapi()
        if not made:
            schema["components"]["schemas"]["Problem"] = Problem.model_json_schema()
            # FastAPI drops every null from what it is told, and an answer without its nulls is not an answer.
            answered = schema["paths"]["/api/ask"]["post"]["responses"]["200"]["content"]["application/json"]
            answered["examples"] = {
                "answer": {"summary": "An answer", "value": to_json(examples.ANSWER)},
                "unsure": {"summary": "Nothing that clearly answers", "value": to_json(examples.UNSURE)},
                "abstention": {"summary": "An abstention", "value": to_json(examples.ABSTENTION)},
            }
            _describe_jobs(schema)
            _describe_openai(schema)
        return schema


def _describe_jobs(schema: dict[str, Any]) -> None:
    """Say what a job's problem is, and show jobs with their nulls."""
    of_job = schema["components"]["schemas"]["Job"]["properties"]
    of_job["problem"] = {"anyOf": [{"$ref": "#/components/schemas/Problem"}, {"type": "null"}]}
    shown = {
        "waiting": examples.WAITING_JOB,
        "done": examples.JOB,
        "failed": examples.FAILED_JOB,
        "cancelled": examples.CANCELLED_JOB,
    }
    values = {
        name: {"summary": f"A job: {name}", "value": json.loads(json.dumps(dataclasses.asdict(job)))}
        for name, job in shown.items()
    }
    added = schema["paths"]["/api/documents"]["post"]["responses"]["202"]
    added["headers"] = {"Location": {"description": "Of the job.", "schema": {"type": "string"}}}
    added["content"]["application/json"]["examples"] = {"waiting": values["waiting"]}
    read = schema["paths"]["/api/jobs/{job_id}"]["get"]["responses"]["200"]
    read["content"]["application/json"]["examples"] = values


def _describe_openai(schema: dict[str, Any]) -> None:
    """Add the shape of OpenAI's errors, and a completion with its nulls."""
    body = OpenAIErrorBody.model_json_schema(ref_template="#/components/schemas/{model}")
    schema["components"]["schemas"].update({**body.pop("$defs"), "OpenAIErrorBody": body})
    completed = schema["paths"]["/v1/chat/completions"]["post"]["responses"]["200"]["content"]["application/json"]
    completed["examples"] = {
        "answer": {"summary": "An answer", "value": openai_examples.COMPLETION},
        "unsure": {"summary": "Nothing that clearly answers", "value": openai_examples.UNSURE},
        "abstention": {"summary": "An abstention", "value": openai_examples.ABSTENTION},
    }
