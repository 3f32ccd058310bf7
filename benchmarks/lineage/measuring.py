"""Runs ours and the rivals over the reference and the generated revisions; the clock beside."""

import random
import statistics
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from app.drafts.lineage import trace
from app.drafts.lineage.outcome import Passage, Span
from benchmarks.lineage.intensities import INTENSITIES
from benchmarks.lineage.judging import Expected, Tally, Verdict, judge
from benchmarks.lineage.reference import judged
from benchmarks.lineage.revising import Revision, revise
from benchmarks.lineage.rewording import Vocabulary
from benchmarks.lineage.rivals import RIVALS
from benchmarks.lineage.texts import NEW, OLD, Text, demo, has_ulm, ulm, words_of

REVISIONS, COMMENTS = 40, 100  # of each intensity; on each revision (few, for they share its fate)
ROUNDS = 5
OURS = "ours"

Answer = Callable[[Span], tuple[Span | None, bool]]  # where, and whether a person is asked
Case = tuple[str, Span, Expected]
Versions = tuple[Sequence[Passage], Sequence[Passage]]


@dataclass(slots=True)
class Set:
    """Comments on one or more pairs of versions."""

    name: str
    is_by_hand: bool
    pairs: list[tuple[Versions, list[Case]]] = field(default_factory=list)


def ours(old: Sequence[Passage], new: Sequence[Passage]) -> Answer:
    """The matcher, as the measuring wants to be answered."""
    lineage = trace(old, new)

    def answer(span: Span) -> tuple[Span | None, bool]:
        carried = lineage.carry(span)
        return carried.place, carried.is_doubtful

    return answer


def sets(first_seed: int = 1) -> Iterator[Set]:
    """By hand where the text is there; generated over that text, or else over the project's own."""
    if has_ulm():
        by_hand = judged()
        for name, is_even in (("by hand, even", True), ("by hand, changed", False)):
            cases = [(j.name, j.span, j.expected) for j in by_hand if j.is_even is is_even]
            yield Set(name, True, [((ulm(OLD).blocks, ulm(NEW).blocks), cases)])
    text = text_to_revise()
    for intensity in INTENSITIES:
        generated = Set(f"generated, {intensity.name}", False)
        for seed in range(first_seed, first_seed + REVISIONS):
            revision = revise(text.blocks, intensity, seed)
            generated.pairs.append(((revision.old, revision.new), list(_cases(revision, seed))))
        yield generated


def text_to_revise() -> Text:
    """Ulm's where it is there, else the demo's."""
    return ulm(OLD) if has_ulm() else demo()


def _cases(revision: Revision, seed: int) -> Iterator[Case]:
    for span, expected, line in revision.comments(COMMENTS, seed):
        yield f"seed {seed}: {', '.join(sorted(line.deeds)) or 'untouched'}", span, expected


# --- How they fare ---


def fare(one: Set, method: str) -> tuple[Tally, list[str]]:
    """The tally of a method ("ours" or a rival's name), and a line for each wrong answer."""
    tally, lines = Tally(), []
    for (old, new), cases in one.pairs:
        answer = ours(old, new) if method == OURS else _rival(method, old, new)
        for name, span, expected in cases:
            found, is_doubtful = answer(span)
            verdict = judge(expected, found, is_doubtful)
            tally.add(expected, verdict)
            if verdict not in (Verdict.RIGHT, Verdict.ASKED_RIGHT):
                lines.append(_line(one.name, name, verdict, span, expected, found))
    return tally, lines


def _rival(name: str, old: Sequence[Passage], new: Sequence[Passage]) -> Answer:
    rival = next(each for each in RIVALS if each.name == name)(old, new)
    return lambda span: (rival.carry(span), False)


def _line(
    where: str, name: str, verdict: Verdict, span: Span, true: Expected, found: Span | None
) -> str:
    places = [_shown(place) for place in true.places] + ["gone"] * (true.or_gone or not true.places)
    return (
        f"{where} · {name} · {verdict}: {_shown(span)} is at {' or '.join(places)}, "
        f"answered {_shown(found) if found else 'gone'}"
    )


def _shown(span: Span) -> str:
    return f"[{span.block}] {span.first}–{span.last}"


# --- How long it takes ---


def lengthened(text: Text, words: int) -> list[Passage]:
    """The text and blocks of the same vocabulary after it, up to so many words."""
    rng = random.Random("long")
    vocabulary = Vocabulary([s for block in text.blocks for s in block.sentences], rng)
    blocks = list(text.blocks)
    count = text.words
    while count < words:
        like = rng.choice(text.blocks)
        sentences = tuple(
            " ".join(vocabulary.sentence(max(2, len(sentence.split()))))
            for sentence in like.sentences
        )
        blocks.append(Passage(sentences, like.kind, like.headings, like.field))
        count += len(words_of(blocks[-1]))
    return blocks


def seconds_for(old: Sequence[Passage], new: Sequence[Passage]) -> tuple[float, float]:
    """Of one tracing, the medians: by the clock, and of the processor (others may use it too)."""
    clock, processor = [], []
    for _ in range(ROUNDS):
        at, used = time.perf_counter(), time.process_time()
        trace(old, new)
        clock.append(time.perf_counter() - at)
        processor.append(time.process_time() - used)
    return statistics.median(clock), statistics.median(processor)


def milliseconds_per_comment(revision: Revision) -> float:
    """Of carrying one comment, the median of rounds of two thousand."""
    spans = [span for span, _expected, _line in revision.comments(2000, 0)]
    took = []
    for _ in range(ROUNDS):
        lineage = trace(revision.old, revision.new)  # so that nothing is remembered
        started = time.perf_counter()
        for span in spans:
            lineage.carry(span)
        took.append((time.perf_counter() - started) / len(spans))
    return 1000 * statistics.median(took)
