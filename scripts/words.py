"""The words for people, from code and templates into the catalogues: `make words`.

`locale/<language>/LC_MESSAGES/messages.po` keeps what is translated, gets what is new (empty: never
a guess from a similar sentence) and loses what nobody says any more. Then it says what is missing.
`python -m scripts.words --missing tr` lists those of one language, `--wrong tr` what a program can
tell is wrong in it; `--check` changes nothing and fails where a catalogue does not hold the
sentences that the program says.
"""

import sys
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

from app.i18n import LOCALES
from scripts.word_faults import faults

ROOT = Path(__file__).parent.parent
SOURCES = (
    ("app", [("**.py", "python")], {}),
    ("templates", [("**.html", "jinja2")], {"**.html": {"extensions": "jinja2.ext.do"}}),
)
# `said` marks what rooms below i18n refuse with; it is translated where it is shown.
KEYWORDS = {"_": None, "ngettext": (1, 2), "said": None}
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
    for room, methods, options in SOURCES:
        found = extract_from_dir(ROOT / room, methods, options, KEYWORDS)
        for name, _line, message, _comments, context in sorted(found, key=lambda one: one[:2]):
            if message:
                catalogue.add(message, locations=[(f"{room}/{name}", 1)], context=context)
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


def updated(locale: str, template: Catalog) -> bytes:
    """The catalogue of a language with the sentences of `template`, as its file."""
    old = read(locale)
    count, rule = PLURALS[locale.split("-")[0]]
    new = Catalog(locale=None)
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


def main(asked: list[str]) -> int:
    """Write the catalogues (or only look), and say what is missing."""
    if asked[:1] == ["--missing"]:
        print("\n".join(missing(read(asked[1]))))
        return 0
    if asked[:1] == ["--wrong"]:
        print("\n".join(found := faults(asked[1], read(asked[1]))))
        return int(bool(found))
    template, stale = said(), 0
    for locale in TRANSLATED:
        content, path = updated(locale, template), path_of(locale)
        changed = not path.exists() or path.read_bytes() != content
        if changed and "--check" not in asked:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
        stale += changed
        catalogue = read(locale)
        wrong = len(faults(locale, catalogue))
        lacks = len(missing(catalogue))
        print(f"{locale:9} {len(template):5} sentences, {lacks} missing, {wrong} wrong")
    return int("--check" in asked and stale > 0)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
