"""The rows of topics that run across fields: a part of `matrix.py`. The topic "ehrenamt" belongs to
AG 1, with note #1 in it."""

from tests.roles import EVERYBODY, GROUP, MANAGERS, READS, STAFF, D, P, Row

TOPIC, ADVICE = f"{D}/topics/ehrenamt", "/groups/1/topics/ehrenamt/1"
GATHERS = STAFF | {"chen", "ines"}
NEW = {"title": "Information", "words": "Faltblatt"}

TOPICS: dict[tuple[str, str], Row] = {
    ("GET", "/p/{slug}/topics"): Row(EVERYBODY, f"{P}/topics"),
    ("GET", "/p/{slug}/topics/{topic}"): Row(EVERYBODY, f"{P}/topics/ehrenamt"),
    ("GET", "/desk/p/{slug}/topics"): Row(STAFF | READS, f"{D}/topics"),
    ("POST", "/desk/p/{slug}/topics"): Row(MANAGERS, f"{D}/topics", NEW),
    ("GET", "/desk/p/{slug}/topics/{topic}"): Row(GATHERS | READS, TOPIC),
    ("POST", "/desk/p/{slug}/topics/{topic}/in"): Row(GATHERS, f"{TOPIC}/in", {"numbers": "1"}),
    ("GET", "/groups/{group_id}/topics/{topic}/{number}"): Row(GROUP | READS, ADVICE),
    ("POST", "/groups/{group_id}/topics/{topic}/{number}"): Row(
        GROUP, ADVICE, {"decision": "adopted", "text": "Das passt zum Ehrenamt."}
    ),
    ("POST", "/desk/p/{slug}/topics/{topic}/out/{number}"): Row(GATHERS, f"{TOPIC}/out/1"),
    ("POST", "/desk/p/{slug}/topics/{topic}"): Row(MANAGERS, TOPIC, NEW),
}
