"""When news of a pace goes out: at once, every day or every Monday at the hour of the digest."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from app.models import Pace

MONDAY = 0


def due_at(pace: Pace, now: datetime, zone: str, hour: int) -> datetime:
    """When the next mail of this pace goes out: `hour` is that of the day in `zone`, also where
    the clocks change that night."""
    if pace not in (Pace.DAILY, Pace.WEEKLY):
        return now
    day = now.astimezone(ZoneInfo(zone)).date()
    while True:
        moment = datetime(day.year, day.month, day.day, hour, tzinfo=ZoneInfo(zone))
        if moment.astimezone(UTC) > now and (pace is Pace.DAILY or day.weekday() == MONDAY):
            return moment.astimezone(UTC)
        day += timedelta(days=1)
