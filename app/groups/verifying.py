"""Whether a bundle is as it was packed, and by whom: from the file and public keys alone, without a
database. The file is a stranger's: nothing is unpacked, nothing is read beyond what it may hold."""

import base64
import hashlib
import json
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import load_pem_public_key

from app.errors import Refused
from app.groups.writers.manifest import NAME, SIGNATURE

MOST_MANIFEST = 8 * 1024 * 1024
PIECE = 1 << 20
# What a file that lies about itself raises: a broken archive, a member that cannot be read.
_BROKEN = (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError, ValueError)


@dataclass(frozen=True, slots=True)
class Finding:
    """What was found. `problems` are sentences; `key` is the name of the key that signed, and
    `is_known` says that it is one of those that were given."""

    problems: tuple[str, ...]
    files: int = 0
    key: str = ""
    is_known: bool = False
    drawn: str = ""

    @property
    def is_good(self) -> bool:
        """Whether every file is as it was packed, under a signature of a known key."""
        return not self.problems and self.is_known


def keys_in(text: str) -> dict[str, str]:
    """Public keys (base64) by name, out of what somebody gives: the JSON of
    /.well-known/randnotiz-keys.json, a PEM, or the 44 signs themselves. Raises `Refused`."""
    try:
        if text.lstrip().startswith("{"):
            return {str(key["public"]): str(key["name"]) for key in json.loads(text)["keys"]}
        if "BEGIN PUBLIC KEY" in text:
            key = load_pem_public_key(text.encode())
            if not isinstance(key, Ed25519PublicKey):
                raise ValueError("another kind of key")
            return {base64.b64encode(key.public_bytes_raw()).decode(): "given"}
        if len(base64.b64decode(text.strip(), validate=True)) != 32:
            raise ValueError("another length")
    except (ValueError, KeyError, TypeError) as error:
        raise Refused(
            "That is no public key: give the file from /.well-known/randnotiz-keys.json, a PEM "
            "file, or the 44 signs of the key itself."
        ) from error
    return {text.strip(): "given"}


def verify(path: Path, keys: Mapping[str, str]) -> Finding:
    """Look at the bundle in `path`; `keys` are names of known keys by their public half (base64).
    Raises `Refused` where there is no such file."""
    try:
        with zipfile.ZipFile(path) as archive:
            return _look(archive, keys)
    except FileNotFoundError:
        raise Refused(f"There is no file {path}.") from None
    except _BROKEN as error:
        return Finding((f"This is no bundle that can be read: {error}.",))


def _look(archive: zipfile.ZipFile, keys: Mapping[str, str]) -> Finding:
    names = archive.namelist()
    missing = [f"{name} is missing." for name in (NAME, SIGNATURE) if name not in names]
    if missing:
        return Finding(tuple(missing))
    said = _read(archive, NAME, MOST_MANIFEST)
    try:
        manifest = json.loads(said)
        files = {str(file["name"]): file for file in manifest["files"]}
        signed = dict(manifest["signed_with"])
        public = str(signed["public"])
    except (ValueError, KeyError, TypeError):
        return Finding((f"{NAME} does not say what a manifest says.",))
    problems = [*_signature(public, _read(archive, SIGNATURE, 64), said)]
    if public not in keys and not problems:
        problems += ["It is signed with a key that is not among those given."] if keys else []
    problems += _names(names, files)
    problems += [words for name in files for words in _file(archive, name, files[name])]
    name = keys.get(public, "")
    known = str(signed.get("key", "")) if name == "given" else name
    drawn = str(manifest.get("drawn_at", ""))
    return Finding(
        tuple(problems), len(files), known or str(signed.get("key", "")), bool(name), drawn
    )


def _read(archive: zipfile.ZipFile, name: str, most: int) -> bytes:
    with archive.open(name) as member:
        content = member.read(most + 1)
    if len(content) > most:
        raise ValueError(f"{name} is larger than it can be")
    return content


def _signature(public: str, signature: bytes, said: bytes) -> Iterator[str]:
    try:
        key = Ed25519PublicKey.from_public_bytes(base64.b64decode(public, validate=True))
        key.verify(signature, said)
    except (InvalidSignature, ValueError):
        yield f"The signature in {SIGNATURE} does not fit {NAME}: one of them was changed."


def _names(names: list[str], files: Mapping[str, Any]) -> Iterator[str]:
    known = {*files, NAME, SIGNATURE}
    yield from (
        f"{name} was put in: the manifest does not know it." for name in names if name not in known
    )
    yield from (f"{name} is missing." for name in files if name not in names)
    yield from (f"{name} is in it twice." for name in sorted(known) if names.count(name) > 1)


def _file(archive: zipfile.ZipFile, name: str, said: Mapping[str, Any]) -> Iterator[str]:
    """Read no further than the file may be long: what is longer is another file anyway."""
    if name not in archive.namelist():
        return
    digest, length = hashlib.sha256(), 0
    try:
        with archive.open(name) as member:
            while length <= int(said["bytes"]) and (piece := member.read(PIECE)):
                digest.update(piece)
                length += len(piece)
    except (*_BROKEN, KeyError, TypeError) as error:
        yield f"{name} cannot be read: {error}."
        return
    if (length, digest.hexdigest()) != (said.get("bytes"), said.get("sha256")):
        yield f"{name} is not as it was packed."
