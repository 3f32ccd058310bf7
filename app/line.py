"""The line before an embedded database's one writer: what is written in one go is done by one
thread, one deed after the other, each in a transaction of its own.

Without it the thread stood still after each deed until the event loop had sent its answer and had
brought the next one: a third of the time while a whole town writes.
"""

import asyncio
import time
from collections import deque
from collections.abc import Callable
from contextvars import copy_context
from typing import Any, TypeVar

from starlette.concurrency import run_in_threadpool

from app.errors import Busy
from app.turns import BUSY_SECONDS, CROWDED, Turns

Made = TypeVar("Made")
IN_ONE_TURN = 16  # deeds, so that whoever writes in another way is let in between


class Place:
    """One deed in the line, with what its thread needs to know of the request (its language), and
    who waits for what it makes."""

    def __init__(self, deed: Callable[[], Any]) -> None:
        self.deed = deed
        self.context = copy_context()
        self.loop = asyncio.get_running_loop()
        self.made: asyncio.Future[Any] = self.loop.create_future()
        self.deadline = time.monotonic() + 2 * BUSY_SECONDS

    def serve(self) -> None:
        """Do it, here in this thread, and tell; too late, it is not begun."""
        if time.monotonic() > self.deadline:
            self.tell(None, Busy(CROWDED))
            return
        try:
            made = self.context.run(self.deed)
        except BaseException as error:  # whoever asked gets it, whatever it is
            self.tell(None, error)
        else:
            self.tell(made, None)

    def tell(self, made: Any, error: BaseException | None) -> None:
        """Hand over what came of it, from any thread."""
        self.loop.call_soon_threadsafe(self._settle, made, error)

    def _settle(self, made: Any, error: BaseException | None) -> None:
        if self.made.done():  # nobody waits any more
            return
        if error is None:
            self.made.set_result(made)
        else:
            self.made.set_exception(error)


class Line:
    """Who waits to write in one go."""

    def __init__(self, turns: Turns) -> None:
        self.turns = turns
        self.waiting: deque[Place] = deque()
        self.serving: asyncio.Task[None] | None = None

    async def stand(self, deed: Callable[[], Made]) -> Made:
        """What `deed` makes, or what it raises. Raises `Busy` where it takes too long to get to
        it; then nothing was begun."""
        place = Place(deed)
        self.waiting.append(place)
        if self.serving is None or self.serving.done() or self.serving.get_loop() != place.loop:
            self.serving = asyncio.create_task(self._serve())
        made: Made = await place.made
        return made

    async def _serve(self) -> None:
        while self.waiting:
            try:
                async with self.turns.take(writes=True):
                    await run_in_threadpool(self._serve_some)
            except BaseException as error:
                while self.waiting:
                    self.waiting.popleft().tell(None, error)
                if not isinstance(error, Exception):
                    raise

    def _serve_some(self) -> None:
        for _ in range(IN_ONE_TURN):
            try:
                place = self.waiting.popleft()
            except IndexError:
                return
            place.serve()
