"""The one place where time enters the application, so a test can hold it still."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo


def now() -> datetime:
    """The present moment, aware, in UTC."""
    return datetime.now(UTC)


def days_between(earlier: datetime, later: datetime, zone: str) -> int:
    """How many midnights of this zone lie between the two: as people count days, who see that
    something was asked on the 5th and answered on the 8th."""
    local = ZoneInfo(zone)
    return (later.astimezone(local).date() - earlier.astimezone(local).date()).days
