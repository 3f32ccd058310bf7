"""Every route of the application, as method and path, read from the router itself."""

from collections.abc import Iterator
from typing import Any

from fastapi import FastAPI


def every_route(app: FastAPI) -> list[tuple[str, str]]:
    """All routes but the static files, those of included routers and mounted applications too."""
    found = sorted(set(_walk(app.routes, "")), key=lambda route: (route[1], route[0]))
    return [route for route in found if not route[1].startswith("/static")]


def _walk(routes: list[Any], prefix: str) -> Iterator[tuple[str, str]]:
    for route in routes:
        if hasattr(route, "original_router"):
            inside = prefix + route.include_context.prefix
            yield from _walk(route.original_router.routes, inside)
        elif hasattr(route, "methods"):
            for method in (route.methods or set()) - {"HEAD"}:
                yield method, prefix + route.path
        elif hasattr(getattr(route, "app", None), "routes"):
            yield from _walk(route.app.routes, prefix + route.path)
