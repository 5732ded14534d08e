"""Production starts with safe values, and refuses each unsafe one by name."""

import runpy
import sys

from django.utils.module_loading import import_string

import pytest

from cms.settings.env import PURGE_BACKENDS, SettingRefused

SAFE = {
    "SECRET_KEY": "3r9vK-w8s_0QmZx1pTn5yBc7LdFgHjE2aUiO4eRtYqWsXv6N",
    "DATABASE_URL": "postgres://pressrum:hemligt@127.0.0.1:5432/pressrum",
    "PUBLIC_DATABASE_URL": "postgres://lasare:hemligt@127.0.0.1:5432/pressrum",
    "ALLOWED_HOSTS": "press.example.se, www.press.example.se",
    "PUBLIC_BASE_URL": "https://press.example.se",
    "REDIS_URL": "redis://127.0.0.1:6379/0",
    "EMAIL_URL": "smtp+tls://post:hemligt@mail.example.se:587",
    "FILES_DIR": "/srv/pressrum/files",
    "BEHIND_PROXY": "true",
    "PROOF_PRIVATE_KEYS": "nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A",
}
SAFE["SECRET_KEY"] += "kM8"
OPTIONAL = (
    "SURFACE", "HSTS_SECONDS", "HSTS_PRELOAD", "HSTS_SUBDOMAINS", "LOG_LEVEL", "STATIC_DIR", "DEFAULT_FROM_EMAIL",
    "PUBLIC_NAME", "SECRET_KEY_FALLBACKS", "PURGED_CACHES", "SHARED_CACHE_SECONDS", "SHARED_CACHE_STALE_SECONDS",
    "SHARED_CACHE_ERROR_SECONDS", "SURROGATE_KEY_HEADERS", "FILES_ACCEL_PREFIX", "WEBSUB_HUB",
    "SEARCH_ENGINE", "SEARCH_URL", "SEARCH_INDEX", "SEARCH_USER", "SEARCH_PASSWORD", "SEARCH_API_KEY", "SEARCH_CA_FILE",
)  # fmt: skip


@pytest.fixture
def load(monkeypatch):
    """Return a function that reads the production settings with some variables changed (None: missing)."""

    def read(**changed: str | None) -> dict[str, object]:
        for name in (*SAFE, *OPTIONAL):
            monkeypatch.delenv(name, raising=False)
        for name, value in {**SAFE, **changed}.items():
            if value is not None:
                monkeypatch.setenv(name, value)
        monkeypatch.delitem(sys.modules, "cms.settings.search", raising=False)  # it reads the environment too
        return runpy.run_module("cms.settings.production")

    return read


