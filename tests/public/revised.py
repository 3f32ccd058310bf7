"""A process with two public versions: the draft of the cast, and what became of it."""

from app.drafts.domain import import_draft
from app.drafts.readers.markdown import read_markdown
from app.publishing.domain import publish_version

CHANGES = "/p/ankommen/changes"

REVISED = """---
title: Ankommen in Musterstadt
fields:
  - {heading: Sprache, group: ag-1, colour: 2}
  - {heading: Arbeit, group: ag-2, colour: 5}
---
# Einleitung

Dieser Entwurf liegt aus. Er gilt ab dem 1. Januar.

# Sprache

## Ziele und Wege

Alle lernen Deutsch. Kurse beginnen z. B. im April. Danach folgt eine Prüfung.

- Kurse am Abend

Ein Verzeichnis zeigt alle Kurse <b>auf einen Blick</b>.

| Kurs | Plätze |
| --- | ---: |
| Anfang | 20 |
| Aufbau | 15 |

# Arbeit

Betriebe bieten Praktika an. Niemand wartet länger als ein Jahr.

- Treffs in jedem neuen Stadtteil
"""

SHORT = """---
fields:
  - {heading: Wege}
---
# Wege

Alle Wege sind eben und gut beleuchtet.
"""


def publish(session, process, markdown, name="fassung.md"):
    """Import this and put it before the public, whatever is doubtful; the version."""
    draft = read_markdown([(name, markdown)])
    version = import_draft(session, process, draft, source_name=name, by=None)
    publish_version(session, process, version, by=None, despite_doubts=True)
    session.flush()
    return version


def pair(page, fragment):
    """The row of this name on a page of what changed."""
    found = page.select_one(f"article#{fragment}")
    assert found, f"{fragment} is not among {[a['id'] for a in page.select('article')]}"
    return found


def whole(browser, query=""):
    """Everything that changed, on one page."""
    return browser.get(f"{CHANGES}?part=all{query}")
