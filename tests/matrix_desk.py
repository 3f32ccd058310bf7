"""The rows of the moderators' desk beside its inbox: a part of `matrix.py`."""

from tests.roles import EVERYBODY, MANAGERS, READS, STAFF, D, P, Row

DESK: dict[tuple[str, str], Row] = {
    # figures: gathered for everybody, whole for those who see the desk
    ("GET", "/p/{slug}/figures"): Row(EVERYBODY, f"{P}/figures"),
    ("GET", "/p/{slug}/figures/{name}.csv"): Row(EVERYBODY, f"{P}/figures/days.csv"),
    ("GET", "/desk/p/{slug}/figures"): Row(STAFF | READS, f"{D}/figures"),
    ("GET", "/desk/p/{slug}/figures/{name}.csv"): Row(STAFF | READS, f"{D}/figures/offices.csv"),
    # before or after
    ("GET", "/desk/p/{slug}/approval"): Row(STAFF | READS, f"{D}/approval"),
    ("POST", "/desk/p/{slug}/approval"): Row(
        MANAGERS, f"{D}/approval", {"approval": "all", "hours": "12"}
    ),
    # blacking out
    ("GET", "/desk/p/{slug}/comments/{number}/blackout"): Row(
        STAFF | READS, f"{D}/comments/1/blackout"
    ),
    ("POST", "/desk/p/{slug}/comments/{number}/blackout"): Row(
        STAFF,
        f"{D}/comments/1/blackout",
        {"passage": "Kurse", "reason": "Nennt jemanden."},
    ),
    ("POST", "/desk/p/{slug}/comments/{number}/blackout/{blackout}/undo"): Row(
        STAFF, f"{D}/comments/1/blackout/1/undo"
    ),
    ("POST", "/desk/p/{slug}/comments/{number}/blackout/{blackout}/original"): Row(
        STAFF, f"{D}/comments/1/blackout/1/original"
    ),
}
