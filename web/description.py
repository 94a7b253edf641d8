"""What FastAPI cannot say in the API's description: the shape of problems, and examples with nulls in them."""

import dataclasses
import json
from typing import Any

from fastapi import FastAPI

from rag.answers import to_json
from web import examples
from web.problems import PROBLEMS
from web.schemas import Problem

__all__ = ["DescribedApp", "problems"]

_PROBLEM = {
    "application/problem+json": {
        "schema": {"$ref": "#/components/schemas/Problem"},
        "example": examples.PROBLEM,
    }
}


def problems(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """Return the description of what an operation answers when it fails, by status."""
    return {status: {"description": _titles(status), "content": _PROBLEM} for status in statuses}


class DescribedApp(FastAPI):
    """An application that completes its description."""

    def openapi(self) -> dict[str, Any]:
        """Return the OpenAPI description, made once."""
        made = self.openapi_schema is not None
        schema = super().openapi()
        if not made:
            schema["components"]["schemas"]["Problem"] = Problem.model_json_schema()
            # FastAPI drops every null from what it is told, and an answer without its nulls is none.
            answered = schema["paths"]["/api/ask"]["post"]["responses"]["200"]["content"]["application/json"]
            answered["examples"] = {
                "answer": {"summary": "An answer", "value": to_json(examples.ANSWER)},
                "abstention": {"summary": "An abstention", "value": to_json(examples.ABSTENTION)},
            }
            _describe_jobs(schema)
        return schema


def _describe_jobs(schema: dict[str, Any]) -> None:
    """Say what a job's problem is, and show jobs with their nulls."""
    of_job = schema["components"]["schemas"]["Job"]["properties"]
    of_job["problem"] = {"anyOf": [{"$ref": "#/components/schemas/Problem"}, {"type": "null"}]}
    shown = {"waiting": examples.WAITING_JOB, "done": examples.JOB, "failed": examples.FAILED_JOB}
    values = {
        name: {"summary": f"A job: {name}", "value": json.loads(json.dumps(dataclasses.asdict(job)))}
        for name, job in shown.items()
    }
    added = schema["paths"]["/api/documents"]["post"]["responses"]["202"]
    added["headers"] = {"Location": {"description": "Of the job.", "schema": {"type": "string"}}}
    added["content"]["application/json"]["examples"] = {"waiting": values["waiting"]}
    read = schema["paths"]["/api/jobs/{job_id}"]["get"]["responses"]["200"]
    read["content"]["application/json"]["examples"] = values


def _titles(status: int) -> str:
    return " · ".join(sorted({kind.title for kind in PROBLEMS.values() if kind.status == status}))
