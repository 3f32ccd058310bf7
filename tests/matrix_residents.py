"""The rows of what residents do beside reading and writing: a part of `matrix.py`."""

from tests.roles import EVERYBODY, READS, SIGNED_IN, STAFF, D, P, Row

TONGUES = f"{D}/draft/v1/translations"

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
    # following: a mail for whoever has no account
    ("GET", "/p/{slug}/follow"): Row(EVERYBODY, f"{P}/follow"),
    ("POST", "/p/{slug}/follow"): Row(SIGNED_IN, f"{P}/follow", {"field": "sprache"}),
    ("POST", "/p/{slug}/follow/mail"): Row(EVERYBODY, f"{P}/follow/mail", {"email": "amira@"}),
    ("POST", "/p/{slug}/follow/pace"): Row(SIGNED_IN, f"{P}/follow/pace", {"pace": "daily"}),
    ("GET", "/following/{token}"): Row(EVERYBODY, "/following/x"),
    ("POST", "/following/{token}"): Row(EVERYBODY, "/following/x"),
    ("GET", "/account/following"): Row(SIGNED_IN),
    # without its token an address ends nobody's mails
    ("GET", "/unsubscribe/{token}"): Row(set(), "/unsubscribe/1-1-p-x"),
    ("POST", "/unsubscribe/{token}"): Row(set(), "/unsubscribe/1-1-p-x"),
    ("GET", "/p/{slug}/feed.atom"): Row(EVERYBODY, f"{P}/feed.atom"),
    ("GET", "/p/{slug}/answers.atom"): Row(EVERYBODY, f"{P}/answers.atom"),
    ("GET", "/p/{slug}/fields/{field}/feed.atom"): Row(EVERYBODY, f"{P}/fields/sprache/feed.atom"),
    ("GET", "/p/{slug}/calendar.ics"): Row(EVERYBODY, f"{P}/calendar.ics"),
    ("GET", "/p/{slug}/fields/{field}/print"): Row(EVERYBODY, f"{P}/fields/sprache/print"),
    ("GET", "/desk/p/{slug}/comments/{number}/translation"): Row(
        STAFF | READS, f"{D}/comments/1/translation"
    ),
    ("POST", "/desk/p/{slug}/comments/{number}/translation"): Row(
        STAFF, f"{D}/comments/1/translation", {"into": "en", "text": "Some words."}
    ),
    ("POST", "/desk/p/{slug}/comments/{number}/language"): Row(
        STAFF, f"{D}/comments/1/language", {"language": "en"}
    ),
    # the text in other languages, by those who moderate
    ("GET", "/desk/p/{slug}/draft/v{n}/translations"): Row(STAFF | READS, TONGUES),
    ("GET", "/desk/p/{slug}/draft/v{n}/translations/{field}"): Row(
        STAFF | READS, f"{TONGUES}/sprache"
    ),
    ("POST", "/desk/p/{slug}/draft/v{n}/translations/{field}"): Row(
        STAFF, f"{TONGUES}/sprache", {"into": "ar"}
    ),
    ("GET", "/desk/p/{slug}/draft/v{n}/translations/{field}/file"): Row(
        STAFF | READS, f"{TONGUES}/sprache/file"
    ),
    ("POST", "/desk/p/{slug}/draft/v{n}/translations/{field}/file"): Row(
        STAFF, f"{TONGUES}/sprache/file", {"into": "ar"}
    ),
}
