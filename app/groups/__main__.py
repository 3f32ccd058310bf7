"""What the worker starts in a process of its own: `python -m app.groups pack-bundle 12`. Of the
program it loads no more than that needs."""

import sys

from app import apart, db
from app.config import Settings


def main(deed: str, number: int) -> None:
    """Pack a bundle that is drawn, or write a file that was asked for (`write-export`)."""
    apart.be_kind()
    settings = Settings()
    engine = db.make_engine(
        settings.database, pool_size=settings.pool_size, base_url=settings.base_url
    )
    try:
        if deed == "pack-bundle":
            from app.groups.packing import pack_and_store

            pack_and_store(engine, settings, number)
        else:
            from app.groups.exporting import write_and_store

            write_and_store(engine, settings, number)
    finally:
        db.close(engine)


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
