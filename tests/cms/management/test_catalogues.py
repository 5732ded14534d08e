"""Every word that readers meet is translated into every language of the press room, with nothing lost."""

import re
from pathlib import Path

from django.conf import settings

import polib
import pytest

from cms.common import languages
from cms.management import catalogues

ROOT = Path(settings.BASE_DIR)
TRANSLATED = [code for code in languages.LANGUAGES if code != languages.DEFAULT]
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|\{\w+\}")


@pytest.fixture(scope="module")
def public():
    return catalogues.public_words()


def translated(language):
    entries = polib.pofile(str(ROOT / "cms/locale" / language / "LC_MESSAGES/django.po"))
    return {
        (entry.msgctxt, entry.msgid): entry
        for entry in entries
        if not entry.obsolete and not entry.fuzzy and all(entry.msgstr_plural.values() or [entry.msgstr])
    }


@pytest.mark.parametrize("language", TRANSLATED)
def test_every_public_word_is_translated(language, public):
    assert len(public) > 250
    assert set(public) - set(translated(language)) == set()


@pytest.mark.parametrize("language", TRANSLATED)
def test_no_placeholder_and_no_space_around_is_lost(language):
    for entry in translated(language).values():
        for text in entry.msgstr_plural.values() or [entry.msgstr]:
            assert sorted(PLACEHOLDER.findall(text)) == sorted(PLACEHOLDER.findall(entry.msgid)), entry.msgid
            assert text[0].isspace() == entry.msgid[0].isspace(), entry.msgid


@pytest.mark.parametrize("language", catalogues.READERS_ONLY)
def test_a_readers_catalogue_holds_public_words_only(language, public):
    assert set(translated(language)) == set(public)


@pytest.mark.parametrize("language", catalogues.READERS_ONLY)
def test_the_documentation_says_how_much_is_not_reviewed(language):
    told = re.search(
        rf"^\| {language} \|.*\| (\d+) \| (\d+) \|$",
        (ROOT / "docs/translations.md").read_text(),
        re.MULTILINE,
    )
    expected = (len(catalogues.read_catalogue(language)), catalogues.count_machine_made(language))
    assert tuple(map(int, told.groups())) == expected


@pytest.fixture
def source(tmp_path, settings):
    """A small source tree, with a workshop part, and an empty place for catalogues."""
    settings.LOCALE_PATHS = [tmp_path / "locale"]
    files = {
        "templates/pressroom/page.html": '{% load i18n %}{% translate "Hej" %}'
        "{% blocktranslate %}Till {{ x }}{% endblocktranslate %}",
        "templates/pressroom/partners/list.html": '{% load i18n %}{% translate "Bara verkstaden" %}',
        "pressroom/words.py": '# Translators: a goal\nA = pgettext("one", "Mål")\n'
        'B = ngettext("%(n)s rad", "%(n)s rader", 2)\n',
        "pressroom/x/admin/views.py": 'C = _("Bara verkstaden")\n',
    }
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text)
    (tmp_path / "cms/common").mkdir(parents=True)
    return tmp_path


@pytest.fixture
def _all_files_exist(source, monkeypatch):
    monkeypatch.setattr(catalogues, "_PUBLIC", ("templates/pressroom", "pressroom"))


@pytest.mark.usefixtures("_all_files_exist")
def test_words_of_templates_and_code_are_found_but_not_the_workshops(source):
    found = catalogues.public_words(source)
    assert list(found) == [(None, "Hej"), (None, "Till %(x)s"), ("one", "Mål"), (None, "%(n)s rad")]
    assert found["one", "Mål"].comment == "a goal"
    assert found[None, "%(n)s rad"].plural == "%(n)s rader"


@pytest.mark.usefixtures("_all_files_exist")
def test_an_update_keeps_what_is_translated_and_drops_what_is_gone(source):
    words = catalogues.public_words(source)
    assert catalogues.update_catalogue("so", words) == 4
    catalogue = catalogues.read_catalogue("so")
    catalogue[0].msgstr, catalogue[0].tcomment = "Salaan", catalogues.MACHINE_MADE
    catalogue.append(polib.POEntry(msgid="Borta", msgstr="Maqan"))
    catalogue.save(str(catalogues.catalogue_path("so")))
    assert catalogues.update_catalogue("so", words) == 3
    kept = catalogues.read_catalogue("so")
    assert [entry.msgid for entry in kept] == [key[1] for key in words]
    assert kept[0].msgstr == "Salaan"
    assert catalogues.count_machine_made("so") == 1
    assert kept[3].flags == ["python-format"]
