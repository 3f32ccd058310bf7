"""Packing a bundle: slow work, done after the transaction that drew it, and safe to do twice.

A small one is packed where the worker runs. A large one is packed by a process of its own, so that
the memory it needs is given back, and pages stay quick meanwhile.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Engine

from app import clock, jobs
from app.apart import Stopped, run_apart
from app.config import Settings

KIND = "bundle"
LARGE = 500  # notes


@jobs.slow
def build_bundle(
    engine: Engine, settings: Settings, arguments: Mapping[str, Any]
) -> datetime | None:
    """Pack the bundle `arguments["bundle"]` and store its bytes; one that is ready stays as it is.

    What a build that died has left is replaced. When something goes wrong the bundle says so, and
    the error goes on to the worker, which tries again. When the worker is to end meanwhile, it is
    done anew by the next one.
    """
    from app.groups import packing  # with the libraries of all formats: when there is work

    bundle_id = int(arguments["bundle"])
    bundle = packing.begun(engine, bundle_id)
    if bundle is None:
        return None
    try:
        if bundle.notes_count > LARGE:
            run_apart(engine, settings, "app.groups", "pack-bundle", str(bundle_id))
        else:
            packing.pack_and_store(engine, settings, bundle_id)
    except Stopped:
        return clock.now()
    except Exception:
        packing.fail(engine, bundle_id)
        raise
    return None
