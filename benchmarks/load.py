"""A small load generator: keeps some connections busy for a while, counts answers."""

import asyncio
import time
from dataclasses import dataclass


@dataclass(frozen=True)
class Round:
    """What one round gave: answers per second, and the bytes of one answer."""

    per_second: float
    answered: int
    wrong: int
    size: int


async def _ask(
    host: str, port: int, requests: list[bytes], until: float, tally: list[int], good: int
) -> None:
    reader, writer = await asyncio.open_connection(host, port)
    n = 0
    while time.perf_counter() < until:
        writer.write(requests[n % len(requests)])
        n += 1
        head = await reader.readuntil(b"\r\n\r\n")
        size = 0
        for line in head.split(b"\r\n"):
            if line.lower().startswith(b"content-length:"):
                size = int(line.split(b":")[1])
        if size:
            await reader.readexactly(size)
        tally[0] += 1
        tally[1] += int(head[9:12]) != good
        tally[2] = size
    writer.close()


def measure(
    port: int, requests: list[list[bytes]], *, seconds: float = 2.0, good: int = 200
) -> Round:
    """Send each list of requests in turn over a connection of its own, for some seconds."""

    async def run() -> Round:
        tally = [0, 0, 0]
        begin = time.perf_counter()
        await asyncio.gather(
            *(_ask("127.0.0.1", port, mine, begin + seconds, tally, good) for mine in requests)
        )
        spent = time.perf_counter() - begin
        return Round(tally[0] / spent, tally[0], tally[1], tally[2])

    return asyncio.run(run())


def get(path: str, *, cookie: str = "", packed: bool = False) -> bytes:
    """A GET request as bytes."""
    lines = [f"GET {path} HTTP/1.1", "Host: 127.0.0.1"]
    if cookie:
        lines.append(f"Cookie: {cookie}")
    if packed:
        lines.append("Accept-Encoding: gzip")
    return ("\r\n".join(lines) + "\r\n\r\n").encode()


def post(path: str, body: bytes, headers: dict[str, str]) -> bytes:
    """A POST request as bytes."""
    lines = [f"POST {path} HTTP/1.1", "Host: 127.0.0.1", f"Content-Length: {len(body)}"]
    lines += [f"{name}: {value}" for name, value in headers.items()]
    return ("\r\n".join(lines) + "\r\n\r\n").encode() + body
