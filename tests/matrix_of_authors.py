"""Roles × routes of a note's author, signed in or by the receipt: who is let in where, by hand.
Note #1 is Amira's, and a group has taken it home; nobody here has its receipt."""

NOTE, RECEIPT = "/p/ankommen/comments/1", "/p/ankommen/receipts/1/x"
AUTHOR, NOBODY = frozenset({"amira"}), frozenset()
TEXT = {"text": "Ein Nachtrag für die Probe."}

# (method, path): who is let in, at which address, with which form. What withdraws comes last.
OF_AUTHORS = {
    ("GET", "/p/{slug}/comments/{number}/edit"): (NOBODY, f"{NOTE}/edit", {}),
    ("POST", "/p/{slug}/comments/{number}/edit"): (NOBODY, f"{NOTE}/edit", TEXT),
    ("GET", "/p/{slug}/comments/{number}/addition"): (AUTHOR, f"{NOTE}/addition", {}),
    ("POST", "/p/{slug}/comments/{number}/addition"): (AUTHOR, f"{NOTE}/addition", TEXT),
    ("GET", "/p/{slug}/comments/{number}/language"): (AUTHOR, f"{NOTE}/language", {}),
    ("POST", "/p/{slug}/comments/{number}/language"): (
        AUTHOR,
        f"{NOTE}/language",
        {"language": "tr"},
    ),
    ("GET", "/p/{slug}/comments/{number}/withdraw"): (AUTHOR, f"{NOTE}/withdraw", {}),
    ("POST", "/p/{slug}/comments/{number}/withdraw"): (AUTHOR, f"{NOTE}/withdraw", {}),
    **{
        (method, "/p/{slug}/receipts/{number}/{token}/" + deed): (NOBODY, f"{RECEIPT}/{deed}", TEXT)
        for method in ("GET", "POST")
        for deed in ("edit", "addition", "language", "withdraw")
    },
}
