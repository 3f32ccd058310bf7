"""A campaign of 300 among 5,000 notes: found whole, how long the work takes, and whether a burst
of it slows posting.

    make bench ARGS=campaign

The notes are put together from a vocabulary at random; those of the campaign are one letter with
other salutations, names, a sentence of one's own, and some changed words. A second campaign wants
the opposite in the same words and must stay by itself.
"""

import random
import sys
import tempfile
import time
import urllib.parse
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from statistics import median

from rich.console import Console
from sqlalchemy import Engine
from sqlmodel import col, select

from app import clock, db
from app.comments import domain, gathering, sketching
from app.comments.targets import Target
from app.config import Settings
from app.models import Comment, CommentKind
from benchmarks.load import Round, get, measure
from benchmarks.seeding import open_process, people, prepared, seed
from benchmarks.serving import CONNECTIONS, fetch, free_port, posts, serving

NOTES, CAMPAIGN, AGAINST = 5_000, 300, 60
GOAL = 3.0
THINGS = (
    "Stadt Kurs Platz Schul Garten Bus Weg Haus Eltern Abend Sommer Winter Wasser Licht Baum Rad"
    " Sprach Arbeits Lehr Karten Plan Fest Markt Vereins Sport Bad Musik Theater Brücken Ufer"
)
HEADS = (
    "ordnung anlage treff stelle hilfe beratung fläche zeit gruppe leitung halle karte pflege"
    " gebühr linie bank tafel führung werkstatt börse küche runde rampe liste"
)
SMALL = (
    "im am für mit von zu bei und oder weil damit dort hier überall ganz sehr auch nur schon noch"
    " brauchen wünschen finden planen helfen prüfen zeigen öffnen pflegen gut neu hell ruhig bald"
    " wir ich die der das eine ein ist sind soll sollte wäre hat haben kann"
)


LETTER = (
    "wir fordern, dass die Bibliothek in der Weststadt auch am Samstag geöffnet bleibt. "
    "Viele Familien haben nur dann Zeit. Der Weg in die Innenstadt ist für Kinder zu weit."
)
CONTRARY = LETTER.replace("geöffnet bleibt", "nicht geöffnet bleibt")
SALUTATIONS = ("", "Guten Tag, ", "Sehr geehrte Damen und Herren, ", "Liebe Stadt, ", "Hallo, ")
ENDINGS = ("", " Danke.", " Mit freundlichen Grüßen", " Viele Grüße aus der Weststadt")
NAMES = ("", " Aylin", " Bruno", " Cem", " Daria", " Edda", " Farid", " Gesa", " Hugo")
OWN = (
    "",
    " Meine Tochter liest dort jede Woche.",
    " Ich wohne seit zwölf Jahren hier.",
    " Das kann doch nicht so schwer sein.",
    " Bitte denken Sie an uns.",
    " Unser Verein trifft sich dort.",
)
SWAPS = (("Viele", "Sehr viele"), ("Familien", "Eltern"), ("zu weit", "viel zu weit"), ("", ""))


def letters(n: int, letter: str = LETTER, seed: int = 1) -> list[str]:
    """So many letters of one campaign."""
    chance = random.Random(seed)
    found = []
    for _ in range(n):
        was, becomes = chance.choice(SWAPS)
        words = letter.replace(was, becomes, 1) if was else letter
        parts = (chance.choice(SALUTATIONS), words, chance.choice(OWN), chance.choice(ENDINGS))
        found.append("".join(parts) + chance.choice(NAMES))
    return found


def others(n: int, seed: int = 2) -> list[str]:
    """So many notes that have nothing to do with each other: small words, and rarer long ones."""
    chance = random.Random(seed)
    things, heads, small = THINGS.split(), HEADS.split(), SMALL.split()

    def word() -> str:
        long = chance.choice(things) + chance.choice(heads)
        return long if chance.random() < 0.4 else chance.choice(small)

    return [
        " ".join(
            " ".join(word() for _ in range(chance.randint(6, 14))) + "."
            for _ in range(chance.randint(1, 4))
        )
        for _ in range(n)
    ]


def written(engine: Engine, notes: int, campaign: int, against: int) -> tuple[set[int], set[int]]:
    """Write them all, in any order; the ids of those of the campaign, and of those against it."""
    mine, theirs = letters(campaign), letters(against, CONTRARY)
    marked = [(text, 1) for text in mine] + [(text, 2) for text in theirs]
    marked += [(text, 0) for text in others(notes - campaign - against)]
    random.Random(3).shuffle(marked)
    ids: dict[int, set[int]] = {0: set(), 1: set(), 2: set()}
    with db.writing(engine) as session:
        process = open_process(session)
        authors = people(session, 500)
        places = [Target.find(session, process, f"hf1-{n + 1}-1") for n in range(60)]
        for n, (text, kind) in enumerate(marked):
            note = domain.post_comment(
                session,
                places[n % 60],
                authors[n % 500],
                kind=CommentKind.NOTE,
                text=text,
                now=clock.now(),
            )
            ids[kind].add(note.id)
            session.expunge(note)
    return ids[1], ids[2]


