"""Preparation does what is missing, and nothing twice."""

import os

import pytest

from cms.management import preparation

CATALOGUE = (
    'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\nmsgid "Pressrum"\nmsgstr "Press room"\n'
)


def quiet(text: str) -> None:
    """Say nothing."""


@pytest.fixture
def catalogue(tmp_path, settings):
    source = tmp_path / "en" / "LC_MESSAGES" / "django.po"
    source.parent.mkdir(parents=True)
    source.write_text(CATALOGUE, encoding="utf-8")
    settings.LOCALE_PATHS = [tmp_path]
    return source


def test_catalogue_is_compiled_once(catalogue):
    assert preparation.compile_catalogues(say=quiet) == 1
    assert preparation.compile_catalogues(say=quiet) == 0
    assert b"Press room" in catalogue.with_suffix(".mo").read_bytes()


def test_changed_catalogue_is_compiled_again(catalogue):
    preparation.compile_catalogues(say=quiet)
    later = catalogue.stat().st_mtime + 10
    os.utime(catalogue, (later, later))
    assert preparation.compile_catalogues(say=quiet) == 1


@pytest.mark.django_db
def test_migrated_database_is_left_alone():
    assert preparation.update_database(say=quiet) is False


@pytest.mark.django_db
def test_database_with_a_user_is_not_filled(django_user_model):
    django_user_model.objects.create_user("rakel")
    assert preparation.load_example_once(say=quiet) is False


def test_static_files_are_collected_once(tmp_path, settings, monkeypatch):
    source = tmp_path / "source"
    source.mkdir()
    (source / "pressroom.css").write_text("body { color: black }")
    settings.STATICFILES_DIRS = [source]
    settings.STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.FileSystemFinder"]
    settings.STATIC_ROOT = tmp_path / "static"
    monkeypatch.setattr(preparation, "get_finders", _fresh_finders)
    assert preparation.collect_static_files(say=quiet) is True
    assert (tmp_path / "static" / "pressroom.css").exists()
    assert preparation.collect_static_files(say=quiet) is False
    (source / "pressroom.css").write_text("body { color: navy }")
    assert preparation.collect_static_files(say=quiet) is True


def _fresh_finders():
    """Django keeps finders made for other settings."""
    from django.contrib.staticfiles.finders import FileSystemFinder

    return [FileSystemFinder()]
