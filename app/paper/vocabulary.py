"""The words of lists, in German and English, as they are compared: nothing here is shown."""

from app.models import CommentKind

# What heads say, in small letters without blanks and signs.
HEADS = {
    "text": "text anmerkung kommentar kommentartext beitrag beitragstext hinweis inhalt body "
    "comment commentbody commenttext note message content stellungnahme einwendung",
    "address": "fundstelle stelle adresse handlungsfeld feld hf absatz abschnitt kapitel passage "
    "address location field section target ort",
    "id": "id nr nummer lfdnr laufendenummer laufnr kennung beitragsnummer number no commentid key",
    "date": "datum eingang eingangsdatum eingegangen eingegangenam eingangam erstellt erstelltam "
    "zeit zeitpunkt date datetime timestamp created createdat submitted submittedat received "
    "receivedon receivedat",
    "kind": "art typ anliegen artderanmerkung kind type category kategorie",
    "wording": "wortlaut vorschlag neuerwortlaut formulierung formulierungsvorschlag "
    "änderungsvorschlag vorgeschlagenerwortlaut wording proposedwording suggestion proposal",
    "name": "name vorundnachname absender verfasser verfasserin person einreicher einreicherin von "
    "autor autorin author username user authorname sender",
    "shows_name": "einverständnis zustimmungname nameöffentlich namezeigen veröffentlichen "
    "einwilligung consent showname publishname nameconsent namepublic",
    "contact": "kontakt email mail emailadresse anschrift telefon telefonnummer contact phone "
    "authoremail",
    "source": "eingangsweg weg quelle herkunft kanal source channel",
    "place": "veranstaltung ortderveranstaltung ortdergespräche versammlung anlass event meeting "
    "place venue",
    "agrees": "dafür zustimmungen zustimmung ja likes agrees agree upvotes votesup prostimmen pro",
    "disagrees": "dagegen ablehnungen ablehnung nein dislikes disagrees disagree downvotes "
    "votesdown contrastimmen contra kontra",
    "moderation": "moderation status moderationsstatus freigabe moderated state entscheidung",
    "reply": "antwort antwortderstadt antwortderverwaltung rückmeldung reply answer response",
    "parent": "antwortauf bezug bezugauf elternid vorgänger parent parentid replyto inreplyto",
}

MONTHS = (
    *("januar jan january", "februar feb february", "märz mrz mär maerz march mar"),
    *("april apr", "mai may", "juni jun june", "juli jul july", "august aug"),
    *("september sep sept", "oktober okt october oct", "november nov"),
    "dezember dez december dec",
)

KINDS = {
    CommentKind.NOTE: "anmerkung hinweis kommentar lob kritik note comment remark n",
    CommentKind.SUGGESTION: "vorschlag änderungsvorschlag idee suggestion proposal v",
    CommentKind.QUESTION: "frage nachfrage question f",
}
SOURCES = {
    "letter": "brief post papier postkarte schreiben letter paper",
    "meeting": "versammlung veranstaltung gespräch sprechstunde werkstatt meeting workshop event",
    "telephone": "telefon anruf telefonat telephone phone call",
    "mail": "mail email e-mail",
    "import": "datei import web website online umfrage polis file",
}
YES = "ja yes j y x 1 true wahr öffentlich zugestimmt"
NO = "nein no n 0 false falsch nicht-öffentlich nicht"
ACCEPTED = (
    "accepted angenommen freigegeben veröffentlicht published public öffentlich approved visible "
    "sichtbar ok ja yes 1 unmoderated unmoderiert offen open"
)
REJECTED = (
    "rejected abgelehnt zurückgewiesen hidden ausgeblendet verborgen gelöscht deleted gesperrt "
    "spam nein no -1 unveröffentlicht"
)
OPEN_STATES = {
    "waiting": "wartet wartend wartetauffreigabe ausstehend inprüfung ungeprüft waiting pending "
    "inreview awaitingapproval",
    "withdrawn": "zurückgezogen zurückgenommen withdrawn retracted",
}