def timed(work: Callable[[Engine], int], engine: Engine) -> tuple[float, float]:
    """Do it until there is no more: seconds of work (of the processor, others use it too) in all,
    and of the longest step."""
    begin, longest, more = time.process_time(), 0.0, 1
    while more:
        step = time.process_time()
        more = work(engine)
        longest = max(longest, time.process_time() - step)
    return time.process_time() - begin, longest


def found(engine: Engine, ids: set[int]) -> tuple[int, int]:
    """How many of these are in the group that most of them are in, and how many others."""
    with db.reading(engine) as session:
        rows = session.exec(
            select(Comment.id, Comment.note_group_id).where(col(Comment.note_group_id).is_not(None))
        ).all()
    groups = Counter(group for note, group in rows if note in ids)
    if not groups:
        return 0, 0
    group, whole = groups.most_common(1)[0]
    return whole, sum(1 for note, other in rows if other == group and note not in ids)


def once(console: Console, notes: int) -> float:
    """One round with so many notes; how many seconds it took to sketch and to gather them."""
    with tempfile.TemporaryDirectory() as folder:
        engine = prepared(Settings(data_dir=Path(folder)))
        mine, theirs = written(engine, notes, CAMPAIGN, AGAINST)
        sketched, longest = timed(sketching.sketch_some, engine)
        gathered, step = timed(gathering.gather_some, engine)
        console.print(
            f"{notes:,} notes: sketched {sketched:.2f} s (longest step {longest * 1000:.0f} ms), "
            f"gathered {gathered:.2f} s (longest step {step * 1000:.0f} ms)"
        )
        for name, ids in (("campaign", mine), ("against it", theirs)):
            whole, strange = found(engine, ids)
            console.print(f"  {name}: {whole} of {len(ids)} in one group, {strange} others with it")
        db.close(engine)
    return sketched + gathered


def burst(worker: str) -> Round:
    """How fast notes of a campaign are posted while the worker is at work ("true") or not."""
    with tempfile.TemporaryDirectory() as folder:
        cookies = seed(Path(folder))
        port = free_port()
        command = [sys.executable, "-m", "app", "serve", "--port", str(port)]
        about = {"RANDNOTIZ_DATA_DIR": folder, "RANDNOTIZ_WRITES_PER_MINUTE": "0"}
        with serving(command, port, **about, RANDNOTIZ_WORKER=worker):
            sent = [_notes(port, cookie, n) for n, cookie in enumerate(cookies[:CONNECTIONS])]
            return measure(port, sent, seconds=5, good=201)


def _notes(port: int, cookie: str, n: int) -> list[bytes]:
    page = fetch(port, get("/", cookie=f"randnotiz={cookie}")).decode()
    token = page.partition('X-Form-Token": "')[2].partition('"')[0]
    sent = posts(f"randnotiz={cookie}", token, n * 1000)
    written = urllib.parse.quote_plus("Eine Anmerkung zum Messen, ")
    return [
        resized(request.replace(written.encode(), urllib.parse.quote_plus(text).encode()))
        for request, text in zip(sent, letters(len(sent), seed=n), strict=True)
    ]


def resized(request: bytes) -> bytes:
    """The request with the length that its body has now."""
    head, _blank, body = request.partition(b"\r\n\r\n")
    lines = [line for line in head.split(b"\r\n") if not line.startswith(b"Content-Length")]
    return b"\r\n".join([*lines, b"Content-Length: %d" % len(body)]) + b"\r\n\r\n" + body


def main() -> int:
    """Measure and print; `--notes=20000` takes another number. 1 when the goal is missed."""
    asked = next((word[8:] for word in sys.argv if word.startswith("--notes=")), str(NOTES))
    console = Console()
    seconds = median(once(console, int(asked)) for _ in range(3))
    console.print(f"sketching and gathering: {seconds:.2f} s, goal {GOAL} s for {NOTES:,} notes")
    rates = {worker: burst(worker) for worker in ("false", "true")}
    for worker, name in (("false", "without the worker"), ("true", "with it")):
        each = rates[worker]
        console.print(f"posting {name}: {each.per_second:.0f} a second, {each.wrong} wrong")
    return int(int(asked) == NOTES and seconds > GOAL)
