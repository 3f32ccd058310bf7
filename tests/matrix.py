"""Roles × routes: who is let in where, written by hand. `test_matrix.py` tries it."""

from app import colours
from tests.cast import OTHER_COLOUR, OTHER_HOST
from tests.drafts.drawn import drawn, with_picture
from tests.matrix_desk import DESK
from tests.matrix_groups import GROUPS
from tests.matrix_of_authors import OF_AUTHORS
from tests.matrix_paper import PAPER
from tests.matrix_residents import RESIDENTS
from tests.matrix_similar import SIMILAR
from tests.matrix_topics import TOPICS
from tests.roles import (
    API_NOTE,
    EVERYBODY,
    GROUP,
    MANAGERS,
    NOTE,
    OFFICE,
    READS,
    SIGNED_IN,
    STAFF,
    WHO,
    WRITERS,
    A,
    D,
    P,
    Row,
)

__all__ = ["DRAWN", "FATMAS", "FIRST_ONES", "MATRIX", "PICTURE", "WHO", "Row"]

DRAWN = with_picture(drawn())
(PICTURE,) = DRAWN.pictures
# Of these a city's first has the number one.
FIRST_ONES = ("account_id", "event_id", "file_id", "letter", "passkey_id", "station_id")
FATMAS = 4  # the number of her role
OTHER_CSS = colours.address(colours.stylesheet(OTHER_COLOUR))

