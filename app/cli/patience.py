"""Requests that come very slowly, and answers that nobody fetches: each holds a connection, and
whoever opens enough of them shuts everybody else out (Slowloris, slow POST, slow read). uvicorn
itself only ends lines that are silent between two requests.

A proxy in front does the same, better and for all of its lines; this holds without one too.
"""

import asyncio

from app.cli.heads import BoundedHead

ANSWER = b"HTTP/1.1 408 Request Timeout\r\ncontent-length: 0\r\nconnection: close\r\n\r\n"


class Patient(BoundedHead):
    """Waits so long for a head, for a body at a certain pace, and for an answer to be fetched at a
    certain pace; then says 408 if nothing has been said yet, and hangs up.

    What we keep somebody waiting for does not count: a body that nobody reads yet, and the "go on"
    (100) that was not said yet.
    """

    LOOKS_EVERY = 3.0  # seconds
    HEAD_SECONDS = 15.0
    BODY_SECONDS = 20.0  # and one more for each so many bytes that have come:
    BODY_PACE = 1_000
    FETCH_SECONDS = 30.0  # and one more for each so many bytes that lie ready:
    FETCH_PACE = 2_000
    LEAVING_SECONDS = 1.0  # for a request that is on its way while the server ends

    _is_leaving = False
    _next_look: asyncio.TimerHandle | None = None
    _since = 0.0  # when the present head or body began
    _came = 0  # bytes of the present body
    _ready: tuple[float, int] | None = None  # since when how much waits to be fetched

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """The first head is due."""
        super().connection_made(transport)
        self._since = self.loop.time()
        self._look_again()

    def connection_lost(self, exc: Exception | None) -> None:
        """Nothing is due any more."""
        if self._next_look is not None:
            self._next_look.cancel()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Parse; the first piece of a head starts its clock."""
        if self._in_head and not self._unfinished and self._heads:
            self._since = self.loop.time()
        super().data_received(data)

    def on_headers_complete(self) -> None:
        """The body is due."""
        self._since, self._came = self.loop.time(), 0
        super().on_headers_complete()
        if self._is_leaving and self.cycle is not None:
            self.cycle.keep_alive = False

    def on_body(self, body: bytes) -> None:
        """A piece of it."""
        self._came += len(body)
        super().on_body(body)

    def resume_writing(self) -> None:
        """Much of the answer was fetched."""
        self._ready = None
        super().resume_writing()

    def shutdown(self) -> None:
        """The server ends. uvicorn would hang up at once where nothing is being answered, also on
        a request that has been sent and not been read; that one is still waited for."""
        if self.cycle is None or self.cycle.response_complete:
            self._is_leaving = True
            self.loop.call_later(self.LEAVING_SECONDS, self._leave)
        else:
            super().shutdown()

    def _leave(self) -> None:
        if not self.transport.is_closing():
            super().shutdown()

    def _look_again(self) -> None:
        self._next_look = self.loop.call_later(self.LOOKS_EVERY, self._look)

    def _look(self) -> None:
        self._look_again()
        if self._is_not_fetched():
            self.transport.abort()
        elif self._is_not_sent() and not self.transport.is_closing():
            if self._in_head or not self.cycle.response_started:
                self.transport.write(ANSWER)
            self.transport.close()

    def _is_not_fetched(self) -> bool:
        """Whether too much of our answers has been lying ready for too long."""
        size = self.transport.get_write_buffer_size()
        if not size:
            self._ready = None
            return False
        since, much = self._ready = self._ready or (self.loop.time(), size)
        return self.loop.time() - since > self.FETCH_SECONDS + much / self.FETCH_PACE

    def _is_not_sent(self) -> bool:
        """Whether the head or the body that is due has been coming for too long."""
        waited = self.loop.time() - self._since
        if self._in_head:
            is_due = self._unfinished > 0 or self._heads == 0
            is_answering = self.cycle is not None and not self.cycle.response_complete
            return is_due and not is_answering and waited > self.HEAD_SECONDS
        if self.flow.read_paused or self.cycle.waiting_for_100_continue:
            self._since += self.LOOKS_EVERY
            return False
        return waited > self.BODY_SECONDS + self._came / self.BODY_PACE
