"""The identity provider of this installation: where it is, and what its word is good for."""

from dataclasses import dataclass

from app.accounts.claimed_roles import Claimed, parse
from app.accounts.issuer import Issuer
from app.config import Settings


@dataclass(frozen=True)
class Provider:
    """The provider, which of its claims holds roles, and which value gives which."""

    issuer: Issuer
    roles_claim: str
    claimed: tuple[Claimed, ...]

    @property
    def name(self) -> str:
        """What it is called on buttons."""
        return self.issuer.name


def provider_of(settings: Settings) -> Provider | None:
    """The one of the settings, if there is one. Raises `ValueError` for settings that cannot be
    meant: then nothing starts."""
    if not settings.oidc_issuer:
        return None
    claimed = parse(settings.oidc_roles)
    return Provider(Issuer(settings), settings.oidc_roles_claim, claimed)
