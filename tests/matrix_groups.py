"""The rows of what working groups do: decide, hand back, steer; a part of `matrix.py`. Group 1 is
AG 1, with note #1 on its field."""

from tests.roles import EVERYBODY, GROUP, MANAGERS, OFFICE, READS, STAFF, A, D, P, Row

G = "/groups/1"
H = f"{G}/hand-backs"
V2 = f"{D}/draft/v2"
LEADS = STAFF | {"ines"}

NOTE = f"{G}/notes/1"
SETTLERS = {"ines", "jonas", "emil"}  # the lead, and in place of the lead who manages the process

_DISPOSITION = "/processes/{process}/comments/{number}/disposition"

GROUPS: dict[tuple[str, str], Row] = {
    ("GET", "/groups/{group_id}/notes/{number}"): Row(GROUP | READS, NOTE),
    ("POST", "/groups/{group_id}/notes/{number}/proposal"): Row(
        GROUP, f"{NOTE}/proposal", {"reason": "Das prüfen wir."}
    ),
    ("POST", "/groups/{group_id}/notes/{number}/decision"): Row(
        SETTLERS, f"{NOTE}/decision", {"decision": "noted", "reason": "Gelesen."}
    ),
    ("GET", f"/api/v1{_DISPOSITION}"): Row(EVERYBODY, f"{A}/comments/1/disposition", api=True),
    ("PUT", f"/api/v1{_DISPOSITION}"): Row(
        SETTLERS, f"{A}/comments/1/disposition", {"decision": "adopted"}, api=True
    ),
    ("DELETE", f"/api/v1{_DISPOSITION}"): Row(SETTLERS, f"{A}/comments/1/disposition", api=True),
    # nothing is decided: a rule that lets them in, then a conflict
    ("POST", "/groups/{group_id}/notes/{number}/take-back"): Row(SETTLERS, f"{NOTE}/take-back"),
    # the city's own Word template: its office's for all, a manager's for one process
    ("GET", "/desk/templates"): Row(MANAGERS | READS),
    ("POST", "/desk/templates"): Row(OFFICE),
    ("GET", "/desk/templates/{template_id}/sample.docx"): Row(
        MANAGERS | READS, "/desk/templates/1/sample.docx"
    ),
    ("POST", "/desk/templates/{template_id}/remove"): Row(OFFICE, "/desk/templates/1/remove"),
    ("GET", "/p/{slug}/results"): Row(EVERYBODY, f"{P}/results"),
    ("GET", "/p/{slug}/results.pdf"): Row(EVERYBODY, f"{P}/results.pdf"),
    ("POST", "/p/{slug}/results.pdf"): Row(EVERYBODY, f"{P}/results.pdf"),
    ("GET", "/p/{slug}/results.xlsx"): Row(EVERYBODY, f"{P}/results.xlsx"),
    ("POST", "/p/{slug}/results.xlsx"): Row(EVERYBODY, f"{P}/results.xlsx"),
    ("GET", "/api/v1/processes/{process}/results"): Row(EVERYBODY, f"{A}/results", api=True),
    # which note caused which change: a member reads it, the lead of its group confirms it
    ("GET", "/groups/{group_id}/traces"): Row(GROUP | READS, f"{G}/traces"),
    ("POST", "/groups/{group_id}/traces/confirm"): Row(LEADS, f"{G}/traces/confirm"),
    ("POST", "/groups/{group_id}/traces/drop"): Row(LEADS, f"{G}/traces/drop", {"trace": "1"}),
    ("POST", "/groups/{group_id}/traces/add"): Row(LEADS, f"{G}/traces/add", {"note": "1"}),
    ("GET", "/desk/p/{slug}/draft/v{n}/traces"): Row(STAFF | READS, f"{V2}/traces"),
    ("POST", "/desk/p/{slug}/draft/v{n}/traces/search"): Row(STAFF, f"{V2}/traces/search"),
    ("POST", "/desk/p/{slug}/draft/v{n}/traces/confirm"): Row(STAFF, f"{V2}/traces/confirm"),
    ("POST", "/desk/p/{slug}/draft/v{n}/traces/drop"): Row(STAFF, f"{V2}/traces/drop"),
    ("POST", "/desk/p/{slug}/draft/v{n}/traces/add"): Row(STAFF, f"{V2}/traces/add"),
    # all groups' bundles at once; one is packed
    ("GET", "/desk/p/{slug}/bundles"): Row(STAFF | READS, f"{D}/bundles"),
    ("POST", "/desk/p/{slug}/bundles"): Row(STAFF, f"{D}/bundles"),
    ("POST", "/desk/p/{slug}/bundles/rights"): Row(
        MANAGERS, f"{D}/bundles/rights", {"group": 1, "people": "none"}
    ),
    ("POST", "/api/v1/processes/{process}/bundles"): Row(STAFF, f"{A}/bundles", api=True),
    ("GET", "/desk/p/{slug}/bundles.zip"): Row(STAFF | READS, f"{D}/bundles.zip"),
    # nobody has asked for a file
    ("GET", "/desk/p/{slug}/exports"): Row(STAFF | READS, f"{D}/exports"),
    ("POST", "/desk/p/{slug}/exports"): Row(STAFF, f"{D}/exports", {"form": "notes.csv"}),
    ("GET", "/desk/p/{slug}/exports/{export_id}/file"): Row(set(), f"{D}/exports/999999/file"),
    ("GET", "/.well-known/randnotiz-keys.json"): Row(EVERYBODY),
    ("GET", "/groups/{group_id}/meetings.ics"): Row(GROUP | READS, f"{G}/meetings.ics"),
    ("GET", "/groups/{group_id}/projector"): Row(GROUP | READS, f"{G}/projector"),
    ("GET", "/desk/p/{slug}/groups"): Row(STAFF | READS, f"{D}/groups"),
    ("POST", "/desk/p/{slug}/groups"): Row(MANAGERS, f"{D}/groups", {"name": "AG 7"}),
    ("POST", "/desk/p/{slug}/groups/fields"): Row(MANAGERS, f"{D}/groups/fields"),
    ("POST", "/desk/p/{slug}/groups/{group_id}"): Row(
        MANAGERS, f"{D}/groups/1", {"name": "AG 1", "title": "Sprache"}
    ),
    # one file was handed in, to be taken in as decisions
    ("GET", "/groups/{group_id}/hand-backs"): Row(GROUP | READS, H),
    ("POST", "/groups/{group_id}/hand-backs"): Row(GROUP, H),
    ("GET", "/groups/{group_id}/hand-backs/{hand_back_id}"): Row(GROUP | READS, f"{H}/1"),
    ("GET", "/groups/{group_id}/hand-backs/{hand_back_id}/faults.csv"): Row(
        GROUP | READS, f"{H}/1/faults.csv"
    ),
    ("POST", "/groups/{group_id}/hand-backs/{hand_back_id}/take"): Row(SETTLERS, f"{H}/1/take"),
    ("POST", "/groups/{group_id}/hand-backs/{hand_back_id}/again"): Row(SETTLERS, f"{H}/1/again"),
    ("POST", "/groups/{group_id}/hand-backs/{hand_back_id}/drop"): Row(SETTLERS, f"{H}/1/drop"),
    ("POST", "/groups/{group_id}/hand-backs/{hand_back_id}/conflicts"): Row(
        SETTLERS, f"{H}/1/conflicts"
    ),
    ("GET", "/groups/{group_id}/hand-backs/{hand_back_id}/changes"): Row(
        GROUP | READS, f"{H}/1/changes"
    ),
    ("POST", "/groups/{group_id}/hand-backs/{hand_back_id}/changes"): Row(
        SETTLERS, f"{H}/1/changes"
    ),
    ("POST", "/groups/{group_id}/hand-backs/{hand_back_id}/rows/{position}"): Row(
        SETTLERS, f"{H}/1/rows/1"
    ),
    ("POST", "/api/v1/processes/{process}/groups/{group}/hand-backs"): Row(
        GROUP, f"{A}/groups/ag-1/hand-backs", api=True, file=True
    ),
    ("GET", "/api/v1/processes/{process}/groups/{group}/hand-backs/{hand_back}"): Row(
        GROUP | READS, f"{A}/groups/ag-1/hand-backs/1", api=True
    ),
    ("GET", "/api/v1/processes/{process}/groups/{group}/hand-backs/{hand_back}/rows"): Row(
        GROUP | READS, f"{A}/groups/ag-1/hand-backs/1/rows", api=True
    ),
}
