"""The rows of groups of similar notes: a part of `matrix.py`. Note #1 is in group 1."""

from tests.roles import EVERYBODY, READS, STAFF, D, P, Row

GROUP = f"{D}/similar/1"

SIMILAR: dict[tuple[str, str], Row] = {
    ("GET", "/p/{slug}/similar/{similar}"): Row(EVERYBODY, f"{P}/similar/1"),
    ("GET", "/desk/p/{slug}/similar"): Row(STAFF | READS, f"{D}/similar"),
    ("POST", "/desk/p/{slug}/similar"): Row(STAFF, f"{D}/similar", {"numbers": "1"}),
    ("GET", "/desk/p/{slug}/similar/{similar}"): Row(STAFF | READS, GROUP),
    ("POST", "/desk/p/{slug}/similar/{similar}/answer"): Row(
        STAFF, f"{GROUP}/answer", {"text": "Danke, das prüfen wir."}
    ),
    ("POST", "/desk/p/{slug}/similar/{similar}/in"): Row(STAFF, f"{GROUP}/in", {"numbers": "1"}),
    ("POST", "/desk/p/{slug}/similar/{similar}/looked"): Row(STAFF, f"{GROUP}/looked"),
    ("POST", "/desk/p/{slug}/similar/{similar}/out/{number}"): Row(STAFF, f"{GROUP}/out/1"),
    ("POST", "/desk/p/{slug}/similar/{similar}/split"): Row(STAFF, f"{GROUP}/split"),
}
