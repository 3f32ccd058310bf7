"""The rows of what residents do beside reading and writing: a part of `matrix.py`."""

from tests.roles import EVERYBODY, SIGNED_IN, P, Row

RESIDENTS: dict[tuple[str, str], Row] = {
    ("GET", "/account/notes"): Row(SIGNED_IN),
    # without the token a receipt is no more than a number
    ("GET", "/p/{slug}/receipts/{number}/{token}"): Row(set(), f"{P}/receipts/1/x"),
    ("POST", "/p/{slug}/receipts/{number}/{token}/echo"): Row(
        set(), f"{P}/receipts/1/x/echo", {"settles": "yes"}
    ),
    # nothing is decided on here
    ("POST", "/p/{slug}/comments/{number}/echo"): Row(
        set(), f"{P}/comments/1/echo", {"settles": "yes"}
    ),
    # guests: whoever has the link, and no other; "x" is none
    ("GET", "/p/{slug}/confirm/{token}"): Row(EVERYBODY, f"{P}/confirm/x"),
    ("POST", "/p/{slug}/confirm/{token}"): Row(EVERYBODY, f"{P}/confirm/x"),
    ("POST", "/p/{slug}/receipts/{number}/{token}/mail"): Row(
        set(), f"{P}/receipts/1/x/mail", {"email": "neu@example.org"}
    ),
}
