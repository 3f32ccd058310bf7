"""The journal in words: what deeds, and the details of one, are called."""

from collections.abc import Iterator, Mapping

from app.accounts.deeds import deeds as of_accounts
from app.accounts.words import role_word
from app.comments.decision_words import decision_word
from app.comments.deeds import deeds_of_authors
from app.desk.deeds import deed_name
from app.desk.event_words import deeds_around, names_around
from app.groups.deed_words import deeds_of_groups
from app.i18n import _
from app.models import Decision, Role, Standing
from app.moderation.inquiry_words import deeds as of_inquiries
from app.moderation.notice_words import deeds as of_notices
from app.moderation.office_words import deeds_of_offices
from app.organisations.words import columns
from app.organisations.words import deeds as of_cities
from app.paper.words import deeds_of_paper
from app.processes.deed_words import deeds_of_frames
from app.publishing.words import standing_word


def deeds() -> dict[str, str]:
    """What can stand in the journal, in words; the order is that of the filter."""
    of_notes = _of_papers() | deeds_of_authors() | _of_what_waits() | of_notices() | _of_the_desk()
    of_notes |= deeds_of_groups() | _of_rules() | deeds_of_offices() | deeds_of_frames()
    of_notes |= deeds_around()
    return of_notes | of_inquiries() | deeds_of_paper() | of_accounts() | of_cities()


def _of_papers() -> dict[str, str]:
    return {
        "comment.posted": _("Anmerkung geschrieben"),
        "comment.answered": _("Anmerkung beantwortet"),
        "comment.hidden": _("Anmerkung ausgeblendet"),
        "comment.shown_again": _("Anmerkung wieder gezeigt"),
        "comment.supported": _("Einer Anmerkung zugestimmt"),
        "comment.support_taken_back": _("Zustimmung zurückgenommen"),
        "comment.echoed": _("Auf die Entscheidung geantwortet"),
        "statement.relayed": _("Stellungnahme weitergegeben"),
        "draft.imported": _("Entwurf eingelesen"),
        "draft.put_right": _("Entwurf zurechtgerückt"),
        "draft.put_back": _("Schritt am Entwurf zurückgenommen"),
        "draft.put_right_again": _("Schritt am Entwurf wiederholt"),
        "draft.fields_chosen": _("Handlungsfelder festgelegt"),
        "draft.published": _("Fassung veröffentlicht"),
        "text.translated": _("Text übersetzt"),
        "lineage.compared": _("Fassungen verglichen"),
        "lineage.decided": _("Über den Platz einer Anmerkung entschieden"),
        "group.notes_moved": _("Anmerkungen haben die Arbeitsgruppe gewechselt"),
        "process.pseudonymised": _("Namen durch Nummern ersetzt"),
        "version.authors_told": _("Schreibende über die neue Fassung benachrichtigt"),
        "lineage.confirmed_gone": _("Bestätigt, dass Anmerkungen weggefallen sind"),
        "group.rights_given": _("Festgelegt, was eine Arbeitsgruppe von Schreibenden erfährt"),
        "key.made": _("Schlüssel zum Unterschreiben angelegt"),
        "export.asked": _("Datei über das Verfahren angefordert"),
        "export.written": _("Datei über das Verfahren geschrieben"),
        "export.downloaded": _("Datei über das Verfahren heruntergeladen"),
        "bundle.drawn": _("Rückmeldepaket gezogen"),
        "bundle.packed": _("Rückmeldepaket gepackt"),
        "bundle.downloaded": _("Rückmeldepaket heruntergeladen"),
        "embedding.allowed": _("Einbettung in eine Website erlaubt"),
        "embedding.ended": _("Einbettung in eine Website beendet"),
        "process.created": _("Verfahren angelegt"),
        "group.created": _("Arbeitsgruppe angelegt"),
        "backup.made": _("Sicherung angelegt und geprüft"),
        "backup.restored": _("Aus einer Sicherung wiederhergestellt"),
    }


def _of_rules() -> dict[str, str]:
    return {
        "rule.published": _("Spielregel veröffentlicht"),
        "rule.reworded": _("Spielregel anders gefasst"),
        "rule.moved": _("Spielregel an einen anderen Platz gestellt"),
        "rule.retired": _("Spielregel zurückgezogen"),
    }


def _of_what_waits() -> dict[str, str]:
    return {
        "comment.stopped": _("Anmerkung geschrieben, sie wartet auf die Moderation"),
        "comment.released": _("Wartende Anmerkung veröffentlicht"),
        "comment.refused": _("Wartende Anmerkung nicht veröffentlicht"),
        "reply.stopped": _("Antwort geschrieben, sie wartet auf die Moderation"),
        "reply.released": _("Wartende Antwort veröffentlicht"),
        "reply.refused": _("Wartende Antwort nicht veröffentlicht"),
        "barrier.added": _("Sperre gesetzt"),
        "barrier.removed": _("Sperre aufgehoben"),
        "process.guests_allowed": _("Anmerkungen von Gästen zugelassen"),
        "process.guests_ended": _("Anmerkungen von Gästen beendet"),
        "process.perspectives_named": _("Auswahl benannt, für wen jemand spricht"),
        "process.unsigned_allowed": _("Anmerkungen ohne Anmeldung zugelassen"),
        "process.unsigned_ended": _("Anmerkungen ohne Anmeldung beendet"),
        "process.approval_none": _("Anmerkungen erscheinen wieder sofort"),
        "process.approval_some": _("Manche Anmerkungen werden vorher gelesen"),
        "process.approval_all": _("Alle Anmerkungen werden vorher gelesen"),
    }


