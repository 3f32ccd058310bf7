"""What the tests' browser finds outside of the application: htmx, and an empty page.

htmx comes from the CDN's own address, which the browser is led to here, so that it checks the
integrity attribute for real and keeps the file as it would keep the CDN's. The empty page is where
a window waits between two tests: nothing of the last one goes on there.
"""

import datetime
import ipaddress
import ssl
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import urlsplit

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from app.security import HTMX_CDN
from tests import htmx

HOST = urlsplit(HTMX_CDN).hostname
EMPTY = b"<!doctype html><title>Leer</title>"


class _Answers(BaseHTTPRequestHandler):
    """The pinned file at its address, and nothing at any other."""

    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        wants_htmx = self.path == urlsplit(HTMX_CDN).path
        body = htmx.read() if wants_htmx else EMPTY
        self.send_response(404 if body is None else 200)
        self.send_header("Content-Type", "text/javascript" if wants_htmx else "text/html")
        self.send_header("Content-Length", str(len(body or b"")))
        self.send_header("Access-Control-Allow-Origin", "*")
        self.send_header("Cache-Control", "public, max-age=31536000, immutable")
        self.end_headers()
        self.wfile.write(body or b"")

    def log_message(self, *_: object) -> None:
        pass


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, *_: object) -> None:
        """A browser that closes its line is nothing to tell of."""


@contextmanager
def _serving(certificate: Path | None = None) -> Iterator[int]:
    """Serve in a thread; the port."""
    server = _Server(("127.0.0.1", 0), _Answers)
    if certificate:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate)
        server.socket = context.wrap_socket(
            server.socket, server_side=True, do_handshake_on_connect=False
        )
    thread = threading.Thread(target=server.serve_forever, name="cdn", daemon=True)
    thread.start()
    yield server.server_address[1]
    server.shutdown()
    thread.join()
    server.server_close()


def _certificate(file: Path) -> Path:
    """A certificate of our own in the CDN's name, with its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, HOST or "")])
    names = [x509.DNSName(HOST or ""), x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]
    begins = datetime.datetime(2025, 1, 1, tzinfo=datetime.UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(begins)
        .not_valid_after(begins + datetime.timedelta(days=36_500))
        .add_extension(x509.SubjectAlternativeName(names), critical=False)
        .sign(key, hashes.SHA256())
    )
    plain = serialization.NoEncryption()
    own = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, plain)
    file.write_bytes(own + certificate.public_bytes(serialization.Encoding.PEM))
    return file


@contextmanager
def outside() -> Iterator[tuple[str, str]]:
    """The browser's rule that leads the CDN's name here, and the address of the empty page."""
    with (
        tempfile.TemporaryDirectory() as folder,
        _serving(_certificate(Path(folder) / "cdn.pem")) as secure,
        _serving() as plain,
    ):
        yield f"MAP {HOST}:443 127.0.0.1:{secure}", f"http://127.0.0.1:{plain}/"