MATRIX: dict[tuple[str, str], Row] = {
    **TOPICS,
    **RESIDENTS,
    **DESK,
    **PAPER,
    **SIMILAR,
    **GROUPS,
    ("GET", "/"): Row(EVERYBODY),
    ("GET", "/about/{page}"): Row(EVERYBODY, "/about/privacy"),
    ("GET", "/imprint"): Row(EVERYBODY),
    ("GET", "/privacy"): Row(EVERYBODY),
    ("GET", "/accessibility"): Row(EVERYBODY),
    ("GET", "/city-{digest}.css"): Row(EVERYBODY, OTHER_CSS, host=OTHER_HOST),
    ("GET", "/logo-{digest}"): Row(set(), "/logo-x"),
    # the city's page at the desk; Hanna's is on her own host
    ("GET", "/desk/city"): Row(OFFICE | READS),
    ("POST", "/desk/city"): Row(OFFICE),
    ("POST", "/desk/city/colour"): Row(OFFICE),
    ("POST", "/desk/city/colour/look"): Row(OFFICE),
    ("POST", "/desk/city/logo"): Row(OFFICE),
    ("POST", "/desk/city/logo/remove"): Row(OFFICE),
    ("POST", "/desk/city/sender"): Row(OFFICE),
    ("GET", "/healthz"): Row(EVERYBODY),
    ("GET", "/readyz"): Row(EVERYBODY),
    ("GET", "/.well-known/security.txt"): Row(set()),  # no contact is set
    ("GET", "/metrics"): Row(set()),  # of all cities together: this machine's alone
    # the door
    ("GET", "/register"): Row(EVERYBODY),
    ("POST", "/register"): Row(EVERYBODY, form={"email": "neu@example.org"}),
    ("GET", "/registered"): Row(EVERYBODY),
    ("POST", "/confirm"): Row(EVERYBODY, form={"email": "neu@example.org"}),
    ("GET", "/confirm/{token}"): Row(EVERYBODY, "/confirm/x"),
    ("POST", "/confirm/{token}"): Row(EVERYBODY, "/confirm/x"),
    ("GET", "/sign-in"): Row(EVERYBODY),
    ("POST", "/sign-in"): Row(EVERYBODY, form={"email": "neu@example.org", "password": "x"}),
    ("POST", "/sign-out"): Row(EVERYBODY),
    ("POST", "/language"): Row(EVERYBODY, form={"language": "tr"}),
    ("GET", "/forgot"): Row(EVERYBODY),
    ("POST", "/forgot"): Row(EVERYBODY, form={"email": "neu@example.org"}),
    ("GET", "/reset/{token}"): Row(EVERYBODY, "/reset/x"),
    ("POST", "/reset/{token}"): Row(EVERYBODY, "/reset/x", form={"password": "lang genug ist es"}),
    ("GET", "/invitations/{token}"): Row(EVERYBODY, "/invitations/x"),
    ("POST", "/invitations/{token}"): Row(SIGNED_IN, "/invitations/x"),
    ("GET", "/account"): Row(SIGNED_IN),
    ("POST", "/account/name"): Row(SIGNED_IN, form={"name": "Anders"}),
    ("POST", "/account/password"): Row(SIGNED_IN, form={"old": "x", "new": "y"}),
    # Nobody here has ticked that they are sure.
    ("GET", "/account/data"): Row(SIGNED_IN),
    ("POST", "/account/data"): Row(SIGNED_IN),
    ("GET", "/account/delete"): Row(SIGNED_IN),
    ("POST", "/account/delete"): Row(SIGNED_IN),
    ("GET", "/account/deleted"): Row(EVERYBODY),
    ("GET", "/sign-in/link"): Row(EVERYBODY),
    ("POST", "/sign-in/link"): Row(EVERYBODY, form={"email": "neu@example.org"}),
    ("GET", "/sign-in/link/{token}"): Row(EVERYBODY, "/sign-in/link/x"),
    ("POST", "/sign-in/link/{token}"): Row(EVERYBODY, "/sign-in/link/x"),
    # Whom no second step is asked of is sent on, or to the door.
    ("GET", "/second-step"): Row(EVERYBODY),
    ("POST", "/second-step"): Row(EVERYBODY, form={"code": "123456"}),
    ("GET", "/second-step/set-up"): Row(SIGNED_IN),
    ("POST", "/second-step/app"): Row(SIGNED_IN),
    ("GET", "/second-step/app"): Row(SIGNED_IN),
    ("POST", "/second-step/app/confirm"): Row(SIGNED_IN, form={"code": "x"}),
    ("GET", "/prove"): Row(SIGNED_IN),
    ("POST", "/prove"): Row(SIGNED_IN, form={"password": "x"}),
    ("GET", "/account/tokens"): Row(SIGNED_IN),
    ("POST", "/account/tokens"): Row(
        GROUP | READS | {"fatma"}, form={"name": "Probe", "scope": "x"}
    ),
    ("POST", "/account/tokens/{token_id}/revoke"): Row(set(), "/account/tokens/999999/revoke"),
    ("GET", "/account/second-step"): Row(SIGNED_IN),
    ("GET", "/account/second-step/codes"): Row(SIGNED_IN),
    ("POST", "/account/second-step/codes"): Row(SIGNED_IN),
    ("GET", "/account/second-step/replace"): Row(SIGNED_IN),
    ("POST", "/account/second-step/replace"): Row(SIGNED_IN, form={"code": "x"}),
    ("GET", "/account/second-step/remove"): Row(SIGNED_IN),
    ("POST", "/account/second-step/remove"): Row(SIGNED_IN),
    ("GET", "/account/address"): Row(SIGNED_IN),
    ("POST", "/account/address"): Row(SIGNED_IN, form={"email": "anders@"}),
    ("GET", "/address/{token}"): Row(SIGNED_IN, "/address/x"),
    ("POST", "/address/{token}"): Row(SIGNED_IN, "/address/x"),
    ("POST", "/account/sessions/end-others"): Row(SIGNED_IN),
    ("POST", "/account/sessions/{sign_in_id}/end"): Row(set(), "/account/sessions/999999/end"),
    # passkeys; nobody here is halfway through signing in
    ("POST", "/sign-in/passkey/ask"): Row(EVERYBODY),
    ("POST", "/sign-in/passkey"): Row(EVERYBODY, form={"answer": "x"}),
    ("POST", "/second-step/passkey/ask"): Row(set()),
    ("POST", "/second-step/passkey"): Row(set(), form={"answer": "x"}),
    ("POST", "/second-step/set-up/passkey/ask"): Row(set()),
    ("POST", "/second-step/set-up/passkey"): Row(set(), form={"answer": "x"}),
    ("POST", "/prove/passkey/ask"): Row(SIGNED_IN),
    ("POST", "/prove/passkey"): Row(SIGNED_IN, form={"answer": "x"}),
    # the identity provider: here is none
    ("POST", "/sign-in/provider"): Row(set()),
    ("GET", "/sign-in/provider/callback"): Row(set()),
    ("POST", "/sign-in/provider/callback"): Row(set()),
    ("GET", "/sign-in/provider/new"): Row(set()),
    ("POST", "/sign-in/provider/new"): Row(set()),
    ("POST", "/prove/provider"): Row(set()),
    ("GET", "/account/provider"): Row(set()),
    ("POST", "/account/provider"): Row(set()),
    ("POST", "/account/provider/{account_id}/remove"): Row(set(), "/account/provider/1/remove"),
    ("GET", "/signed-out"): Row(set()),
    ("GET", "/account/passkeys"): Row(SIGNED_IN),
    ("GET", "/account/passkeys/new"): Row(SIGNED_IN),
    ("POST", "/account/passkeys/ask"): Row(SIGNED_IN),
    ("POST", "/account/passkeys"): Row(SIGNED_IN, form={"answer": "x"}),
    ("POST", "/account/passkeys/{passkey_id}/name"): Row(
        set(), "/account/passkeys/999999/name", {"name": "Telefon"}
    ),
    ("POST", "/account/passkeys/{passkey_id}/remove"): Row(
        set(), "/account/passkeys/999999/remove"
    ),
    # reading
    ("GET", "/p/{slug}"): Row(EVERYBODY, P),
    ("GET", "/p/{slug}/draft"): Row(EVERYBODY, f"{P}/draft"),
    ("GET", "/p/{slug}/draft/v{number}"): Row(EVERYBODY, f"{P}/draft/v1"),
    ("GET", "/p/{slug}/fields/{field}"): Row(EVERYBODY, f"{P}/fields/sprache"),
    ("GET", "/p/{slug}/blocks/{fragment}"): Row(EVERYBODY, f"{P}/blocks/hf1-1"),
    ("GET", "/p/{slug}/comments/{number}"): Row(EVERYBODY, f"{P}/comments/1"),
    ("GET", "/p/{slug}/changes"): Row(EVERYBODY, "/p/anderswo/changes", host=OTHER_HOST),
    ("GET", "/p/{slug}/changes.docx"): Row(EVERYBODY, "/p/anderswo/changes.docx", host=OTHER_HOST),
    ("GET", "/p/{slug}/changes.pdf"): Row(EVERYBODY, "/p/anderswo/changes.pdf", host=OTHER_HOST),
    ("GET", "/p/{slug}/rules"): Row(EVERYBODY, f"{P}/rules"),
    ("GET", "/p/{slug}/removals"): Row(EVERYBODY, f"{P}/removals"),
    ("GET", "/p/{slug}/removals.csv"): Row(EVERYBODY, f"{P}/removals.csv"),
    # nothing is hidden here, so there is nobody to object
    ("GET", "/p/{slug}/removals/{number}/objection"): Row(set(), f"{P}/removals/1/objection"),
    ("POST", "/p/{slug}/removals/{number}/objection"): Row(set(), f"{P}/removals/1/objection"),
    ("GET", "/p/{slug}/comments/{number}/report"): Row(EVERYBODY, f"{P}/comments/1/report"),
    ("POST", "/p/{slug}/comments/{number}/report"): Row(EVERYBODY, f"{P}/comments/1/report"),
    ("GET", "/embed/p/{slug}"): Row(EVERYBODY, f"/embed{P}"),
    ("GET", "/embed/p/{slug}/fields/{field}"): Row(EVERYBODY, f"/embed{P}/fields/sprache"),
    # of a version that is not public yet
    ("GET", "/p/{slug}/pictures/{digest}"): Row(STAFF | READS, f"{P}/pictures/{PICTURE}"),
    ("GET", "/p/{slug}/documents/{document}"): Row(set(), f"{P}/documents/keins"),
    ("GET", "/p/{slug}/documents/{document}/file"): Row(set(), f"{P}/documents/keins/file"),
    # writing
    ("GET", "/p/{slug}/comments/new"): Row(EVERYBODY, f"{P}/comments/new?at=hf1-1"),
    ("POST", "/p/{slug}/comments"): Row(WRITERS, f"{P}/comments", NOTE),
    ("GET", "/p/{slug}/comments/{number}/reply"): Row(EVERYBODY, f"{P}/comments/1/reply"),
    ("POST", "/p/{slug}/comments/{number}/replies"): Row(
        WRITERS, f"{P}/comments/1/replies", {"text": "Eine Antwort."}
    ),
    ("POST", "/p/{slug}/comments/{number}/support"): Row(
        WRITERS - {"amira"}, f"{P}/comments/1/support", {"support": "1"}
    ),
    # staff
    ("GET", "/desk"): Row(SIGNED_IN - {"amira", "dora", "gustav", "hanna", "ludwig"}),
    ("GET", "/desk/mail"): Row(OFFICE),
    ("GET", "/desk/journal"): Row(STAFF | READS),
    ("GET", "/desk/journal.csv"): Row(STAFF | READS),
    ("GET", "/desk/p/{slug}"): Row(STAFF | READS, D),
    ("POST", "/desk/p/{slug}/comments/{number}/replies"): Row(
        STAFF, f"{D}/comments/1/replies", {"voice": "self", "text": "Danke dafür."}
    ),
    ("GET", "/desk/p/{slug}/notices"): Row(STAFF | READS, f"{D}/notices"),
    ("POST", "/desk/p/{slug}/notices/{number}/hide"): Row(STAFF, f"{D}/notices/1/hide"),
    ("POST", "/desk/p/{slug}/notices/{number}/keep"): Row(STAFF, f"{D}/notices/1/keep"),
    ("GET", "/desk/p/{slug}/objections"): Row(STAFF | READS, f"{D}/objections"),
    ("POST", "/desk/p/{slug}/objections/{number}/{outcome}"): Row(
        STAFF, f"{D}/objections/1/stands"
    ),
    ("GET", "/desk/p/{slug}/comments/{number}/hide"): Row(STAFF | READS, f"{D}/comments/1/hide"),
    ("POST", "/desk/p/{slug}/comments/{number}/hide"): Row(STAFF, f"{D}/comments/1/hide"),
    ("POST", "/desk/p/{slug}/comments/{number}/show-again"): Row(
        STAFF, f"{D}/comments/1/show-again"
    ),
    ("GET", "/desk/p/{slug}/stopped"): Row(STAFF | READS, f"{D}/stopped"),
    ("POST", "/desk/p/{slug}/stopped/{number}/publish"): Row(STAFF, f"{D}/stopped/1/publish"),
    ("POST", "/desk/p/{slug}/stopped/{number}/refuse"): Row(STAFF, f"{D}/stopped/1/refuse"),
    ("GET", "/desk/p/{slug}/writers"): Row(STAFF | READS, f"{D}/writers"),
    ("POST", "/desk/p/{slug}/writers"): Row(MANAGERS, f"{D}/writers"),
    ("POST", "/desk/p/{slug}/writers/perspectives"): Row(MANAGERS, f"{D}/writers/perspectives"),
    ("GET", "/desk/barriers"): Row(OFFICE | READS),
    ("POST", "/desk/barriers"): Row(OFFICE),
    ("POST", "/desk/barriers/{number}/remove"): Row(OFFICE, "/desk/barriers/1/remove"),
    ("GET", "/desk/p/{slug}/embedding"): Row(STAFF | READS, f"{D}/embedding"),
    ("GET", "/desk/p/{slug}/embedding/preview"): Row(STAFF | READS, f"{D}/embedding/preview"),
    ("POST", "/desk/p/{slug}/embedding/sites"): Row(MANAGERS, f"{D}/embedding/sites"),
    ("POST", "/desk/p/{slug}/embedding/sites/{site_id}/end"): Row(
        MANAGERS, f"{D}/embedding/sites/1/end"
    ),
    ("GET", "/desk/p/{slug}/draft"): Row(STAFF | READS, f"{D}/draft"),
    ("GET", "/desk/p/{slug}/draft/v{n}"): Row(STAFF | READS, f"{D}/draft/v2"),
    ("POST", "/desk/p/{slug}/drafts"): Row(MANAGERS, f"{D}/drafts"),
    ("GET", "/desk/p/{slug}/draft/v{n}/tools"): Row(MANAGERS, f"{D}/draft/v2/tools?at=hf1-1"),
    ("POST", "/desk/p/{slug}/draft/v{n}/steps"): Row(MANAGERS, f"{D}/draft/v2/steps"),
    ("POST", "/desk/p/{slug}/draft/v{n}/undo"): Row(
        MANAGERS, f"{D}/draft/v2/undo", {"number": "1"}
    ),
    ("POST", "/desk/p/{slug}/draft/v{n}/redo"): Row(
        MANAGERS, f"{D}/draft/v2/redo", {"number": "1"}
    ),
    ("POST", "/desk/p/{slug}/draft/v{n}/publish"): Row(MANAGERS, f"{D}/draft/v2/publish"),
    ("GET", "/desk/p/{slug}/draft/v{n}/lineage"): Row(STAFF | READS, f"{D}/draft/v2/lineage"),
    ("POST", "/desk/p/{slug}/draft/v{n}/lineage"): Row(STAFF, f"{D}/draft/v2/lineage"),
    ("POST", "/desk/p/{slug}/draft/v{n}/lineage/gone"): Row(STAFF, f"{D}/draft/v2/lineage/gone"),
    ("GET", "/desk/p/{slug}/draft/v{n}/lineage/{number}"): Row(STAFF, f"{D}/draft/v2/lineage/1"),
    ("POST", "/desk/p/{slug}/draft/v{n}/lineage/{number}"): Row(
        STAFF, f"{D}/draft/v2/lineage/1", {"choice": "confirm"}
    ),
    ("GET", "/desk/people"): Row(OFFICE | READS),
    ("POST", "/desk/people/invitations"): Row(OFFICE),
    ("GET", "/desk/p/{slug}/people"): Row(MANAGERS | READS, f"{D}/people"),
    ("POST", "/desk/p/{slug}/people/invitations"): Row(MANAGERS, f"{D}/people/invitations"),
    # Invitation 1 is to the process.
    ("POST", "/desk/people/invitations/{invitation_id}/resend"): Row(
        MANAGERS, "/desk/people/invitations/1/resend"
    ),
    ("POST", "/desk/people/invitations/{invitation_id}/revoke"): Row(
        MANAGERS, "/desk/people/invitations/1/revoke"
    ),
    ("POST", "/desk/people/roles/{grant_id}/take"): Row(
        MANAGERS, f"/desk/people/roles/{FATMAS}/take"
    ),
    ("POST", "/desk/people/{person_id}/block"): Row(OFFICE, "/desk/people/2/block"),
    ("POST", "/desk/people/{person_id}/unblock"): Row(OFFICE, "/desk/people/2/unblock"),
    ("GET", "/groups/{group_id}"): Row(GROUP | READS, "/groups/1"),
    ("POST", "/groups/{group_id}/bundles"): Row(GROUP, "/groups/1/bundles"),
    ("GET", "/bundles/{bundle_id}"): Row(GROUP | READS, "/bundles/1"),
    ("GET", "/bundles/{bundle_id}.zip"): Row(GROUP | READS, "/bundles/1.zip"),
    ("POST", "/bundles/{bundle_id}/download"): Row(GROUP, "/bundles/1/download"),
    # programs
    ("GET", "/api/v1/openapi.json"): Row(EVERYBODY, api=True),
    ("GET", "/api/v1/processes"): Row(EVERYBODY, api=True),
    ("GET", "/api/v1/processes/{process}"): Row(EVERYBODY, A, api=True),
    ("GET", "/api/v1/processes/{process}/draft"): Row(EVERYBODY, f"{A}/draft", api=True),
    # Version 2 is not public: to others than the office it is as if it did not exist.
    ("GET", "/api/v1/processes/{process}/lineage"): Row(
        MANAGERS | READS, f"{A}/lineage?from=1&to=2", api=True
    ),
    ("GET", "/api/v1/processes/{process}/comments"): Row(EVERYBODY, f"{A}/comments", api=True),
    ("POST", "/api/v1/processes/{process}/comments"): Row(
        WRITERS, f"{A}/comments", API_NOTE, api=True
    ),
    ("GET", "/api/v1/processes/{process}/comments/{number}"): Row(
        EVERYBODY, f"{A}/comments/1", api=True
    ),
    ("GET", "/api/v1/processes/{process}/comments/{number}/replies"): Row(
        EVERYBODY, f"{A}/comments/1/replies", api=True
    ),
    ("POST", "/api/v1/processes/{process}/comments/{number}/replies"): Row(
        WRITERS, f"{A}/comments/1/replies", {"text": "Eine Antwort."}, api=True
    ),
    ("PUT", "/api/v1/processes/{process}/comments/{number}/support"): Row(
        WRITERS - {"amira"}, f"{A}/comments/1/support", api=True
    ),
    ("DELETE", "/api/v1/processes/{process}/comments/{number}/support"): Row(
        WRITERS - {"amira"}, f"{A}/comments/1/support", api=True
    ),
    ("POST", "/api/v1/processes/{process}/drafts"): Row(
        MANAGERS, f"{A}/drafts", api=True, file=True
    ),
    ("POST", "/api/v1/processes/{process}/groups/{group}/bundles"): Row(
        GROUP, f"{A}/groups/ag-1/bundles", api=True
    ),
    ("GET", "/api/v1/bundles/{bundle}"): Row(GROUP | READS, "/api/v1/bundles/1", api=True),
    ("GET", "/api/v1/bundles/{bundle}.zip"): Row(GROUP | READS, "/api/v1/bundles/1.zip", api=True),
}
MATRIX |= {key: Row(set(may), url, form) for key, (may, url, form) in OF_AUTHORS.items()}
