"""The figures of what is decided, whatever happens to the notes, and in whichever order."""

import random
from collections.abc import Callable

from sqlmodel import Session

from app import clock
from app.comments.targets import Target
from app.comments.withdrawing import withdraw
from app.errors import Refused
from app.groups import deciding
from app.groups.decided import Said
from app.models import Comment, Decision, WorkingGroup
from app.moderation import linking, moving, splitting
from app.moderation.domain import hide, unhide
from app.selfcheck.deciding import decisions
from tests.cast import Cast
from tests.moderation.looking import loaded

TWO = "Mehr Kurse am Abend bitte. Und Praktika, die bezahlt sind."


class Life:
    """What can happen to notes, at random; what is refused does not happen."""

    def __init__(self, session: Session, cast: Cast, seed: int) -> None:
        self.session, self.cast, self.by_chance = session, cast, random.Random(seed)  # noqa: S311
        self.ids = [cast.says(session, TWO, at=f"hf{1 + n % 2}-1-1").id for n in range(6)]
        self.deeds: list[Callable[[Comment], object]] = [
            *[self.settle] * 2,
            *(self.take_back, self.hide, self.show, self.link, self.unlink, self.move),
            *(self.split, self.put_together),
        ]
        self.done: set[str] = set()

    def live(self) -> None:
        """One deed; now and then a new note comes first."""
        if self.by_chance.random() < 0.1:
            self.ids.append(self.cast.says(self.session, TWO).id)
        note = self.session.get_one(Comment, self.by_chance.choice(self.ids))
        deed = self.by_chance.choice(self.deeds)
        try:
            with self.session.begin_nested():
                deed(loaded(self.session, self.cast, note))
            self.done.add(deed.__name__)
        except Refused:
            pass

    def _group(self, note: Comment) -> WorkingGroup:
        ours = note.field_id == self.cast.language.id
        return self.cast.group if ours else self.cast.other_group

    def settle(self, note: Comment) -> None:
        said = Said(self.by_chance.choice(list(Decision)), "Grund.", passed_on_to="Schulamt")
        notes = [
            note,
            *(self.session.get_one(Comment, self.by_chance.choice(self.ids)) for _ in "ab"),
        ]
        ours = [one for one in notes if one.field_id == note.field_id]
        deciding.settle(self.session, ours, self._group(note), self.cast.jonas, said, clock.now())

    def take_back(self, note: Comment) -> None:
        deciding.take_back(self.session, note, self._group(note), self.cast.jonas, clock.now())

    def hide(self, note: Comment) -> None:
        hide(self.session, note, self.cast.bernd, self.cast.rule, "Beleidigt.", clock.now())

    def show(self, note: Comment) -> None:
        unhide(self.session, note, self.cast.bernd, clock.now())

    def withdraw(self, note: Comment) -> None:
        withdraw(self.session, note, self.cast.amira, clock.now())

    def link(self, note: Comment) -> None:
        other = self.session.get_one(Comment, self.by_chance.choice(self.ids))
        linking.link(
            self.session, note, loaded(self.session, self.cast, other), self.cast.bernd, clock.now()
        )

    def unlink(self, note: Comment) -> None:
        linking.unlink(self.session, note, self.cast.bernd, clock.now())

    def move(self, note: Comment) -> None:
        there = self.by_chance.choice(["hf1-2-1", "hf2-1-1", "hf1"])
        target = Target.find(self.session, self.cast.process, there)
        moving.move(self.session, note, target, self.cast.bernd, "Es geht darum.", clock.now())

    def split(self, note: Comment) -> None:
        places = [Target.find(self.session, self.cast.process, at) for at in ("hf1-1-2", "hf2-1-1")]
        texts = splitting.texts_of(note.text, [1])
        parts = [splitting.Part(*pair) for pair in zip(texts, places, strict=False)]
        made = splitting.split(self.session, note, parts, self.cast.bernd, clock.now())
        self.ids += [part.id for part in made]

    def put_together(self, note: Comment) -> None:
        splitting.put_together(self.session, note, self.cast.bernd, clock.now())


def test_the_figures_are_what_counting_gives_after_each_of_many_deeds(session, cast: Cast) -> None:
    life = Life(session, cast, seed=4)
    for n in range(150):
        life.live()
        session.flush()
        assert [found.problem for found in decisions(session)] == ["", ""], n
    assert life.done == {deed.__name__ for deed in life.deeds}
    life.withdraw(loaded(session, cast, session.get_one(Comment, life.ids[0])))
    assert [found.problem for found in decisions(session)] == ["", ""]
