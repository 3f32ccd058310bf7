"""What browsers and devices say about passkeys, made and checked by the library (Web
Authentication Level 3). Loaded when somebody uses one: it brings much with it."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from webauthn import (
    generate_authentication_options,
    generate_registration_options,
    verify_authentication_response,
    verify_registration_response,
)
from webauthn.helpers import (
    base64url_to_bytes,
    bytes_to_base64url,
    options_to_json_dict,
    parse_client_data_json,
)
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)


@dataclass(frozen=True)
class Asker:
    """Who asks, what for: host name and origin as browsers see them, what we are called, the
    challenge, and for how many milliseconds it holds."""

    host: str
    origin: str
    name: str
    challenge: str
    milliseconds: int


@dataclass(frozen=True)
class Made:
    """A passkey that a device has made."""

    credential_id: str
    public_key: bytes
    sign_count: int


def _described(known: Sequence[str]) -> list[PublicKeyCredentialDescriptor]:
    return [PublicKeyCredentialDescriptor(base64url_to_bytes(one)) for one in known]


def to_make(
    asker: Asker, handle: bytes, email: str, name: str, known: Sequence[str]
) -> dict[str, Any]:
    """What the browser needs to make a passkey for somebody whom the device knows by `handle`, on
    none of the devices that have one of the `known`."""
    options = generate_registration_options(
        rp_id=asker.host,
        rp_name=asker.name,
        user_id=handle,
        user_name=email,
        user_display_name=name,
        challenge=base64url_to_bytes(asker.challenge),
        timeout=asker.milliseconds,
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.REQUIRED,
            user_verification=UserVerificationRequirement.REQUIRED,
        ),
        exclude_credentials=_described(known),
    )
    return options_to_json_dict(options)


def made(asker: Asker, answer: str) -> Made:
    """The passkey in the answer of a device. Raises whatever the library does where it does not
    fit."""
    found = verify_registration_response(
        credential=answer,
        expected_challenge=base64url_to_bytes(asker.challenge),
        expected_rp_id=asker.host,
        expected_origin=asker.origin,
        require_user_verification=True,
    )
    credential_id = bytes_to_base64url(found.credential_id)
    return Made(credential_id, found.credential_public_key, found.sign_count)


def to_prove(asker: Asker, known: Sequence[str]) -> dict[str, Any]:
    """What the browser needs to show a passkey: one of the `known`, or, where there are none, any
    that the device has for us."""
    options = generate_authentication_options(
        rp_id=asker.host,
        challenge=base64url_to_bytes(asker.challenge),
        timeout=asker.milliseconds,
        allow_credentials=_described(known) or None,
        user_verification=UserVerificationRequirement.REQUIRED,
    )
    return options_to_json_dict(options)


def proved(asker: Asker, answer: str, public_key: bytes, sign_count: int) -> int:
    """How often the device has signed by now, if the answer is by this passkey. Raises whatever
    the library does where it does not fit."""
    seen = verify_authentication_response(
        credential=answer,
        expected_challenge=base64url_to_bytes(asker.challenge),
        expected_rp_id=asker.host,
        expected_origin=asker.origin,
        credential_public_key=public_key,
        credential_current_sign_count=sign_count,
        require_user_verification=True,
    )
    return seen.new_sign_count


def challenge_in(answer: str) -> str:
    """The challenge that an answer says it answers. Raises whatever its parsers do."""
    data = base64url_to_bytes(json.loads(answer)["response"]["clientDataJSON"])
    return bytes_to_base64url(parse_client_data_json(data).challenge)