def test_safe_values_give_a_safe_configuration(load):
    settings = load()
    assert settings["DEBUG"] is False
    assert settings["DATABASES"]["default"]["NAME"] == "pressrum"
    assert settings["ALLOWED_HOSTS"] == ["press.example.se", "www.press.example.se"]
    assert settings["CSRF_TRUSTED_ORIGINS"] == ["https://press.example.se"]
    assert settings["SESSION_COOKIE_SECURE"] is True
    assert settings["CSRF_COOKIE_SECURE"] is True
    assert settings["SECURE_SSL_REDIRECT"] is True
    assert settings["SECURE_HSTS_SECONDS"] == 365 * 24 * 3600
    assert settings["SECURE_PROXY_SSL_HEADER"] == ("HTTP_X_FORWARDED_PROTO", "https")
    assert settings["EMAIL_HOST"] == "mail.example.se"
    assert settings["EMAIL_USE_TLS"] is True
    assert settings["DEFAULT_FROM_EMAIL"] == "pressrum@press.example.se"
    assert str(settings["PRIVATE_FILES_ROOT"]) == "/srv/pressrum/files/printed-files"
    assert str(settings["STORAGES"]["default"]["OPTIONS"]["location"]).startswith("/srv/pressrum/files/")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SECRET_KEY", None),
        ("SECRET_KEY", ""),
        ("SECRET_KEY", "short"),
        ("SECRET_KEY", "a" * 80),
        ("SECRET_KEY", "development-only-" + "abcdefghijklmnop" * 4),
        ("DATABASE_URL", None),
        ("DATABASE_URL", "sqlite:////srv/pressrum/db.sqlite3"),
        ("DATABASE_URL", "mysql://a:b@127.0.0.1/pressrum"),
        ("DATABASE_URL", "postgres://a:b@127.0.0.1:5432/"),
        ("DATABASE_URL", "nonsense"),
        ("ALLOWED_HOSTS", None),
        ("ALLOWED_HOSTS", ""),
        ("ALLOWED_HOSTS", "*"),
        ("ALLOWED_HOSTS", "press.example.se,*"),
        ("ALLOWED_HOSTS", " , "),
        ("PUBLIC_BASE_URL", None),
        ("PUBLIC_BASE_URL", "http://press.example.se"),
        ("PUBLIC_BASE_URL", "https://localhost"),
        ("PUBLIC_BASE_URL", "https://10.1.2.3"),
        ("PUBLIC_BASE_URL", "https://press.example.se/sv"),
        ("PUBLIC_BASE_URL", "https://user@press.example.se"),
        ("PUBLIC_BASE_URL", "press.example.se"),
        ("REDIS_URL", None),
        ("REDIS_URL", "http://127.0.0.1"),
        ("EMAIL_URL", None),
        ("EMAIL_URL", "consolemail://"),
        ("FILES_DIR", None),
        ("FILES_DIR", "files"),
        ("FILES_DIR", __file__),
        ("BEHIND_PROXY", None),
        ("BEHIND_PROXY", "maybe"),
        ("PROOF_PRIVATE_KEYS", "hemligt"),
        ("PROOF_PRIVATE_KEYS", "A" * 43),
        ("PROOF_PRIVATE_KEYS", "nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A,hemligt"),
        ("SHARED_CACHE_SECONDS", "11"),
        ("SHARED_CACHE_SECONDS", "-1"),
        ("SHARED_CACHE_SECONDS", "soon"),
        ("SHARED_CACHE_STALE_SECONDS", "11"),
        ("SURROGATE_KEY_HEADERS", "X-Key"),
        ("PURGED_CACHES", "front"),
        ("PURGED_CACHES", "front=http://127.0.0.1"),
        ("PURGED_CACHES", "front=ban+http://"),
        ("PURGED_CACHES", "a=ban+http://127.0.0.1 a=ban+http://127.0.0.2"),
        ("WEBSUB_HUB", "http://hub.example"),
        ("WEBSUB_HUB", "yes"),
        ("SURFACE", "some"),
        ("SEARCH_ENGINE", "solr"),
        ("SEARCH_INDEX", "press*"),
        ("SEARCH_CA_FILE", "/nowhere/ca.pem"),
        ("LOG_LEVEL", "LOUD"),
        ("HSTS_SECONDS", "a year"),
    ],
)
def test_missing_or_unsafe_value_is_refused_by_name_in_one_sentence(load, name, value):
    with pytest.raises(SettingRefused) as refusal:
        load(**{name: value})
    text = str(refusal.value)
    assert text.startswith(f"{name} ")
    assert text.endswith(".")
    assert "\n" not in text


def test_refusal_does_not_repeat_a_secret(load):
    with pytest.raises(SettingRefused) as refusal:
        load(DATABASE_URL="mysql://pressrum:mycket-hemligt@127.0.0.1/x")
    assert "mycket-hemligt" not in str(refusal.value)


def test_keys_are_read_in_their_order_and_a_bad_one_is_told_how_to_make(load):
    one, two = SAFE["PROOF_PRIVATE_KEYS"], "TM0Imyj_ltqdtsNG7BFOD1uKMZ81q6Yk2oz27U-4pvs"
    assert load(PROOF_PRIVATE_KEYS=f"{two}, {one},")["PROOF_PRIVATE_KEYS"] == [two, one]
    with pytest.raises(SettingRefused, match=r"manage\.py proof_keys new") as refusal:
        load(PROOF_PRIVATE_KEYS=f"{one}x")
    assert one not in str(refusal.value)


