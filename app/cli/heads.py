"""The head of a request, bounded: the parser keeps headers in memory for as long as they come."""

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

MOST_HEAD = 64 * 1024  # bytes of a head that is not whole yet; browsers send one or two thousand


class BoundedHead(HttpToolsProtocol):
    """Refuses with 400, and hangs up on, a request whose address and headers do not end.

    A head that is whole with the piece in which it goes beyond that is still answered.
    """

    _heads = 0
    _unfinished = 0
    _in_head = True

    def data_received(self, data: bytes) -> None:
        """Parse, and count what belongs to a head that is still not whole."""
        heads, in_head = self._heads, self._in_head
        super().data_received(data)
        if not (in_head and heads == self._heads) or self.transport.is_closing():
            return
        self._unfinished += len(data)
        if self._unfinished > MOST_HEAD:
            self.send_400_response("The head of this request is too long.")

    def on_headers_complete(self) -> None:
        """The head is whole; what follows is its body."""
        self._heads += 1
        self._unfinished, self._in_head = 0, False
        super().on_headers_complete()

    def on_message_complete(self) -> None:
        """Its body is whole too: the next head may come."""
        self._in_head = True
        super().on_message_complete()
