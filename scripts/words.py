"""The words for people, from code and templates into the catalogues: `make words`.

`locale/<language>/LC_MESSAGES/messages.po` keeps what is translated, gets what is new (empty: never
a guess from a similar sentence) and loses what nobody says any more. Then it says what is missing.
`python -m scripts.words tr` does so for one language, `--missing tr` lists what it lacks, `--wrong
tr` what a program can tell is wrong, `--fill tr words.json` puts translations in by their sentence;
`--check` changes nothing and fails where a catalogue does not hold what the program says.
"""

import json
import re
import sys
from collections.abc import Sequence
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_file
from babel.messages.pofile import read_po, write_po

from app.i18n import LOCALES
from scripts.word_faults import faults

ROOT = Path(__file__).parent.parent
SOURCES = (
    ("app", "*.py", "python", {}),
    ("templates", "*.html", "jinja2", {"extensions": "jinja2.ext.do"}),
)
# `said` marks what rooms below i18n refuse with; it is translated where it is shown.
KEYWORDS = {"_": None, "gettext": None, "ngettext": (1, 2), "said": None}  # gettext: {% trans %}
SAYS = re.compile(rb"\b(?:_|ngettext|said)\(|\{%-? *trans\b")
# One form for each kind of number, after CLDR (gettext's formulas).
PLURALS = {
    "de": (2, "n != 1"),
    "en": (2, "n != 1"),
    "tr": (2, "n != 1"),
    "fa": (2, "n > 1"),
    "uk": (
        3,
        "n%10==1 && n%100!=11 ? 0 : n%10>=2 && n%10<=4 && (n%100<10 || n%100>=20) ? 1 : 2",
    ),
    "ar": (
        6,
        "n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : n%100>=3 && n%100<=10 ? 3 : n%100>=11 ? 4 : 5",
    ),
}
TRANSLATED = tuple(locale for locale in LOCALES if locale != "de")


def said() -> Catalog:
    """Every sentence that the program says, with the files that say it."""
    catalogue = Catalog()
    for room, pattern, method, options in SOURCES:
        for path in sorted((ROOT / room).rglob(pattern)):
            if not SAYS.search(path.read_bytes()):
                continue
            place = [(str(path.relative_to(ROOT)), 1)]
            found = extract_from_file(method, path, KEYWORDS, options=options)
            for _line, message, _comments, context in found:
                if message:
                    catalogue.add(message, locations=place, context=context)
    return catalogue


def path_of(locale: str) -> Path:
    """Where the catalogue of a language stands."""
    return ROOT / "locale" / locale / "LC_MESSAGES" / "messages.po"


def read(locale: str) -> Catalog:
    """The catalogue of a language; an empty one if there is none yet."""
    if not path_of(locale).exists():
        return Catalog()
    with path_of(locale).open("rb") as file:
        return read_po(file)


def forms(message: Message) -> tuple[str, ...]:
    """A translation as its forms: one, or one for each kind of number."""
    return tuple(message.string) if isinstance(message.string, list | tuple) else (message.string,)


def missing(catalogue: Catalog) -> list[str]:
    """The sentences without a translation, or with one that lacks a form."""
    return [
        message.id if isinstance(message.id, str) else message.id[0]
        for message in catalogue
        if message.id and not all(forms(message))
    ]


def updated(locale: str, template: Catalog, old: Catalog) -> bytes:
    """The file of a language: the sentences of `template` with what they are in `old`."""
    count, rule = PLURALS[locale.split("-")[0]]
    new = Catalog(locale=None)
    new._num_plurals = count  # of no locale that Babel knows, it would write two forms
    for message in template:
        if not message.id:
            continue
        before = old.get(message.id, message.context)
        nothing = ("",) * count if message.pluralizable else ""
        string = nothing
        if before is not None and len(forms(before)) == (count if message.pluralizable else 1):
            string = before.string
        comments = before.user_comments if before is not None else ()
        entry = new.add(
            message.id,
            string,
            sorted({(name, 1) for name, _line in message.locations}),
            user_comments=comments,
            context=message.context,
        )
        entry.flags = set(message.flags)
    written = BytesIO()
    write_po(written, new, width=100, omit_header=True, include_lineno=False)
    return _header(locale, count, rule).encode() + written.getvalue()


def _header(locale: str, count: int, rule: str) -> str:
    return (
        'msgid ""\nmsgstr ""\n'
        f'"Language: {locale}\\n"\n'
        '"MIME-Version: 1.0\\n"\n'
        '"Content-Type: text/plain; charset=utf-8\\n"\n'
        '"Content-Transfer-Encoding: 8bit\\n"\n'
        f'"Plural-Forms: nplurals={count}; plural=({rule});\\n"\n\n'
    )


def write(locale: str, content: bytes) -> None:
    """Put a whole catalogue in the place of the old one, at once."""
    path = path_of(locale)
    path.parent.mkdir(parents=True, exist_ok=True)
    new = path.with_suffix(".new")
    new.write_bytes(content)
    new.replace(path)


def fill(locale: str, words: dict[str, str | list[str]]) -> list[str]:
    """Put translations into a catalogue, by their sentence: one, or one for each kind of number.
    Which of `words` the program does not say."""
    template, catalogue = said(), read(locale)
    for sentence, string in words.items():
        message = catalogue.get(sentence)
        if message is not None:
            message.string = tuple(string) if isinstance(string, list) else string
    write(locale, updated(locale, template, catalogue))
    return [sentence for sentence in words if catalogue.get(sentence) is None]


def renew(locales: Sequence[str], *, only_look: bool = False) -> bool:
    """Bring these catalogues up to date, and say how complete they are; whether any was not."""
    template, stale = said(), False
    for locale in locales:
        content, path = updated(locale, template, read(locale)), path_of(locale)
        if not path.exists() or path.read_bytes() != content:
            stale = True
            if not only_look:
                write(locale, content)
        catalogue = read(locale)
        lacks, wrong = len(missing(catalogue)), len(faults(locale, catalogue))
        print(f"{locale:9} {len(template):5} sentences, {lacks} missing, {wrong} wrong")
    return stale


def main(asked: list[str]) -> int:
    """What was asked for on the command line; the exit status."""
    flag, *rest = asked or [""]
    if flag == "--missing":
        print("\n".join(missing(read(rest[0]))))
        return 0
    if flag == "--wrong":
        print("\n".join(found := faults(rest[0], read(rest[0]))))
        return int(bool(found))
    if flag == "--fill":
        unknown = fill(rest[0], json.loads(Path(rest[1]).read_text()))
        print("\n".join(f"nobody says: {sentence}" for sentence in unknown))
        return 0
    if flag == "--check":
        return int(renew(TRANSLATED, only_look=True))
    renew(asked or TRANSLATED)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
