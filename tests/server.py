"""The application behind a real socket: in a thread of the test, or as a process one can kill."""

import os
import signal
import socket
import subprocess
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any, ClassVar

import uvicorn

ROOT = Path(__file__).parent.parent


class LiveServer:
    """Serves `make_app(url)` on a free loopback port, in a thread, so the test's still clock and
    other replaced parts hold for it too. `make_app` is told the address it will have.

    Use as `with LiveServer(make_app) as server:` or by `start()` and `stop()`.
    """

    _had: ClassVar[set[int]] = set()
    serving: ClassVar[dict[str, Any]] = {}  # the application at each address

    def __init__(self, make_app: Callable[[str], Any], **options: Any) -> None:
        self._socket = self._unheard_of()
        self.url = f"http://127.0.0.1:{self._socket.getsockname()[1]}"
        app = self.serving[self.url] = make_app(self.url)
        config = uvicorn.Config(
            app,
            log_level="warning",
            access_log=False,
            ws="none",
            lifespan="on",
            timeout_graceful_shutdown=3,
            **options,
        )
        self._server = uvicorn.Server(config)
        self._thread = threading.Thread(target=self._serve, name="live-server")

    @classmethod
    def _unheard_of(cls) -> socket.socket:
        """On a port that no server had before in this process: what a browser keeps of a page
        belongs to its origin, and would be found again there."""
        while True:
            found = socket.create_server(("127.0.0.1", 0))
            port = found.getsockname()[1]
            if port not in cls._had:
                cls._had.add(port)
                return found
            found.close()

    def _serve(self) -> None:
        with suppress(SystemExit):  # uvicorn's way to say that the application did not start
            self._server.run(sockets=[self._socket])

    def start(self) -> "LiveServer":
        """Serve; returns itself once it answers, `RuntimeError` when the application does not
        start."""
        self._thread.start()
        while not self._server.started:
            if not self._thread.is_alive():
                self._socket.close()
                raise RuntimeError("the application did not start; see the log above")
            time.sleep(0.005)
        self._warm_up()
        return self

    def _warm_up(self) -> None:
        """Ask for a page that nobody has. FastAPI builds its routes on the first request, and
        silences warnings meanwhile, which is not safe beside another thread that does so too."""
        with suppress(urllib.error.HTTPError):
            urllib.request.urlopen(f"{self.url}/nobody-has-this-page", timeout=60).close()  # noqa: S310

    def stop(self) -> None:
        """Finish what is being answered, then close."""
        self._server.should_exit = True
        self._thread.join()
        self._socket.close()
        self.serving.pop(self.url, None)  # stopped twice is stopped

    def __enter__(self) -> "LiveServer":
        return self.start()

    def __exit__(self, *_: object) -> None:
        self.stop()


class ServerProcess:
    """A server in a process of its own, to be stopped politely or by kill -9 and started again.

    `command` is its argument list, in which "{port}" stands for a free port; `environment` is
    added to ours; `ready` is the path that answers once it serves.
    """

    def __init__(
        self, command: list[str], environment: dict[str, str] | None = None, ready: str = "/"
    ) -> None:
        with socket.create_server(("127.0.0.1", 0)) as free:
            port = free.getsockname()[1]
        self.url = f"http://127.0.0.1:{port}"
        self._command = [word.replace("{port}", str(port)) for word in command]
        self._environment = {**os.environ, **(environment or {})}
        self._ready = ready
        self._process: subprocess.Popen[bytes] | None = None

    def start(self, seconds: float = 20) -> "ServerProcess":
        """Start it (again, on the same port); returns itself once it answers."""
        self._process = subprocess.Popen(self._command, cwd=ROOT, env=self._environment)
        deadline = time.monotonic() + seconds
        while not self._answers():
            if self._process.poll() is not None:
                raise RuntimeError(f"{self._command[0]} ended with {self._process.returncode}")
            if time.monotonic() > deadline:
                self.kill()
                raise RuntimeError(f"no answer from {self.url}{self._ready} in {seconds} s")
            time.sleep(0.02)
        return self

    @property
    def process_id(self) -> int:
        """Its number, for those who look at it from outside."""
        assert self._process is not None, "not started"
        return self._process.pid

    def _answers(self) -> bool:
        try:
            with urllib.request.urlopen(self.url + self._ready, timeout=1):  # noqa: S310
                return True
        except urllib.error.HTTPError as answer:
            return answer.code < 500
        except OSError:
            return False

    def stop(self) -> int:
        """Ask it to end (SIGTERM); its exit status."""
        return self._end(signal.SIGTERM)

    def kill(self) -> int:
        """End it at once (SIGKILL), as a power cut would."""
        return self._end(signal.SIGKILL)

    def _end(self, how: signal.Signals) -> int:
        assert self._process is not None, "not started"
        if self._process.poll() is None:
            self._process.send_signal(how)
        return self._process.wait(timeout=15)

    def __enter__(self) -> "ServerProcess":
        return self.start()

    def __exit__(self, *_: object) -> None:
        self.stop()
