"""Whether there is room for the demo, and the sign-ins of one that was loaded."""

import json
from typing import Any

from sqlmodel import Session, select

from app.config import Settings
from app.models import Organisation


def is_empty(session: Session) -> bool:
    """Whether nothing has been set up in this database yet."""
    return session.exec(select(Organisation.id).limit(1)).first() is None


def read_accounts(settings: Settings) -> list[dict[str, Any]]:
    """The demo's sign-ins of this data folder, or none."""
    path = settings.data_dir / "demo-accounts.json"
    if not path.is_file():
        return []
    accounts: list[dict[str, Any]] = json.loads(path.read_text(encoding="utf-8"))
    return accounts
