"""Devices that hold passkeys, in software: they make and show them as WebAuthn Level 3 lays the
bytes out (6.1 authenticator data, 6.5 attestation "none"), and check their owner as telephones and
keys with a PIN do. What they send, they send as a browser's script would."""

import json
import os
from hashlib import sha256
from struct import pack
from typing import Any

import cbor2
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from webauthn.helpers import base64url_to_bytes, bytes_to_base64url

from tests.browser import Browser

ORIGIN = "http://testserver"
PRESENT, CHECKED, ATTESTED = 0x01, 0x04, 0x40  # flags: somebody is there; the owner; a key follows


class Device:
    """One device with one passkey. `checks` says whether it asks its owner for a PIN, `counts`
    whether it counts."""

    def __init__(self, *, checks: bool = True, counts: bool = True) -> None:
        self.checks, self.counts = checks, counts
        self.private_key = ec.generate_private_key(ec.SECP256R1())
        self.credential_id = os.urandom(32)
        self.rp_id, self.user_handle, self.sign_count = "", b"", 0

    def make(self, options: dict[str, Any], origin: str = ORIGIN) -> str:
        """A new passkey for these options, as the form's field holds it."""
        self.rp_id = options["rp"]["id"]
        self.user_handle = base64url_to_bytes(options["user"]["id"])
        key = pack(">16xH", len(self.credential_id)) + self.credential_id + self._public_key()
        held = {"fmt": "none", "attStmt": {}, "authData": self._data(ATTESTED) + key}
        said = _said("webauthn.create", options, origin)
        return self._closed(clientDataJSON=said, attestationObject=cbor2.dumps(held))

    def show(self, options: dict[str, Any], origin: str = ORIGIN) -> str:
        """An answer to this challenge, signed."""
        if options["rpId"] != self.rp_id:
            raise ValueError("this passkey belongs to another name")
        self.sign_count += self.counts
        data, said = self._data(), _said("webauthn.get", options, origin)
        signature = self.private_key.sign(data + sha256(said).digest(), ec.ECDSA(hashes.SHA256()))
        return self._closed(
            clientDataJSON=said,
            authenticatorData=data,
            signature=signature,
            userHandle=self.user_handle,
        )

    def _data(self, more: int = 0) -> bytes:
        flags = PRESENT | more | (CHECKED if self.checks else 0)
        return sha256(self.rp_id.encode()).digest() + pack(">BI", flags, self.sign_count)

    def _public_key(self) -> bytes:
        """As COSE has it (RFC 9053, 7.1): EC2, ES256, P-256, x, y."""
        point = self.private_key.public_key().public_numbers()
        x, y = (number.to_bytes(32, "big") for number in (point.x, point.y))
        return cbor2.dumps({1: 2, 3: -7, -1: 1, -2: x, -3: y})

    def _closed(self, **response: bytes) -> str:
        raw = bytes_to_base64url(self.credential_id)
        told = {name: bytes_to_base64url(part) for name, part in response.items()}
        return json.dumps({"id": raw, "rawId": raw, "type": "public-key", "response": told})


def _said(kind: str, options: dict[str, Any], origin: str) -> bytes:
    return json.dumps({"type": kind, "challenge": options["challenge"], "origin": origin}).encode()


def asked(browser: Browser, path: str, status: int = 200) -> dict[str, Any]:
    """What the server says that the browser shall ask the device for."""
    browser.send(path, status=status)
    return browser.last.json()


def with_passkey(browser: Browser, person: Any, **kind: bool) -> Device:
    """Somebody signs in by password and makes a passkey; then nobody sits there."""
    device = Device(**kind)
    browser.sign_in(person)
    answer = device.make(asked(browser, "/account/passkeys/ask"))
    browser.send("/account/passkeys", answer=answer, name="Telefon")
    browser.leave()
    return device
