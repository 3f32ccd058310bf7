"""The rows of the moderators' desk beside its inbox: a part of `matrix.py`."""

from tests.roles import EVERYBODY, MANAGERS, OFFICE, READS, STAFF, D, P, Row

DESK: dict[tuple[str, str], Row] = {
    # the inbox
    ("GET", "/desk/p/{slug}/keys"): Row(STAFF | READS, f"{D}/keys"),
    ("POST", "/desk/p/{slug}/comments/{number}/lease"): Row(STAFF, f"{D}/comments/1/lease"),
    ("POST", "/desk/p/{slug}/comments/{number}/remarks"): Row(
        STAFF, f"{D}/comments/1/remarks", {"text": "Bitte erst fragen."}
    ),
    # figures: gathered for everybody, whole for those who see the desk
    ("GET", "/p/{slug}/figures"): Row(EVERYBODY, f"{P}/figures"),
    ("GET", "/p/{slug}/figures/{name}.csv"): Row(EVERYBODY, f"{P}/figures/days.csv"),
    ("GET", "/desk/p/{slug}/figures"): Row(STAFF | READS, f"{D}/figures"),
    ("GET", "/desk/p/{slug}/figures/{name}.csv"): Row(STAFF | READS, f"{D}/figures/offices.csv"),
    # questions to offices: at the desk; behind a link, and "x" is none; the clock for everybody
    ("GET", "/desk/p/{slug}/inquiries"): Row(STAFF | READS, f"{D}/inquiries"),
    ("GET", "/desk/p/{slug}/inquiries/new"): Row(STAFF | READS, f"{D}/inquiries/new"),
    ("POST", "/desk/p/{slug}/inquiries"): Row(STAFF, f"{D}/inquiries", {"notes": "1"}),
    ("GET", "/desk/p/{slug}/inquiries/{inquiry_id}"): Row(STAFF | READS, f"{D}/inquiries/1"),
    ("POST", "/desk/p/{slug}/inquiries/{inquiry_id}"): Row(STAFF, f"{D}/inquiries/1"),
    ("POST", "/desk/p/{slug}/inquiries/{inquiry_id}/back"): Row(STAFF, f"{D}/inquiries/1/back"),
    ("POST", "/desk/p/{slug}/inquiries/{inquiry_id}/recall"): Row(STAFF, f"{D}/inquiries/1/recall"),
    ("GET", "/desk/p/{slug}/inquiries/{inquiry_id}/files/{file_id}"): Row(
        set(), f"{D}/inquiries/99/files/1"
    ),
    # nothing waits for consent here; at which domains an office has people, its city says
    ("POST", "/desk/p/{slug}/inquiries/{inquiry_id}/letters/{letter}/consent"): Row(
        STAFF, f"{D}/inquiries/1/letters/99/consent", {"then": "no"}
    ),
    ("GET", "/desk/p/{slug}/inquiries/offices"): Row(STAFF | READS, f"{D}/inquiries/offices"),
    ("POST", "/desk/p/{slug}/inquiries/offices/{office}"): Row(
        OFFICE, f"{D}/inquiries/offices/schulamt", {"domains": "amt.example"}
    ),
    ("GET", "/inquiries/{token}"): Row(set(), "/inquiries/x"),
    ("POST", "/inquiries/{token}"): Row(set(), "/inquiries/x"),
    ("POST", "/inquiries/{token}/pass"): Row(set(), "/inquiries/x/pass"),
    ("POST", "/inquiries/{token}/verdict"): Row(set(), "/inquiries/x/verdict"),
    ("POST", "/inquiries/{token}/files/{file_id}/remove"): Row(
        set(), "/inquiries/x/files/1/remove"
    ),
    ("GET", "/p/{slug}/offices"): Row(EVERYBODY, f"{P}/offices"),
    ("GET", "/p/{slug}/offices.csv"): Row(EVERYBODY, f"{P}/offices.csv"),
    # before or after
    ("GET", "/desk/p/{slug}/approval"): Row(STAFF | READS, f"{D}/approval"),
    ("POST", "/desk/p/{slug}/approval"): Row(
        MANAGERS, f"{D}/approval", {"approval": "all", "hours": "12"}
    ),
    # moving, splitting, linking; nobody has done it here, so undoing it is a conflict
    **{
        ("GET", f"/desk/p/{{slug}}/comments/{{number}}/{page}"): Row(
            STAFF | READS, f"{D}/comments/1/{page}"
        )
        for page in ("move", "split", "duplicate")
    },
    ("POST", "/desk/p/{slug}/comments/{number}/move"): Row(
        STAFF, f"{D}/comments/1/move", {"address": "HF2 1", "reason": "Dort geht es darum."}
    ),
    ("POST", "/desk/p/{slug}/comments/{number}/move-back"): Row(STAFF, f"{D}/comments/1/move-back"),
    ("POST", "/desk/p/{slug}/comments/{number}/split"): Row(
        STAFF, f"{D}/comments/1/split", {"begins": "1"}
    ),
    ("POST", "/desk/p/{slug}/comments/{number}/put-together"): Row(
        STAFF, f"{D}/comments/1/put-together"
    ),
    ("POST", "/desk/p/{slug}/comments/{number}/duplicate"): Row(
        STAFF, f"{D}/comments/1/duplicate", {"first": "1"}
    ),
    ("POST", "/desk/p/{slug}/comments/{number}/unlink"): Row(STAFF, f"{D}/comments/1/unlink"),
    # house rules: published, worded anew, put in order, retired
    ("GET", "/desk/p/{slug}/rules"): Row(STAFF | READS, f"{D}/rules"),
    ("POST", "/desk/p/{slug}/rules"): Row(
        MANAGERS, f"{D}/rules", {"title": "Kurz bleiben", "text": "Ein Gedanke."}
    ),
    ("GET", "/desk/p/{slug}/rules/{number}"): Row(STAFF | READS, f"{D}/rules/3"),
    ("POST", "/desk/p/{slug}/rules/{number}"): Row(
        MANAGERS, f"{D}/rules/3", {"title": "Nichts über andere", "text": "Bitte.", "edition": "1"}
    ),
    ("POST", "/desk/p/{slug}/rules/{number}/move"): Row(
        MANAGERS, f"{D}/rules/3/move", {"to": "up"}
    ),
    ("POST", "/desk/p/{slug}/rules/{number}/retire"): Row(
        MANAGERS, f"{D}/rules/3/retire", {"edition": "1"}
    ),
    # the city's offices, and which answer in the process; this one was asked, so it stays
    ("GET", "/desk/offices"): Row(OFFICE | READS),
    ("POST", "/desk/offices"): Row(OFFICE, form={"name": "Gartenamt"}),
    ("GET", "/desk/offices/{office}"): Row(OFFICE | READS, "/desk/offices/schulamt"),
    ("POST", "/desk/offices/{office}"): Row(OFFICE, "/desk/offices/schulamt", {"name": ""}),
    ("POST", "/desk/offices/{office}/remove"): Row(OFFICE, "/desk/offices/schulamt/remove"),
    ("GET", "/desk/p/{slug}/offices"): Row(STAFF | READS, f"{D}/offices"),
    ("POST", "/desk/p/{slug}/offices"): Row(MANAGERS, f"{D}/offices", {"office": "schulamt"}),
    # events: the first one stands already
    ("GET", "/desk/p/{slug}/events"): Row(STAFF | READS, f"{D}/events"),
    ("POST", "/desk/p/{slug}/events"): Row(MANAGERS, f"{D}/events", {"title": "Treffen"}),
    ("GET", "/desk/p/{slug}/events/{event_id}"): Row(STAFF | READS, f"{D}/events/1"),
    ("POST", "/desk/p/{slug}/events/{event_id}"): Row(MANAGERS, f"{D}/events/1"),
    ("POST", "/desk/p/{slug}/events/{event_id}/remove"): Row(MANAGERS, f"{D}/events/1/remove"),
    # documents: one stands already
    ("GET", "/desk/p/{slug}/documents"): Row(STAFF | READS, f"{D}/documents"),
    ("POST", "/desk/p/{slug}/documents"): Row(MANAGERS, f"{D}/documents", {"title": "Plan"}),
    ("GET", "/desk/p/{slug}/documents/{document}"): Row(STAFF | READS, f"{D}/documents/auftrag"),
    **{
        ("POST", f"/desk/p/{{slug}}/documents/{{document}}{deed}"): Row(
            MANAGERS, f"{D}/documents/auftrag{deed}"
        )
        for deed in ("", "/move", "/remove")
    },
    # the frame: title, summary, window; another process is the office's to set up
    ("GET", "/desk/p/{slug}/frame"): Row(STAFF | READS, f"{D}/frame"),
    ("POST", "/desk/p/{slug}/frame"): Row(MANAGERS, f"{D}/frame", {"title": "Anders"}),
    ("GET", "/desk/processes/new"): Row(OFFICE),
    ("POST", "/desk/processes/new"): Row(OFFICE, form={"title": "Schulwege"}),
    ("GET", "/desk/p/{slug}/frame/stations"): Row(STAFF | READS, f"{D}/frame/stations"),
    ("POST", "/desk/p/{slug}/frame/stations"): Row(
        MANAGERS, f"{D}/frame/stations", {"title": "Workshops"}
    ),
    ("GET", "/desk/p/{slug}/frame/stations/{station_id}"): Row(
        STAFF | READS, f"{D}/frame/stations/1"
    ),
    **{
        ("POST", f"/desk/p/{{slug}}/frame/stations/{{station_id}}{deed}"): Row(
            MANAGERS, f"{D}/frame/stations/1{deed}", {"title": "Anders", "to": "up"}
        )
        for deed in ("", "/move", "/remove")
    },
    ("POST", "/desk/p/{slug}/frame/groups"): Row(
        MANAGERS, f"{D}/frame/groups", {"names": "Eltern"}
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
    # nothing of what the city said stands here to be corrected
    ("GET", "/desk/p/{slug}/comments/{number}/replies/{position}/edit"): Row(
        set(), f"{D}/comments/1/replies/9/edit"
    ),
    ("POST", "/desk/p/{slug}/comments/{number}/replies/{position}/edit"): Row(
        set(), f"{D}/comments/1/replies/9/edit", {"text": "Ja."}
    ),
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
