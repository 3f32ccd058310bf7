"""Where the pages of the rooms are, and what the framework works out about each of them.

It takes two milliseconds for a page to find its parameters and forms, which is a second for all:
too long for a start to wait, when a visit needs one of them. So a page is worked out when it is
first asked for, and until then its address is known, and which methods it answers.
"""

from collections.abc import Callable, Sequence
from typing import Any

from fastapi import APIRouter
from fastapi.params import Depends
from fastapi.routing import APIRoute
from starlette.routing import compile_path


class Page(APIRoute):
    """A page that is worked out on its first visit. That happens on the event loop, so no two
    visitors do it at once."""

    def __init__(self, path: str, endpoint: Callable[..., Any], **told: Any) -> None:
        self._told, self._is_whole = told, False
        self.path, self.endpoint = path, endpoint
        self.methods = set(told.get("methods") or ["GET"])
        # What matching looks at; all else comes by way of `__getattr__`.
        self.path_regex, self.path_format, self.param_convertors = compile_path(path)

    def __getattr__(self, name: str) -> Any:
        """Whatever is asked of it for the first time makes it whole."""
        if self.__dict__.get("_is_whole", True):
            raise AttributeError(name)
        self._is_whole = True
        super().__init__(self.path, self.endpoint, **self._told)
        return getattr(self, name)

    def below(self, prefix: str, dependencies: Sequence[Depends]) -> "Page":
        """The same page below a prefix, with what has to be asked before."""
        before = [*dependencies, *(self._told.get("dependencies") or ())]
        return Page(prefix + self.path, self.endpoint, **self._told | {"dependencies": before})


class Pages(APIRouter):
    """The pages of a room. One that takes in another takes over its pages one by one: the
    framework's own way would work each of them out twice."""

    def __init__(self, prefix: str = "", dependencies: Sequence[Depends] = ()) -> None:
        super().__init__(prefix=prefix, dependencies=list(dependencies), route_class=Page)

    def take_in(self, room: "Pages") -> None:
        """Add the pages of a room below the prefix of this one, and behind its dependencies."""
        for page in room.routes:
            if not isinstance(page, Page):  # pragma: no cover - nobody adds anything else
                raise TypeError(f"{page} is no page")
            self.routes.append(page.below(self.prefix, self.dependencies))
