"""The rows of what working groups do: decide, hand back, steer; a part of `matrix.py`. Group 1 is
AG 1, with note #1 on its field."""

from tests.roles import EVERYBODY, GROUP, MANAGERS, READS, STAFF, D, P, Row

G = "/groups/1"

GROUPS: dict[tuple[str, str], Row] = {
    ("GET", "/p/{slug}/results"): Row(EVERYBODY, f"{P}/results"),
    # all groups' bundles at once; one is packed
    ("GET", "/desk/p/{slug}/bundles"): Row(STAFF | READS, f"{D}/bundles"),
    ("POST", "/desk/p/{slug}/bundles"): Row(STAFF, f"{D}/bundles"),
    ("POST", "/desk/p/{slug}/bundles/rights"): Row(
        MANAGERS, f"{D}/bundles/rights", {"group": 1, "people": "none"}
    ),
    ("GET", "/desk/p/{slug}/bundles.zip"): Row(STAFF | READS, f"{D}/bundles.zip"),
    ("GET", "/.well-known/randnotiz-keys.json"): Row(EVERYBODY),
    ("GET", "/groups/{group_id}/meetings.ics"): Row(GROUP | READS, f"{G}/meetings.ics"),
    ("GET", "/groups/{group_id}/projector"): Row(GROUP | READS, f"{G}/projector"),
}
