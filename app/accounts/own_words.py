"""The file of one's own data in words for people: what parts, columns and values are called."""

from datetime import datetime

from app.accounts.deeds import deeds
from app.accounts.words import role_word
from app.i18n import _, comma, instant
from app.models import Role


def parts() -> dict[str, str]:
    """The parts, in the order of the file."""
    return _parts_of_an_account() | _parts_of_words() | _parts_of_work()


def _parts_of_an_account() -> dict[str, str]:
    return {
        "account": _("Konto"),
        "roles": _("Rollen"),
        "sign_ins": _("Anmeldungen"),
        "links": _("Links, die wir geschickt haben"),
        "invitations": _("Einladungen an Sie"),
        "invitations_sent": _("Einladungen von Ihnen"),
        "programs": _("Zugangsschlüssel für Programme"),
        "code_app": _("App für den zweiten Schritt"),
        "recovery_codes": _("Notfallcodes"),
        "passkeys": _("Passkeys"),
        "foreign_accounts": _("Verbundene Konten"),
    }


def _parts_of_words() -> dict[str, str]:
    return {
        "notes": _("Anmerkungen"),
        "replies": _("Antworten"),
        "guest_notes": _("Anmerkungen als Gast"),
        "wordings": _("Frühere Fassungen Ihrer Anmerkungen"),
        "additions": _("Nachträge"),
        "echoes": _("Was Sie zu Entscheidungen gesagt haben"),
        "following": _("Wem Sie folgen"),
        "mail_wishes": _("Wie oft Sie Mail möchten"),
        "news": _("Nachrichten an Sie"),
        "stops": _("Was davon auf die Moderation wartete"),
        "removals": _("Was davon nicht öffentlich ist, und warum"),
        "notices": _("Meldungen von Ihnen"),
        "supports": _("Zustimmungen"),
    }


def _parts_of_work() -> dict[str, str]:
    return {
        "statements": _("Stellungnahmen, die Sie weitergegeben haben"),
        "bundles": _("Rückmeldepakete, die Sie gezogen haben"),
        "draft_steps": _("Schritte am Entwurf"),
        "places_decided": _("Anmerkungen, über deren Platz Sie entschieden haben"),
        "block_translations": _("Absätze, die Sie übersetzt haben"),
        "note_translations": _("Anmerkungen, die Sie übersetzt haben"),
        "stops_decided": _("Wartendes, über das Sie entschieden haben"),
        "notices_decided": _("Meldungen, über die Sie entschieden haben"),
        "removals_made": _("Ausgeblendetes, über das Sie entschieden haben"),
        "barriers": _("Sperren, die Sie gesetzt haben"),
        **_parts_of_the_desk(),
        "repeated_requests": _("Schlüssel gegen doppeltes Absenden"),
        "mails": _("Mails an Sie"),
        "journal": _("Protokoll"),
    }


def _parts_of_the_desk() -> dict[str, str]:
    return {
        "leases": _("Anmerkungen, die Sie gerade bearbeiten"),
        "answer_drafts": _("Antworten, die Sie begonnen haben"),
        "text_modules": _("Textbausteine von Ihnen"),
        "answers_corrected": _("Antworten, die Sie berichtigt haben"),
        "remarks": _("Interne Vermerke von Ihnen"),
        "inquiries": _("Anfragen an Ämter"),
        "inquiry_letters": _("Anfragen an Ihre Adresse"),
        "blackouts": _("Stellen, die Sie geschwärzt haben"),
        "moved_notes": _("Anmerkungen, die Sie verschoben haben"),
        "notes_entered": _("Anmerkungen, die Sie für andere eingetragen haben"),
        "note_files": _("Dateien, die Sie angehängt haben"),
        "note_imports": _("Listen, die Sie eingelesen haben"),
        "decisions_proposed": _("Entscheidungen, die Sie vorgeschlagen haben"),
        "decisions_settled": _("Entscheidungen, die Sie beschlossen haben"),
        "decisions_before": _("Frühere Entscheidungen, die Sie beschlossen haben"),
        "topic_notes": _("Anmerkungen, die Sie zu Querschnittsthemen gestellt haben"),
        "advice": _("Empfehlungen, die Sie gegeben haben"),
        "traces": _("Änderungen, die Sie Anmerkungen zugeordnet haben"),
        "handed_back": _("Dateien, die Sie zurückgegeben haben"),
        "templates": _("Word-Vorlagen, die Sie hochgeladen haben"),
        "exports": _("Dateien, die Sie bestellt haben"),
    }


def columns() -> dict[str, str]:
    """What is said of each thing."""
    return _of_accounts() | _of_words() | _of_what_came_of_words() | _of_work()


def _of_accounts() -> dict[str, str]:
    return {
        "id": _("Nummer"),
        "name": _("Name"),
        "email": _("E-Mail-Adresse"),
        "locale": _("Sprache"),
        "created_at": _("angelegt"),
        "confirmed_at": _("bestätigt"),
        "blocked_at": _("gesperrt"),
        "role": _("Rolle"),
        "organisation": _("Stadt"),
        "process": _("Verfahren"),
        "group": _("Arbeitsgruppe"),
        "issuer": _("Anmeldedienst"),
        "subject": _("Betreff oder Kennung"),
        "device": _("Gerät"),
        "way": _("Weg"),
        "waits": _("wartet auf den zweiten Schritt"),
        "proved_at": _("ausgewiesen"),
        "second_at": _("zweiter Schritt"),
        "seen_at": _("zuletzt gesehen"),
        "expires_at": _("gilt bis"),
        "ended_at": _("beendet"),
        "used_at": _("benutzt"),
        "accepted_at": _("angenommen"),
        "revoked_at": _("zurückgenommen"),
        "removed_at": _("entfernt"),
        "purpose": _("Zweck"),
        "scopes": _("Rechte"),
        "transports": _("Anschluss"),
        "sign_count": _("Zähler"),
    }


