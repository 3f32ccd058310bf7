"""Every setting of the application, read once. No other module reads the environment."""

import os
import secrets
from contextlib import suppress
from email.utils import parseaddr
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict

from app.errors import Refused

ROOT = Path(__file__).parent.parent
SHORTEST_KEY = 32
NO_KEY = (
    "holds less than a key: put it back from a backup. Without one, delete it: another is made, "
    "and every second factor must be set up anew."
)
LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})


class Settings(BaseSettings):
    """Settings `RANDNOTIZ_…`; docs/operating.md explains each, and a test holds that page to it."""

    model_config = SettingsConfigDict(env_prefix="RANDNOTIZ_", extra="ignore")

    data_dir: Path = Field(default=ROOT / "var")
    database_url: str = ""
    secret_key: str = ""
    base_url: str = "http://127.0.0.1:8000"
    smtp_url: str = ""
    mail_from: str = "Randnotiz <randnotiz@localhost>"
    mail_domains: str = ""
    htmx: Literal["cdn", "self"] = "cdn"
    default_locale: Literal["de", "de-simple", "en", "tr", "ar", "uk", "fa"] = "de"
    trusted_hosts: str = ""
    proxy_hops: int = Field(default=0, ge=0, le=5)
    pool_size: int = Field(default=8, ge=1, le=50)
    worker: bool = True
    digest_hour: int = Field(default=7, ge=0, le=23)
    writes_per_minute: int = Field(default=20, ge=0)
    seconds_to_write: int = Field(default=3, ge=0)
    security_contact: str = Field(
        default="", pattern=r"^(mailto:[^\s@]+@[^\s@]+|https://\S+|tel:[0-9+-]+)?$"
    )
    postgres_bin: Path | None = None
    second_factor: Literal["required", "offered"] = "required"
    oidc_issuer: str = ""
    oidc_client_id: str = ""
    oidc_client_secret: str = ""
    oidc_name: str = ""
    oidc_scopes: str = "openid email profile"
    oidc_second_levels: str = "mfa https://refeds.org/profile/mfa"
    oidc_roles_claim: str = ""
    oidc_roles: str = ""

    @property
    def database(self) -> str:
        """The database's URL: the given one, else an SQLite file in the data folder."""
        return self.database_url or f"sqlite:///{self.data_dir / 'randnotiz.db'}"

    @property
    def is_secure(self) -> bool:
        """Whether residents reach us by HTTPS: cookies and HSTS depend on it."""
        return self.base_url.startswith("https://")

    @property
    def staff_needs_second(self) -> bool:
        """Whether whoever has a role signs in with a second factor, or not at all."""
        return self.second_factor == "required"

    @property
    def sender_domains(self) -> set[str]:
        """Domains that a city's mails may come from: those allowed, and the installation's own."""
        own = parseaddr(self.mail_from)[1].rpartition("@")[2].lower()
        given = {name.strip().lower() for name in self.mail_domains.split(",") if name.strip()}
        return given | {own}

    @property
    def is_local(self) -> bool:
        """Whether people of this machine alone reach us: a trial, or somebody developing."""
        return (urlsplit(self.base_url).hostname or "") in LOOPBACK

    @property
    def hosts(self) -> set[str]:
        """Host names we answer to: those given, the one of BASE_URL, and loopback."""
        given = {host.strip().lower() for host in self.trusted_hosts.split(",") if host.strip()}
        own = (urlsplit(self.base_url).hostname or "").lower()
        own = f"[{own}]" if ":" in own else own
        return given | {own, "127.0.0.1", "localhost", "[::1]", "testserver"}

    def as_environment(self) -> dict[str, str]:
        """These settings for a process of our own that we start, as it reads them."""
        given = {**self.model_dump(), "secret_key": self.secret()}
        said = {name: value for name, value in given.items() if value is not None}
        return {f"RANDNOTIZ_{name.upper()}": str(value) for name, value in said.items()}

    def keep_private(self) -> None:
        """Make the data folder, and close it to everybody else on this machine: in it lie people's
        addresses, and mails with links that open accounts."""
        self.data_dir.mkdir(parents=True, exist_ok=True)
        self.data_dir.chmod(0o700)

    def secret(self) -> str:
        """The key that signs tokens: the given one, else one made once and kept in the data folder
        with mode 600. Raises `Refused` where that file holds no key: with an empty one anybody
        could sign."""
        if self.secret_key:
            return self.secret_key
        self.keep_private()
        path = self.data_dir / "secret.key"
        if not path.exists():
            _make_key(path)
        key = path.read_text().strip()
        if len(key) < SHORTEST_KEY:
            raise Refused(f"{path} {NO_KEY}")
        return key


def _make_key(path: Path) -> None:
    """Make a key that is there whole or not at all, also on a full disk; of several processes at
    once one makes it."""
    draft = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
    try:
        handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w") as file:
            file.write(secrets.token_urlsafe(48))
            file.flush()
            os.fsync(file.fileno())
        with suppress(FileExistsError):
            os.link(draft, path)
    finally:
        draft.unlink(missing_ok=True)


def surroundings(**added: str) -> dict[str, str]:
    """The environment for a program that we start: ours with `added`, without our own settings,
    in which secrets stand."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("RANDNOTIZ_")}
    return kept | added
