"""Many who hand in files at one instant leave the others their pages."""

import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from app.drafts.readers import apart
from app.errors import Busy

FILE = [("brief.docx", b"anything")]


def test_of_many_files_at_one_instant_some_wait_and_the_rest_are_told_at_once(monkeypatch) -> None:
    """Each that waits holds one of the forty threads in which pages are made."""
    begun, go_on = threading.Semaphore(0), threading.Event()

    def reading(_contents, _reader) -> bytes:
        begun.release()
        assert go_on.wait(20)
        return b"read"

    monkeypatch.setattr(apart, "_ask", reading)
    few = apart.AT_ONCE + apart.MOST_WAITING
    assert few < 20, "half of the threads at most"
    with ThreadPoolExecutor(few) as crowd:
        taken = [crowd.submit(apart.ask_apart, FILE, "") for _n in range(few)]
        try:
            for _n in range(apart.AT_ONCE):
                assert begun.acquire(timeout=20)
            _until_all_stand(few)
            began = time.monotonic()
            with pytest.raises(Busy):
                apart.ask_apart(FILE, "")
            assert time.monotonic() - began < 5
            assert not begun.acquire(timeout=0.05), "no more side by side than fit"
        finally:
            go_on.set()
        assert [one.result(20) for one in taken] == [b"read"] * few
    assert apart.ask_apart(FILE, "") == b"read", "afterwards there is room again"


def _until_all_stand(few: int) -> None:
    """Until every one of them has its place in the row."""
    end = time.monotonic() + 20
    while apart._places._value and time.monotonic() < end:
        time.sleep(0.01)
    assert not apart._places._value, f"fewer than {few} stand there"
