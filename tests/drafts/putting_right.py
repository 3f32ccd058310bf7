"""What the tests of putting a version right share."""

from sqlmodel import Session, col, select

from app.drafts.domain import import_draft
from app.drafts.editing.history import history_of
from app.drafts.editing.sheet import Sheet, key_of
from app.drafts.editing.steps import Outcome, take_step
from app.drafts.readers.markdown import read_markdown
from app.models import Block, DraftVersion, Process, Section, Sentence
from tests.cast import Cast

TEXT = """# Wohnen in Musterstadt

Dieser Entwurf liegt aus. Er gilt ab Mai.

## 1 Bauen

Die Stadt baut auf *eigenem Grund und Boden*. Sie fängt im Mai an. Danach kommt

der Hafen an die Reihe.

### Wo

- an der alten Post
- am Hafen

| Ort | Häuser |
| --- | ---: |
| Post | 20 |
| Hafen | 10 |

## 2 Nachbarn

Jedes Viertel bekommt einen Treffpunkt.

### Wann

Im Sommer.
"""


def hand_in(session: Session, cast: Cast, text: str = TEXT) -> DraftVersion:
    """A version of this text that is not public."""
    draft = read_markdown([("wohnen.md", text)])
    version = import_draft(session, cast.process, draft, source_name="wohnen.md", by=None)
    session.commit()
    return version


def step(session: Session, cast: Cast, version: DraftVersion, deed: str, change) -> Outcome:
    """Take a step as Emil, who has seen what there is."""
    seen = history_of(session, version).state
    outcome = take_step(session, cast.process, version, deed, change, by=cast.emil, seen=seen)
    session.commit()
    return outcome


def on(title: str, deed, *more):
    """A change of the heading of this title."""

    def change(sheet: Sheet):
        section = next(one for one in sheet.sections if one.title == title)
        return deed(sheet, section, *more) or section, title

    return change


def at(label: str, deed, *more):
    """A change of the block of this address."""

    def change(sheet: Sheet):
        block = next(one for one in sheet.items if isinstance(one, Block) and one.label == label)
        return deed(sheet, block, *more) or block, label

    return change


def everything(session: Session, version: DraftVersion) -> list[dict[str, object]]:
    """Every row of the version as it stands in the database, but for the numbers of sentences'
    own rows, at which nothing points."""
    session.expire_all()
    rows: list[dict[str, object]] = []
    for table in (Section, Block):
        query = select(table).where(table.version_id == version.id).order_by(col(table.position))
        rows += [row.model_dump() for row in session.exec(query)]
    query = select(Sentence).where(Sentence.version_id == version.id)
    sentences = [row.model_dump(exclude={"id"}) for row in session.exec(query)]
    return rows + sorted(sentences, key=lambda row: (row["block_id"], row["number"]))


def outline(session: Session, version: DraftVersion) -> list[str]:
    """The headings and blocks as a reader sees them: "2 Bauen", "HF1 · 1 Die Stadt …"."""
    session.expire_all()
    sheet = Sheet(session, session.get_one(Process, version.process_id), version)
    lines = []
    for item in sheet.items:
        if isinstance(item, Section):
            lines.append(f"{'#' * item.level} {item.title}{' *' if item.is_field else ''}")
        else:
            lines.append(f"{item.label}: {item.text}")
    return lines


def keys(session: Session, version: DraftVersion) -> dict[str, str]:
    """Titles and addresses with the keys that forms use."""
    session.expire_all()
    sections = session.exec(select(Section).where(Section.version_id == version.id)).all()
    blocks = session.exec(select(Block).where(Block.version_id == version.id)).all()
    return {one.title: key_of(one) for one in sections} | {one.label: key_of(one) for one in blocks}
