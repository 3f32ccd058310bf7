"""The rows of what working groups do: decide, hand back, steer; a part of `matrix.py`. Group 1 is
AG 1, with note #1 on its field."""

from tests.roles import EVERYBODY, GROUP, READS, P, Row

G = "/groups/1"

GROUPS: dict[tuple[str, str], Row] = {
    ("GET", "/p/{slug}/results"): Row(EVERYBODY, f"{P}/results"),
    ("GET", "/groups/{group_id}/meetings.ics"): Row(GROUP | READS, f"{G}/meetings.ics"),
    ("GET", "/groups/{group_id}/projector"): Row(GROUP | READS, f"{G}/projector"),
}