def _of_the_desk() -> dict[str, str]:
    """What moderators do beside answering and hiding; each desk page adds its own."""
    return {
        "comment.remarked": _("Internen Vermerk geschrieben"),
        "comment.blacked_out": _("Stelle geschwärzt"),
        "comment.blackout_undone": _("Schwärzung aufgehoben"),
        "comment.blackout_final": _("Original einer geschwärzten Stelle gelöscht"),
        "module.added": _("Textbaustein angelegt"),
        "module.changed": _("Textbaustein geändert"),
        "module.removed": _("Textbaustein entfernt"),
        "reply.corrected": _("Antwort berichtigt"),
        "comment.moved": _("Anmerkung verschoben"),
        "comment.moved_back": _("Anmerkung an den alten Platz zurückgestellt"),
        "comment.split": _("Anmerkung geteilt"),
        "comment.parted": _("Teil einer Anmerkung angelegt"),
        "comment.put_together": _("Geteilte Anmerkung wieder zusammengefügt"),
        "comment.linked": _("Anmerkung mit derselben verknüpft"),
        "comment.unlinked": _("Verknüpfung gelöst"),
        "topic.created": _("Querschnittsthema angelegt"),
        "topic.changed": _("Querschnittsthema geändert"),
        "topic.gathered": _("Anmerkungen zu einem Querschnittsthema genommen"),
        "topic.dropped": _("Anmerkung gehört nicht zu einem Querschnittsthema"),
        "topic.advised": _("Empfehlung zu einer Anmerkung gegeben"),
        "similar.made": _("Ähnliche Anmerkungen zusammengelegt"),
        "similar.put_in": _("Anmerkung zu ähnlichen dazugenommen"),
        "similar.taken_out": _("Anmerkung aus einer Gruppe genommen"),
        "similar.split": _("Gruppe ähnlicher Anmerkungen aufgelöst"),
        "similar.looked_at": _("Gruppe ähnlicher Anmerkungen angesehen"),
        "similar.answered": _("Gruppe ähnlicher Anmerkungen beantwortet"),
        "template.put": _("Vorlage für Word hochgeladen"),
        "template.ended": _("Vorlage für Word beendet"),
        "group.changed": _("Arbeitsgruppe geändert"),
        "group.fields_assigned": _("Handlungsfelder Arbeitsgruppen zugeordnet"),
        "trace.tied": _("Gesagt, welche Anmerkung den Text geändert hat"),
        "trace.confirmed": _("Bestätigt, welche Anmerkungen den Text geändert haben"),
        "trace.dropped": _("Gesagt, welche Anmerkung den Text nicht geändert hat"),
    }


def _names() -> dict[str, str]:
    """What details are called; those without a name here are for programs."""
    return {
        "version": _("Fassung"),
        "base": _("verglichen mit Fassung"),
        "words": _("Wörter"),
        "comments": _("Anmerkungen"),
        "carried": _("mitgenommen"),
        "despite_doubts": _("trotz Zweifel"),
        "fields": _("Felder"),
        "number": _("Nummer"),
        "rule": _("Spielregel"),
        "role": _("Rolle"),
        "before": _("vorher"),
        "after": _("nachher"),
        "sessions": _("beendete Anmeldungen"),
        "voice": _("Stimme"),
        "office": _("Amt"),
        "group": _("Arbeitsgruppe"),
        "step": _("Schritt"),
        "what": _("Was"),
        "note": _("Anmerkung"),
        "choice": _("Entscheidung"),
        "decision": _("Entscheidung"),
        "in_place": _("anstelle der Leitung"),
        "also": _("ebenso"),
        "came": _("dazugekommen"),
        "left": _("nicht mehr dabei"),
        "letters": _("Mails"),
        "state": _("Ergebnis"),
        "address": _("Fundstelle"),
        "site": _("Website"),
        "scopes": _("Rechte"),
        "language": _("Sprache"),
        "parts": _("Teile"),
    }


def told(details: Mapping[str, object]) -> Iterator[str]:
    """Those details of an entry that say something to people, each as "name: value"."""
    names = _names() | names_around()
    for name, value in details.items():
        if name in names and value not in ("", None, 0, [], {}):
            said = deed_name(str(value)) if name == "what" else _plain(value)
            yield f"{names[name]}: {said}"


def _plain(value: object) -> str:
    if isinstance(value, dict):
        words = columns()
        return ", ".join(f"{words.get(name) or _word(name)} {n}" for name, n in value.items() if n)
    if isinstance(value, list):
        return ", ".join(map(_word, value))
    return _word(value)


def _word(value: object) -> str:
    """A word of the program in German, everything else as it is."""
    words = {
        **{standing.value: standing_word(standing.value) for standing in Standing},
        **{decision.value: decision_word(decision) for decision in Decision},
        "True": _("ja"),
        "confirm": _("bestätigt"),
        "place": _("an eine andere Stelle"),
        "open": _("wieder offen"),
        "resident": _("Einwohnerin oder Einwohner"),
        "moderator": _("Moderation"),
        "office": _("Amt"),
        "people:none": _("keine Namen"),
        "people:names": _("die öffentlichen Namen"),
        "people:contacts": _("die Namen und wie jemand zu erreichen ist"),
        "hidden:words": _("den Wortlaut ausgeblendeter Anmerkungen"),
    }
    if str(value) in words:
        return words[str(value)]
    role, _colon, where = str(value).partition(":")  # "admin", "moderator:slug"
    if role not in set(Role):
        return str(value)
    return f"{role_word(role)} ({where})" if where else role_word(role)
