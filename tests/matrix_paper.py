"""The rows of notes from paper and of tables of notes: a part of `matrix.py`."""

from tests.roles import READS, STAFF, D, Row

PAPER: dict[tuple[str, str], Row] = {
    ("GET", "/desk/p/{slug}/notes/new"): Row(STAFF | READS, f"{D}/notes/new"),
    ("POST", "/desk/p/{slug}/notes"): Row(
        STAFF,
        f"{D}/notes",
        {"address": "HF1 1", "text": "Vom Papier.", "received_on": "15.10.2016"},
    ),
    # #1 was typed here: there is no slip of it, and no scan beside it
    ("GET", "/desk/p/{slug}/comments/{number}/slip"): Row(set(), f"{D}/comments/1/slip"),
    ("GET", "/desk/p/{slug}/comments/{number}/files"): Row(STAFF | READS, f"{D}/comments/1/files"),
    ("POST", "/desk/p/{slug}/comments/{number}/files"): Row(STAFF, f"{D}/comments/1/files"),
    ("GET", "/desk/p/{slug}/comments/{number}/files/{file_id}"): Row(
        set(), f"{D}/comments/1/files/1"
    ),
    ("POST", "/desk/p/{slug}/comments/{number}/files/{file_id}/remove"): Row(
        set(), f"{D}/comments/1/files/1/remove"
    ),
    # nobody has handed in a table
    ("GET", "/desk/p/{slug}/imports"): Row(STAFF | READS, f"{D}/imports"),
    ("GET", "/desk/p/{slug}/imports/template"): Row(STAFF | READS, f"{D}/imports/template"),
    ("POST", "/desk/p/{slug}/imports"): Row(STAFF, f"{D}/imports"),
    ("GET", "/desk/p/{slug}/imports/{number}"): Row(set(), f"{D}/imports/1"),
    ("POST", "/desk/p/{slug}/imports/{number}"): Row(set(), f"{D}/imports/1"),
    ("POST", "/desk/p/{slug}/imports/{number}/take"): Row(set(), f"{D}/imports/1/take"),
    ("POST", "/desk/p/{slug}/imports/{number}/drop"): Row(set(), f"{D}/imports/1/drop"),
}
