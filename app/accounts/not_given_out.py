"""Which columns with people or names in them are not in the file of own data, and why."""

_OF_A_CITY = "says something of the city, not of a person"
_OF_THE_TEXT = "names a place in the text, or a file"
NOT_GIVEN_OUT = {
    "challenge.person_id": "a random number for one step of signing in; gone within hours",
    **dict.fromkeys(
        (
            *("organisation.name", "organisation.address", "organisation.email"),
            *("organisation.phone", "organisation.mail_from"),
            *("office.name", "office.contact", "office.email", "office.phone"),
            *("working_group.name", "target_group.name"),
            "perspective.name",
        ),
        _OF_A_CITY,
    ),
    **dict.fromkeys(
        (
            *("carrying.old_address", "draft_version.source_name", "document.filename"),
            "hand_back_change.address",
        ),
        _OF_THE_TEXT,
    ),
    **dict.fromkeys(("inquiry_file.name", "signing_key.name"), _OF_THE_TEXT),
    "reply.named": "the author's name in an answer of the city, which the note itself gives out",
    "bundle.with_contacts": "says whether a bundle holds addresses, not which",
    **dict.fromkeys(
        ("note_source.name", "note_source.contact", "note_source.shows_name"),
        "of somebody without an account: the office tells them, and erases it on request",
    ),
}
