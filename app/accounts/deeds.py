"""What the journal says of accounts, roles and invitations, in words."""

from app.i18n import _


def deeds() -> dict[str, str]:
    """Each deed in words; the order is that of the journal's filter."""
    return _of_roles() | _of_people()


def _of_roles() -> dict[str, str]:
    return {
        "role.granted": _("Rolle gegeben"),
        "role.taken": _("Rolle weggenommen"),
        "role.blocked": _("Rollen gesperrt"),
        "role.unblocked": _("Sperre der Rollen aufgehoben"),
        "invitation.sent": _("Eingeladen"),
        "invitation.replaced": _("Einladung durch eine neue ersetzt"),
        "invitation.revoked": _("Einladung zurückgenommen"),
        "invitation.accepted": _("Einladung angenommen"),
    }


def _of_people() -> dict[str, str]:
    return {
        "account.took_data": _("Eigene Daten heruntergeladen"),
        "account.deleted": _("Konto gelöscht"),
        "account.never_confirmed": _("Konto gelöscht, weil es niemand bestätigt hat"),
        "token.created": _("Zugangsschlüssel gegeben"),
        "token.revoked": _("Zugangsschlüssel beendet"),
        "account.created": _("Konto angelegt"),
        "account.registered": _("Konto angelegt, noch nicht bestätigt"),
        "account.registered_again": _("Konto ein zweites Mal angelegt"),
        "account.began_as_guest": _("Adresse eines Gastes bestätigt, noch ohne Passwort"),
        "account.confirmed": _("Konto bestätigt"),
        "account.renamed": _("Namen geändert"),
        "account.signed_in": _("Angemeldet"),
        "account.first_step": _("Angemeldet, zweiter Schritt offen"),
        "account.second_step": _("Zweiter Schritt bestätigt"),
        "account.proved": _("Noch einmal ausgewiesen"),
        "account.signed_out": _("Abgemeldet"),
        "account.ended_others": _("Auf anderen Geräten abgemeldet"),
        "account.asked_link": _("Link zum Anmelden angefordert"),
        "account.asked_address": _("Neue Adresse angegeben"),
        "account.changed_address": _("Adresse geändert"),
        "account.set_up_app": _("App für den zweiten Schritt eingerichtet"),
        "account.replaced_app": _("App für den zweiten Schritt gewechselt"),
        "account.removed_app": _("App für den zweiten Schritt entfernt"),
        "account.forgot_second": _("Zweiten Schritt aufgehoben"),
        "account.made_recovery_codes": _("Neue Notfallcodes"),
        "account.used_recovery_code": _("Notfallcode benutzt"),
        "account.blocked": _("Konto gesperrt"),
        "account.unblocked": _("Sperre des Kontos aufgehoben"),
        "account.asked_reset": _("Neues Passwort angefordert"),
        "account.asked_in_vain": _("Neues Passwort angefordert, ohne Konto"),
        "account.reset": _("Neues Passwort gesetzt"),
        "account.changed_password": _("Passwort geändert"),
        "passkey.registered": _("Passkey eingerichtet"),
        "passkey.renamed": _("Passkey umbenannt"),
        "passkey.removed": _("Passkey entfernt"),
        "provider.joined": _("Konto mit dem Anmeldedienst verbunden"),
        "provider.parted": _("Verbindung mit dem Anmeldedienst gelöst"),
    }
