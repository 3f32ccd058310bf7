"""The API as an application of its own, mounted under /api/v1 by app.main."""

import re
import sys
from typing import Any

from fastapi import FastAPI
from fastapi.routing import APIRoute
from starlette.routing import Mount

from app.api import problems
from app.api.limits import BodyLimit, ReadableFromAnywhere
from app.api.resources import (
    bundles,
    comments,
    dispositions,
    drafts,
    hand_backs,
    lineage,
    processes,
    replies,
    results,
    support,
)

DESCRIPTION = """\
What residents wrote in the margin of a city's draft, and what the city answered.

Reading is open to everybody. Writing needs a bearer token with a scope, and follows the same
rules as the pages. Every refusal is a problem document (RFC 9457). Lists are read page by page:
follow `next`, or the header `Link` with `rel="next"`. Times are UTC.
"""


_RESOURCES = (
    *(processes, drafts, lineage, results, comments, replies, support, dispositions, bundles),
    hand_backs,
)


class Api(FastAPI):
    """FastAPI, with the problem document in its description."""

    def openapi(self) -> dict[str, Any]:
        """The description (OpenAPI 3.1)."""
        schema = super().openapi()
        parts = schema["components"]["schemas"]
        for model in (problems.FieldProblem, problems.Problem):
            part = model.model_json_schema(ref_template="#/components/schemas/{model}")
            part.pop("$defs", None)
            parts[model.__name__] = part
        for unused in ("HTTPValidationError", "ValidationError"):
            parts.pop(unused, None)
        return schema


def _name_of(route: APIRoute) -> str:
    return route.name


def create_api(app: FastAPI) -> FastAPI:
    """The API. It shares the state of `app`: database, settings, worker."""
    api = Api(
        title="Randnotiz",
        version="1",
        description=DESCRIPTION,
        docs_url=None,
        redoc_url=None,
        generate_unique_id_function=_name_of,
        max_body_size=sys.maxsize,  # BodyLimit does it, and says so as a problem
    )
    api.state = app.state
    problems.install(api)
    for resource in _RESOURCES:
        api.include_router(resource.router)
    api.add_middleware(BodyLimit)
    api.add_middleware(ReadableFromAnywhere)
    return api


def mounted(app: FastAPI, path: str) -> Mount:
    """The API below `path`. Unlike the framework's own mount it also gets addresses with a line
    break in them, so that they too are answered with a problem and not with a page."""
    mount = Mount(path, create_api(app), name="api")
    mount.path_regex = re.compile(mount.path_regex.pattern, re.DOTALL)
    return mount
