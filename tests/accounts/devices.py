"""Devices that hold passkeys: the software one of the library, which here also checks its owner, as
telephones and keys with a PIN do; what it sends, it sends as a browser's script would."""

import json
from typing import Any

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from fido2 import cbor
from fido2.utils import sha256
from soft_webauthn import SoftWebauthnDevice
from webauthn.helpers import base64url_to_bytes, bytes_to_base64url

from tests.browser import Browser

ORIGIN = "http://testserver"
CHECKED = 0x04  # the flag that says the owner was checked (WebAuthn Level 3, 6.1)


class Device(SoftWebauthnDevice):
    """One device with one passkey. `checks` says whether it asks its owner for a PIN, `counts`
    whether it counts."""

    def __init__(self, *, checks: bool = True, counts: bool = True) -> None:
        super().__init__()
        self.checks, self.counts = checks, counts

    def make(self, options: dict[str, Any], origin: str = ORIGIN) -> str:
        """A new passkey for these options, as the form's field holds it."""
        made = self.create({"publicKey": _opened(options)}, origin)
        held = cbor.decode(made["response"]["attestationObject"])
        held["authData"] = self._flagged(held["authData"])
        made["response"]["attestationObject"] = cbor.encode(held)
        return _closed(made)

    def show(self, options: dict[str, Any], origin: str = ORIGIN) -> str:
        """An answer to this challenge, signed."""
        if not self.counts:
            self.sign_count = -1
        given = self.get({"publicKey": _opened(options)}, origin)
        response = given["response"]
        response["authenticatorData"] = self._flagged(response["authenticatorData"])
        signed = response["authenticatorData"] + sha256(response["clientDataJSON"])
        response["signature"] = self.private_key.sign(signed, ec.ECDSA(hashes.SHA256()))
        return _closed(given)

    def _flagged(self, data: bytes) -> bytes:
        return data[:32] + bytes([data[32] | (CHECKED if self.checks else 0)]) + data[33:]


def _opened(options: dict[str, Any]) -> dict[str, Any]:
    opened = options | {"challenge": base64url_to_bytes(options["challenge"])}
    if "user" in options:
        user = options["user"]
        opened["user"] = user | {"id": base64url_to_bytes(user["id"])}
        opened["pubKeyCredParams"] = [{"alg": -7, "type": "public-key"}]
    return opened


def _closed(key: dict[str, Any]) -> str:
    response = {name: bytes_to_base64url(part) for name, part in key["response"].items()}
    raw = bytes_to_base64url(key["rawId"])
    return json.dumps({"id": raw, "rawId": raw, "type": key["type"], "response": response})


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
