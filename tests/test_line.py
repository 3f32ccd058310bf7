"""The line before the one writer of an embedded database: everybody gets what is theirs, in turn,
and nothing is begun for whom it is too late."""

import asyncio
import threading
import time
from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from app import db, i18n, turns
from app.errors import Busy, NotFound
from app.line import IN_ONE_TURN, Line


@pytest.fixture
def embedded(tmp_path) -> db.Engine:
    """A small database of its own."""
    engine = db.make_engine(f"sqlite:///{tmp_path}/line.db")
    yield engine
    engine.dispose()


def together(engine: Any, what: Callable[[Line], Awaitable[Any]]) -> Any:
    """What comes of `what` in an event loop with a line of its own."""

    async def run() -> Any:
        return await what(Line(turns.Turns(engine, 4)))

    return asyncio.run(run())


def test_everybody_gets_their_own_in_the_order_of_the_line(embedded) -> None:
    order: list[int] = []

    async def forty(line: Line) -> list[int]:
        return await asyncio.gather(
            *(line.stand(lambda n=n: order.append(n) or n) for n in range(40))
        )

    assert together(embedded, forty) == list(range(40))
    assert order == list(range(40))


def test_one_that_fails_leaves_the_others_alone(embedded) -> None:
    def fail() -> None:
        raise NotFound("Das gibt es nicht.")

    async def three(line: Line) -> list[object]:
        deeds = (lambda: 1, fail, lambda: 3)
        return await asyncio.gather(*map(line.stand, deeds), return_exceptions=True)

    first, second, third = together(embedded, three)
    assert (first, third) == (1, 3)
    assert isinstance(second, NotFound)


def test_each_deed_is_done_in_the_language_of_its_own_request(embedded) -> None:
    async def asks(line: Line, language: str) -> str:
        with i18n.speaking(language):
            return await line.stand(i18n.locale)

    async def two(line: Line) -> list[str]:
        return await asyncio.gather(asks(line, "tr"), asks(line, "en"))

    assert together(embedded, two) == ["tr", "en"]


def test_two_deeds_never_run_at_the_same_time(embedded) -> None:
    inside, most = [0], [0]

    def deed() -> None:
        inside[0] += 1
        most[0] = max(most[0], inside[0])
        time.sleep(0.002)
        inside[0] -= 1

    async def many(line: Line) -> None:
        await asyncio.gather(*(line.stand(deed) for _ in range(20)))

    together(embedded, many)
    assert most == [1]


def test_whoever_writes_in_another_way_is_let_in_between(embedded) -> None:
    done: list[str] = []

    async def crowd(line: Line) -> None:
        in_line = [
            asyncio.ensure_future(line.stand(lambda: done.append("line")))
            for _ in range(3 * IN_ONE_TURN)
        ]
        await asyncio.sleep(0)
        async with line.turns.take(writes=True):
            done.append("other")
        await asyncio.gather(*in_line)

    together(embedded, crowd)
    assert done.index("other") <= 2 * IN_ONE_TURN
    assert done.count("line") == 3 * IN_ONE_TURN


def test_what_comes_too_late_is_refused_and_not_begun(embedded, monkeypatch) -> None:
    monkeypatch.setattr("app.line.BUSY_SECONDS", 0.01)
    begun: list[int] = []

    async def late(line: Line) -> list[object]:
        long = line.stand(lambda: time.sleep(0.1))
        deeds = (line.stand(lambda n=n: begun.append(n)) for n in range(3))
        return await asyncio.gather(long, *deeds, return_exceptions=True)

    _long, *others = together(embedded, late)
    assert all(isinstance(each, Busy) for each in others)
    assert begun == []


def test_while_another_process_writes_too_long_all_in_the_line_are_told(
    embedded, monkeypatch
) -> None:
    monkeypatch.setattr(turns, "BUSY_SECONDS", 0.05)

    async def wait(line: Line) -> list[object]:
        with line.turns.lock.held():
            told = await asyncio.gather(
                *(line.stand(lambda: 1) for _ in range(3)), return_exceptions=True
            )
        return [*told, await line.stand(lambda: 2)]

    *told, afterwards = together(embedded, wait)
    assert [type(each) for each in told] == [Busy] * 3
    assert afterwards == 2


def test_nobody_who_left_is_missed(embedded) -> None:
    began = threading.Event()

    async def leave(line: Line) -> int:
        gone = asyncio.ensure_future(line.stand(lambda: began.set() or time.sleep(0.05)))
        await asyncio.to_thread(began.wait)
        gone.cancel()
        return await line.stand(lambda: 7)

    assert together(embedded, leave) == 7


def test_a_connection_that_read_writes_again_and_one_that_wrote_only_reads(tmp_path) -> None:
    engine = db.make_engine(f"sqlite:///{tmp_path}/one.db", pool_size=1)
    for _ in range(2):
        with db.writing(engine) as session:
            session.connection().exec_driver_sql("CREATE TABLE IF NOT EXISTS t (n INTEGER)")
            session.connection().exec_driver_sql("INSERT INTO t VALUES (1)")
        with pytest.raises(Exception, match="readonly"), db.reading(engine) as session:
            session.connection().exec_driver_sql("INSERT INTO t VALUES (2)")
    with db.reading(engine) as session:
        assert session.connection().exec_driver_sql("SELECT sum(n) FROM t").scalar() == 2
    engine.dispose()
