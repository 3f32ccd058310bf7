"""The catalogues: what they hold, what they lack, and what is said then."""

import gettext

import pytest
from babel import Locale
from babel.messages.catalog import Catalog

from app import i18n
from app.config import Settings
from scripts import words
from scripts.word_faults import faults

COMPLETE = ("en",)  # what is missing there fails; in the others it is listed


def test_catalogues_say_what_the_program_says():
    said, lacks, wrong = words.said(), {}, []
    for locale in words.TRANSLATED:
        catalogue = words.read(locale)
        known = {message.id for message in catalogue if message.id}
        new = [message.id for message in said if message.id and message.id not in known]
        wrong += [f"{locale}: {fault}" for fault in faults(locale, catalogue)]
        lacks[locale] = [str(one) for one in [*new, *words.missing(catalogue)]]
    del lacks["de-simple"]  # what is not there is said in the usual German
    assert not wrong, "\n" + "\n".join(wrong)
    for locale in COMPLETE:
        # `make words` puts them into the file.
        assert not lacks[locale], f"{locale} lacks:\n" + "\n".join(lacks[locale])
    told = [f"{locale} lacks {len(some)}: {some[0]!r} …" for locale, some in lacks.items() if some]
    if told:
        pytest.skip("; ".join(told))


@pytest.mark.parametrize("locale", words.TRANSLATED)
def test_plurals_are_those_of_the_language(locale):
    count, rule = words.PLURALS[locale.partition("-")[0]]
    form_of, category = gettext.c2py(rule), Locale.parse(locale.partition("-")[0]).plural_form
    forms: dict[str, set[int]] = {}
    for n in range(1_200):
        forms.setdefault(category(n), set()).add(form_of(n))
    assert sorted(forms.values()) == [{form} for form in range(count)] or all(
        len(form) == 1 for form in forms.values()
    )
    assert len(forms) == count
    assert f"nplurals={count}; plural=({rule})" in words.path_of(locale).read_text()


def test_every_language_has_its_dates_numbers_and_a_name(it_is):
    from tests.cast import CLOSES

    for locale in i18n.LOCALES:
        with i18n.speaking(locale):
            assert i18n.NAMES[locale]
            told = [i18n.day(CLOSES), i18n.weekday(CLOSES), i18n.instant(CLOSES), i18n.number(2174)]
            assert all(any(sign.isascii() and sign.isdigit() for sign in one) for one in told)
            assert i18n.is_midnight(CLOSES)
    with i18n.speaking("ar"):
        assert i18n.day(CLOSES) == "9 نوفمبر 2016"
    with i18n.speaking("uk"):
        assert i18n.weekday(CLOSES) == "середа, 9 листопада 2016 р."
    with i18n.speaking("en"):
        assert (i18n.instant(CLOSES), i18n.number(2174)) == ("9 November 2016, 00:00", "2,174")
    assert Settings.model_fields["default_locale"].annotation.__args__ == i18n.LOCALES


def test_what_is_missing_is_said_in_the_next_language(tmp_path, monkeypatch):
    def catalogue(locale: str, plurals: str, text: str) -> None:
        folder = tmp_path / "locale" / locale / "LC_MESSAGES"
        folder.mkdir(parents=True)
        header = f"Content-Type: text/plain; charset=utf-8\\nPlural-Forms: {plurals};\\n"
        (folder / "messages.po").write_text(f'msgid ""\nmsgstr "{header}"\n\n{text}')

    catalogue("de-simple", "nplurals=2; plural=(n != 1)", 'msgid "Ja"\nmsgstr ""\n')
    english = 'msgid "Ja"\nmsgstr "Yes"\n\nmsgid "%(n)d Tag"\nmsgid_plural "%(n)d Tage"\n'
    english += 'msgstr[0] "%(n)d day"\nmsgstr[1] "%(n)d days"\n'
    catalogue("en", "nplurals=2; plural=(n != 1)", english)
    arabic = 'msgid "Zu #%(n)d"\nmsgstr "عن #%(n)d"\n\nmsgid "%(n)d Tag"\n'
    arabic += 'msgid_plural "%(n)d Tage"\nmsgstr[0] "يوم"\nmsgstr[1] ""\n'
    catalogue("ar", "nplurals=2; plural=(n != 1)", arabic)
    monkeypatch.setattr(i18n, "ROOT", tmp_path)
    i18n._catalogue.cache_clear()
    try:
        with i18n.speaking("de-simple"):
            assert i18n._("Ja") == "Ja"
        with i18n.speaking("ar"):
            assert (i18n._("Ja"), i18n._("Nein"), i18n._("")) == ("Yes", "Nein", "")
            assert i18n.ngettext("%(n)d Tag", "%(n)d Tage", 2) == "%(n)d days"  # a form is missing
            # What is put in keeps its own direction: else this would be read as "137#".
            assert i18n._("Zu #%(n)d") % {"n": 137} == "عن \u2068#137\u2069"
    finally:
        i18n._catalogue.cache_clear()


def test_a_fault_in_a_translation_is_found():
    catalogue = Catalog()
    for source, string in {
        "Seit %(day)s offen": "Open since",
        "<b>Ja</b>": "<i>Yes</i>",
        "Gleich wie hier": "Gleich wie hier",
        "Randnotiz": "Randnotiz",
        " Rand": "Edge",
        "Am %(day)s, %(hour)s Uhr": "%(hour)s, %(day)s",
    }.items():
        catalogue.add(source, string)
    catalogue.add(("%(n)d Tag", "%(n)d Tage"), ("One day", "More than one day"))
    found = faults("en", catalogue)
    assert [one.partition("': ")[2][:16] for one in found] == [
        "placeholders [] ",
        "other markup",
        "equals its sourc",
        "other spaces at ",
        "placeholders [] ",
    ]
