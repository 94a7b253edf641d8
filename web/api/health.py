"""How the server is, for programs that watch it: that it lives, and whether it can answer."""

import dataclasses
from typing import Annotated

from fastapi import APIRouter, Header, Request
from starlette.responses import JSONResponse, PlainTextResponse, Response

from web.schemas.server import Health, Readiness
from web.services import ServicesOf

__all__ = ["router"]

router = APIRouter(tags=["server"])


@router.head("/healthz", include_in_schema=False)
@router.get("/healthz", summary="Tell that the server runs")
async def health() -> Health:
    """Tell that the server runs; needs no key, and nothing but the server itself."""
    return Health()


@router.head("/readyz", include_in_schema=False)
@router.get(
    "/readyz",
    response_model=Readiness,
    summary="Tell whether the server can answer",
    responses={503: {"model": Readiness, "description": "Something is missing"}},
)
async def readiness(services: ServicesOf) -> Response:
    """Tell what is missing, and how far the index that is searched is behind its database; needs no key."""
    found = await services.readings.now()
    return JSONResponse(dataclasses.asdict(found), 503 if found.missing else 200, {"Cache-Control": "no-store"})


@router.get(
    "/metrics",
    summary="Metrics for Prometheus",
    response_class=PlainTextResponse,
    responses={200: {"description": "In Prometheus's text, or in OpenMetrics for who accepts it."}},
)
def metrics(request: Request, accept: Annotated[str, Header(include_in_schema=False)] = "") -> Response:
    """Tell what is counted and what is so at the moment; where a key is set, it is needed here too."""
    told, media_type = request.app.state.metrics.told(accept)
    return Response(told, media_type=media_type)