def _of_words() -> dict[str, str]:
    return {
        "number": _("Nummer"),
        "field": _("Handlungsfeld"),
        "comment": _("Anmerkung Nr."),
        "address": _("Fundstelle"),
        "quote": _("Wortlaut der Stelle"),
        "made_address": _("frühere Fundstelle"),
        "made_quote": _("früherer Wortlaut"),
        "kind": _("Art"),
        "text": _("Text"),
        "proposed_wording": _("Vorschlag"),
        "author_name": _("unterschrieben mit"),
        "author_role": _("Rolle"),
        "perspective": _("spricht als"),
        "author_organisation": _("Organisation"),
        "author_district": _("Stadtteil"),
        "shows_self": _("zeigt das anderen"),
        "language": _("Sprache"),
        "source": _("Herkunft"),
        "state": _("Zustand"),
        "supports": _("Zustimmungen"),
        "replies_count": _("Antworten"),
    }


def _of_what_came_of_words() -> dict[str, str]:
    return {
        "edited_at": _("geändert"),
        "withdrawn_at": _("zurückgezogen"),
        "until": _("galt bis"),
        "settles": _("damit erledigt"),
        "words": _("dazu gesagt"),
        "said_at": _("gesagt"),
        "pace": _("wie oft"),
        "changed_at": _("geändert"),
        "reminded_at": _("erinnert"),
        "made_at": _("entstanden"),
        "answered_at": _("beantwortet"),
        "hidden_at": _("ausgeblendet"),
        "hidden_rule": _("Spielregel"),
        "hidden_reason": _("Grund"),
        "voice": _("Stimme"),
        "reasons": _("Gründe"),
        "rule": _("Spielregel"),
        "reason": _("Grund"),
        "cause": _("Anlass"),
        "by_role": _("entschieden als"),
        "at": _("Zeit"),
        "objection": _("Widerspruch"),
        "objected_at": _("widersprochen"),
        "outcome": _("Ergebnis"),
        "outcome_reason": _("Begründung"),
        "restored_at": _("wieder gezeigt"),
        "ruling": _("Entscheidung"),
        "decision_reason": _("Begründung"),
        "decided_at": _("entschieden"),
        "release": _("Entscheidung"),
    }


def _of_work() -> dict[str, str]:
    return {
        "office": _("Amt"),
        "title": _("Titel"),
        "question": _("Frage"),
        "message": _("Nachricht"),
        "due_at": _("erbeten bis"),
        "relayed_at": _("weitergegeben"),
        "received_on": _("eingegangen am"),
        "place": _("Ort"),
        "entered_at": _("eingetragen"),
        "file_name": _("Datei"),
        "decision": _("Entscheidung"),
        "new_wording": _("neuer Wortlaut"),
        "measure": _("Maßnahme"),
        "passed_on_to": _("weitergegeben an"),
        "remark": _("interner Vermerk"),
        "topic": _("Querschnittsthema"),
        "dropped_at": _("gestrichen"),
        "version": _("Fassung"),
        "origin": _("woher"),
        "form": _("Art der Datei"),
        "taken_at": _("übernommen"),
        "asked_at": _("angefragt"),
        "drawn_at": _("gezogen"),
        "filename": _("Datei"),
        "deed": _("Was"),
        "subject_type": _("woran"),
        "undone_at": _("rückgängig gemacht"),
        "new_address": _("neue Fundstelle"),
        "value": _("Inhalt"),
        "note": _("Vermerk"),
        "route": _("Formular"),
        "to_address": _("an"),
        "to_name": _("Name"),
        "sent_at": _("verschickt"),
        "failed_at": _("aufgegeben"),
    }


def value_word(column: str, value: object) -> str:
    """A word of the program in German, everything else as it is."""
    if isinstance(value, bool):
        return _("ja") if value else _("nein")
    if column in ("at", "until") or column.endswith("_at"):
        return instant(datetime.fromisoformat(str(value)))
    if column == "deed":
        return deeds().get(str(value), str(value))
    if isinstance(value, list):
        return comma().join(map(str, value))
    if column in ("role", "by_role") and value in set(Role):
        return role_word(str(value))
    words = {
        "note": _("Anmerkung"),
        "suggestion": _("Vorschlag"),
        "question": _("Frage"),
        "public": _("öffentlich"),
        "waiting": _("wartet auf die Moderation"),
        "hidden": _("ausgeblendet"),
        "withdrawn": _("zurückgezogen"),
        "published": _("veröffentlicht"),
        "refused": _("nicht veröffentlicht"),
        "resident": _("Einwohnerin oder Einwohner"),
        "moderator": _("Moderation"),
        "office": _("Amt"),
        "password": _("Passwort"),
        "link": _("Link per E-Mail"),
        "provider": _("anderes Konto"),
        "confirm": _("Adresse bestätigen"),
        "reset": _("neues Passwort"),
        "sign_in": _("anmelden"),
        "address": _("neue Adresse"),
        "at_once": _("sofort"),
        "daily": _("einmal am Tag"),
        "weekly": _("einmal in der Woche"),
        "never": _("gar nicht"),
    }
    is_word = column in ("pace", "kind", "state", "voice", "way", "purpose", "release", "ruling")
    return words.get(str(value), str(value)) if is_word else str(value)
