"""How many requests, how long: counted in this process, told in Prometheus' text format 0.0.4."""

from collections.abc import Iterator, Sequence
from time import perf_counter

from fastapi.routing import iter_route_contexts
from starlette.routing import BaseRoute
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.routing import Page

SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
MEDIA_TYPE = "text/plain; version=0.0.4; charset=utf-8"
Labels = dict[str, str]


class Tally:
    """Requests by method, route and status; durations by method and route. Routes are those of
    the program, never what somebody asked for, so that nobody fills the memory with names."""

    def __init__(self) -> None:
        self.requests: dict[tuple[str, str, int], int] = {}
        self.durations: dict[tuple[str, str], list[int]] = {}
        self.sums: dict[tuple[str, str], float] = {}

    def note(self, method: str, route: str, status: int, seconds: float) -> None:
        """Count one answer."""
        asked = (method, route, status)
        self.requests[asked] = self.requests.get(asked, 0) + 1
        lasted = self.durations.setdefault(asked[:2], [0] * (len(SECONDS) + 1))
        place = 0
        while place < len(SECONDS) and seconds > SECONDS[place]:
            place += 1
        lasted[place] += 1
        self.sums[asked[:2]] = self.sums.get(asked[:2], 0.0) + seconds

    def lines(self) -> Iterator[str]:
        """All of it as text."""
        yield from head("requests_total", "counter", "Answers, by status.")
        for (method, route, status), count in sorted(self.requests.items()):
            labels = {"method": method, "route": route, "status": str(status)}
            yield sample("requests_total", count, labels)
        yield from head("request_seconds", "histogram", "From the request to the answer's end.")
        for (method, route), lasted in sorted(self.durations.items()):
            labels, below = {"method": method, "route": route}, 0
            for edge, count in zip((*map(str, SECONDS), "+Inf"), lasted, strict=True):
                below += count
                yield sample("request_seconds_bucket", below, {**labels, "le": edge})
            yield sample("request_seconds_sum", self.sums[method, route], labels)
            yield sample("request_seconds_count", below, labels)


class Counting:
    """Counts what passes through."""

    def __init__(self, app: ASGIApp, tally: Tally) -> None:
        self.app = app
        self.tally = tally
        self._patterns: dict[int, str] = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on, and note how it went."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        begun, status = perf_counter(), 500

        async def send_noted(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        try:
            await self.app(scope, receive, send_noted)
        finally:
            self.tally.note(
                scope["method"][:10], self._route(scope), status, perf_counter() - begun
            )

    def _route(self, scope: Scope) -> str:
        """The whole pattern of the route that answered. A page knows its own; a route of the API
        knows neither the prefix of the router it stands in nor where it is mounted."""
        route = scope.get("route")
        if route is None:
            return "none"
        if isinstance(route, Page):
            return route.path
        if id(route) not in self._patterns:
            self._patterns |= _patterns(scope["app"].routes)
        pattern = self._patterns.get(id(route)) or getattr(route, "path", "")
        return f"{scope.get('root_path', '')}{pattern}" or "none"


def _patterns(routes: Sequence[BaseRoute]) -> dict[int, str]:
    """The pattern of each route with the prefixes it was included under."""
    return {id(each.original_route): each.path or "" for each in iter_route_contexts(routes)}


def head(name: str, kind: str, told: str) -> Iterator[str]:
    """The two lines before a metric's samples."""
    yield f"# HELP randnotiz_{name} {told}"
    yield f"# TYPE randnotiz_{name} {kind}"


def sample(name: str, value: float, labels: Labels | None = None) -> str:
    """One line of a metric."""
    inside = ",".join(f'{key}="{_escaped(text)}"' for key, text in (labels or {}).items())
    return f"randnotiz_{name}{{{inside}}} {value:g}" if inside else f"randnotiz_{name} {value:g}"


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
