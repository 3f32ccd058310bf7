"""What is typed about a topic, and what its group advises."""

import re
from typing import Annotated

from fastapi import Form

from app.comments.decision_words import decision_word
from app.i18n import _
from app.models import Advice, Decision, Topic
from app.text import clean, clean_line

LONGEST_TITLE, LONGEST_SUMMARY, MOST_WORDS, LONGEST_WORD = 200, 500, 20, 60
LONGEST_ADVICE = 2000
_APART = re.compile(r"[,;،؛\n]")


class TopicForm:
    """A topic's title, what it is about, the words that propose notes, and its group."""

    def __init__(
        self,
        title: Annotated[str, Form()] = "",
        summary: Annotated[str, Form()] = "",
        words: Annotated[str, Form()] = "",
        group: Annotated[str, Form()] = "",
    ) -> None:
        self.title, self.summary = clean_line(title), clean(summary)
        self.typed_words, self.group = clean(words), group[:80]
        self.errors: dict[str, str] = {}

    @classmethod
    def of(cls, topic: Topic) -> "TopicForm":
        """As it is now; its group loaded."""
        slug = topic.group.slug if topic.group else ""
        return cls(topic.title, topic.summary, ", ".join(topic.words), slug)

    def __getitem__(self, name: str) -> str:
        typed = {"title": self.title, "summary": self.summary, "words": self.typed_words}
        return (typed | {"group": self.group}).get(name, "")

    @property
    def words(self) -> list[str]:
        """Each once, in their order."""
        found = (clean_line(word) for word in _APART.split(self.typed_words))
        return list(dict.fromkeys(word for word in found if word))

    def is_valid(self) -> bool:
        """Whether it can be kept; `errors` says what to mend."""
        if not 3 <= len(self.title) <= LONGEST_TITLE:
            self.errors["title"] = _(
                "Bitte geben Sie dem Thema einen Namen (3 bis %(n)d Zeichen)."
            ) % {"n": LONGEST_TITLE}
        if len(self.summary) > LONGEST_SUMMARY:
            self.errors["summary"] = _("Das ist zu lang: höchstens %(n)d Zeichen.") % {
                "n": LONGEST_SUMMARY
            }
        if wrong := self._wrong_words():
            self.errors["words"] = wrong
        return not self.errors

    def _wrong_words(self) -> str:
        if len(self.words) > MOST_WORDS:
            return _("Höchstens %(n)d Wörter, sonst gehört am Ende alles dazu.") % {"n": MOST_WORDS}
        for word in self.words:
            if not 3 <= len(word) <= LONGEST_WORD:
                return _("„%(word)s“ ist zu kurz oder zu lang: 3 bis %(n)d Zeichen.") % {
                    "word": word[:LONGEST_WORD],
                    "n": LONGEST_WORD,
                }
        return ""


class AdviceForm:
    """What a topic's group advises: a decision, or none, and why."""

    def __init__(
        self, decision: Annotated[str, Form()] = "", text: Annotated[str, Form()] = ""
    ) -> None:
        self.typed, self.text = decision[:40], clean(text)
        self.errors: dict[str, str] = {}

    @classmethod
    def of(cls, advice: Advice | None) -> "AdviceForm":
        """As it was advised."""
        if advice is None:
            return cls()
        return cls(advice.decision.value if advice.decision else "", advice.text)

    def __getitem__(self, name: str) -> str:
        return {"decision": self.typed, "text": self.text}.get(name, "")

    @property
    def decision(self) -> Decision | None:
        """What they would decide."""
        return next((one for one in Decision if one.value == self.typed), None)

    def is_valid(self) -> bool:
        """Whether it can be kept; nothing at all takes an advice back."""
        if self.typed and self.decision is None:
            self.errors["decision"] = _("Bitte wählen Sie eine Entscheidung aus der Liste.")
        if self.decision and not self.text:
            self.errors["text"] = _(
                "Bitte schreiben Sie, warum. Die Gruppe, die entscheidet, liest es."
            )
        if len(self.text) > LONGEST_ADVICE:
            self.errors["text"] = _("Das ist zu lang: höchstens %(n)d Zeichen.") % {
                "n": LONGEST_ADVICE
            }
        return not self.errors


def choices() -> list[tuple[str, str]]:
    """What can be advised, in words; first nothing in particular."""
    every = [(one.value, decision_word(one)) for one in Decision]
    return [("", _("ohne Empfehlung, nur ein Hinweis")), *every]