def test_missing_key_is_left_to_the_check_that_reading_processes_do_not_need(load):
    assert load(PROOF_PRIVATE_KEYS=None)["PROOF_PRIVATE_KEYS"] == []


def test_process_for_the_public_does_not_hold_the_key(load):
    assert load(SURFACE="public")["PROOF_PRIVATE_KEYS"] == []
    assert load(SURFACE="public", PROOF_PRIVATE_KEYS="hemligt")["PROOF_PRIVATE_KEYS"] == []


def test_no_proxy_means_no_trust_in_its_header(load):
    assert "SECURE_PROXY_SSL_HEADER" not in load(BEHIND_PROXY="false")


def test_public_surface_has_no_sessions_and_its_own_database_account(load):
    settings = load(SURFACE="public")
    assert settings["DATABASES"]["default"]["USER"] == "lasare"
    assert settings["ROOT_URLCONF"] == "cms.public_urls"
    assert not any("Workshop" in entry or "session" in entry.lower() for entry in settings["MIDDLEWARE"])


def test_public_surface_without_an_account_of_its_own_uses_the_common_one(load):
    assert load(SURFACE="public", PUBLIC_DATABASE_URL=None)["DATABASES"]["default"]["USER"] == "pressrum"


def test_nothing_is_kept_by_shared_caches_unless_it_is_said(load):
    settings = load()
    assert settings["SHARED_CACHE_SECONDS"] == settings["SHARED_CACHE_STALE_SECONDS"] == 0
    assert settings["PURGED_CACHES"] == {}


def test_what_is_withdrawn_can_be_kept_for_longer_where_it_is_purged(load):
    two = "front=ban+http://127.0.0.1:6081  cdn=fastly://hemligt@SU1Z"
    settings = load(PURGED_CACHES=two, SHARED_CACHE_SECONDS="200", SHARED_CACHE_STALE_SECONDS="100")
    assert settings["PURGED_CACHES"]["cdn"]["ADDRESS"] == "fastly://hemligt@SU1Z"
    assert settings["PURGED_CACHES"]["front"]["BACKEND"].endswith(".BanBackend")
    with pytest.raises(SettingRefused, match="SHARED_CACHE_STALE_SECONDS may be 0 to 100"):
        load(PURGED_CACHES=two, SHARED_CACHE_SECONDS="200", SHARED_CACHE_STALE_SECONDS="101")
    with pytest.raises(SettingRefused, match="SHARED_CACHE_STALE_SECONDS may be 0 to 5"):
        load(SHARED_CACHE_SECONDS="5", SHARED_CACHE_STALE_SECONDS="6")


def test_every_purging_class_is_there(load):
    for scheme, name in PURGE_BACKENDS.items():
        settings = load(PURGED_CACHES=f"x={scheme}://hemligt@host")
        assert import_string(settings["PURGED_CACHES"]["x"]["BACKEND"]).__name__ == name


def test_search_is_the_database_s_until_an_engine_is_named(load):
    settings = load(SEARCH_URL="https://search.example.se:9200")
    assert (settings["SEARCH_ENGINE"], settings["SEARCH_URL"]) == ("database", "")
    settings = load(
        SEARCH_ENGINE="opensearch", SEARCH_URL="https://a.example.se:9200, https://b.example.se:9200"
    )
    assert settings["SEARCH_ENGINE"] == "opensearch"
    assert settings["SEARCH_URL"] == "https://a.example.se:9200,https://b.example.se:9200"


@pytest.mark.parametrize(
    "address",
    [None, "search.example.se:9200", "https://search.example.se", "https://host:port", "ftp://host:9200"],
)
def test_address_of_an_engine_has_scheme_host_and_port(load, address):
    with pytest.raises(SettingRefused, match=r"^SEARCH_URL .*https://host:9200"):
        load(SEARCH_ENGINE="elasticsearch", SEARCH_URL=address)


def test_address_of_an_engine_holds_no_password(load):
    with pytest.raises(SettingRefused, match="SEARCH_PASSWORD") as refusal:
        load(SEARCH_ENGINE="elasticsearch", SEARCH_URL="https://sok:mycket-hemligt@search.example.se:9200")
    assert "mycket-hemligt" not in str(refusal.value)
