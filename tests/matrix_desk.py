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
    # text modules, and answers that are begun
    ("GET", "/desk/p/{slug}/modules"): Row(STAFF | READS, f"{D}/modules"),
    ("POST", "/desk/p/{slug}/modules"): Row(
        STAFF, f"{D}/modules", {"title": "Dank", "text": "Danke, {name}."}
    ),
    ("GET", "/desk/p/{slug}/modules/{module}"): Row(STAFF | READS, f"{D}/modules/1"),
    ("POST", "/desk/p/{slug}/modules/{module}"): Row(
        STAFF, f"{D}/modules/1", {"title": "Dank", "text": "Danke."}
    ),
    ("POST", "/desk/p/{slug}/modules/{module}/remove"): Row(STAFF, f"{D}/modules/1/remove"),
    ("GET", "/desk/p/{slug}/answers"): Row(STAFF | READS, f"{D}/answers?notes=1"),
    ("POST", "/desk/p/{slug}/answers"): Row(STAFF, f"{D}/answers", {"notes": "1", "text": "Ja."}),
    ("POST", "/desk/p/{slug}/comments/{number}/draft"): Row(
        STAFF, f"{D}/comments/1/draft", {"text": "Ja, ab Mai."}
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
