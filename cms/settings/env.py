"""The one reader of environment variables.

Only the settings modules use it; everything else reads `settings.X`. Each variable has a row in docs/settings.md
(checked by tests/architecture/test_settings_table.py). The methods of `Environment` return a value that is safe to
use, or raise `SettingRefused` with one sentence: which variable, what is wrong, what to do.
"""

from __future__ import annotations

import ipaddress
import re
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

import environ

from cms.common.signing import MalformedKeyError, read_private_key

#: What Django's own start-up check asks of a key (security.W009).
SECRET_KEY_LENGTH = 50
SECRET_KEY_CHARACTERS = 10

#: How long shared caches may answer without asking, in seconds: unpurged, and purged (a purge may get lost).
UNPURGED_SECONDS = 10
PURGED_SECONDS = 300
#: The class that purges a cache (pressroom/purging/backends.py), by the scheme of its address.
PURGE_BACKENDS = {
    "ban+http": "BanBackend",
    "ban+https": "BanBackend",
    "refresh+http": "RefreshBackend",
    "refresh+https": "RefreshBackend",
    "fastly": "FastlyBackend",
    "cloudflare": "CloudflareBackend",
}


class SettingRefused(ImproperlyConfigured):
    """A variable that is missing or unsafe. The text is one sentence for the person who starts the product."""


class Environment(environ.Env):
    """Environment variables with the checks that production needs."""

    def get_value(self, var: str, *args: Any, **kwargs: Any) -> Any:
        """Read one variable; a value of the wrong form is refused by name instead of with a traceback."""
        try:
            return super().get_value(var, *args, **kwargs)
        except (ValueError, TypeError) as error:
            raise SettingRefused(f"{var} has a value that cannot be read: {error}.") from error

    def needed(self, name: str, *, remedy: str) -> str:
        """Return a text that must not be missing or empty; `remedy` says what to set it to."""
        value = str(self.str(name, "")).strip()
        if not value:
            raise SettingRefused(f"{name} is missing: {remedy}.")
        return value

    def secret_key(self, name: str) -> str:
        """Return a key that is long and varied enough to sign sessions with."""
        remedy = "set it to at least 50 random characters that no other installation uses"
        value = self.needed(name, remedy=remedy)
        if (
            len(value) < SECRET_KEY_LENGTH
            or len(set(value)) < SECRET_KEY_CHARACTERS
            or "development" in value
        ):
            raise SettingRefused(f"{name} is too easy to guess: {remedy}.")
        return value

    def signing_keys(self, name: str) -> list[str]:
        """Return the private keys that editions are signed with; none is a matter for the check cms.E003."""
        keys = [key.strip() for key in self.list(name, default=[]) if key.strip()]
        for key in keys:
            try:
                read_private_key(key)
            except MalformedKeyError as error:
                raise SettingRefused(
                    f"{name} holds something that is no private key, for {error}: make one with "
                    "`manage.py proof_keys new --settings cms.settings.development`."
                ) from error
        return keys

    def postgresql(self, name: str) -> dict[str, Any]:
        """Return Django's settings of a PostgreSQL connection; SQLite is the embedded default only."""
        remedy = "set it to postgres://user:password@host:5432/database"
        if urlsplit(self.needed(name, remedy=remedy)).scheme not in {"postgres", "postgresql"}:
            raise SettingRefused(f"{name} is not an address of a PostgreSQL database: {remedy}.")
        database: dict[str, Any] = self.db(name)
        if not database.get("NAME"):
            raise SettingRefused(f"{name} names no database: {remedy}.")
        return database

    def hosts(self, name: str) -> list[str]:
        """Return the host names that the product answers to; never all of them."""
        remedy = "list the host names that lead here, separated by commas, for example press.example.se"
        self.needed(name, remedy=remedy)
        names = [host.strip() for host in self.list(name) if host.strip()]
        if any(host in {"*", "."} for host in names) or not names:
            raise SettingRefused(f"{name} would accept any host name: {remedy}.")
        return names

    def https_address(self, name: str) -> str:
        """Return an https address of a host by name, without a trailing slash, path or query."""
        remedy = "set it to the address that the public types, for example https://press.example.se"
        value = self.needed(name, remedy=remedy).rstrip("/")
        parts = urlsplit(value)
        if parts.scheme != "https":
            raise SettingRefused(f"{name} does not begin with https://: {remedy}.")
        if not parts.hostname or parts.path or parts.query or parts.fragment or parts.username:
            raise SettingRefused(f"{name} is more or less than scheme and host: {remedy}.")
        if parts.hostname == "localhost" or _is_address(parts.hostname):
            raise SettingRefused(f"{name} leads to this machine only: {remedy}.")
        return value

    def directory(self, name: str, *, remedy: str) -> Path:
        """Return an absolute path, which must not lie inside the code."""
        path = Path(self.needed(name, remedy=remedy))
        code = Path(__file__).resolve().parents[2]
        if not path.is_absolute():
            raise SettingRefused(f"{name} is not an absolute path: {remedy}.")
        if path.resolve().is_relative_to(code):
            raise SettingRefused(f"{name} lies inside the code, where an upgrade may remove it: {remedy}.")
        return path

    def redis(self, name: str) -> str:
        """Return the address of a Redis server."""
        remedy = "set it to redis://host:6379/0 or rediss://..."
        value = self.needed(name, remedy=remedy)
        if urlsplit(value).scheme not in {"redis", "rediss", "unix"}:
            raise SettingRefused(f"{name} is not an address of a Redis server: {remedy}.")
        return value

    def engine_address(self, name: str) -> str:
        """Return addresses of the nodes of a search engine, separated by commas."""
        remedy = "set it to https://host:9200, or to several separated by commas"
        addresses = [address.strip() for address in self.needed(name, remedy=remedy).split(",")]
        for address in addresses:
            try:
                parts = urlsplit(address)
                is_whole = parts.scheme in {"http", "https"} and parts.hostname and parts.port
            except ValueError:  # a port that is no number
                is_whole = False
            if not is_whole:
                raise SettingRefused(f"{name} has an address without scheme, host or port: {remedy}.")
            if parts.username or parts.password:
                raise SettingRefused(
                    f"{name} holds a password, which would be shown in messages: "
                    "move it to SEARCH_USER and SEARCH_PASSWORD, or use SEARCH_API_KEY."
                )
        return ",".join(addresses)

    def index_name(self, name: str, *, default: str) -> str:
        """Return a name that engines accept for an index and that no pattern can be made of."""
        value = str(self.str(name, default)).strip()
        if not re.fullmatch(r"[a-z][a-z0-9_]{0,60}", value):
            raise SettingRefused(f"{name} is no name of an index: use small letters, digits and underscores.")
        return value

    def certificate(self, name: str) -> str:
        """Return the path of a file with certificates, or an empty text."""
        value = str(self.str(name, "")).strip()
        if value and not Path(value).is_file():
            raise SettingRefused(f"{name} names no file: set it to the engine's CA certificate in PEM form.")
        return value

    def smtp(self, name: str) -> dict[str, Any]:
        """Return Django's EMAIL_* settings of an SMTP server."""
        remedy = "set it to smtp+tls://user:password@host:587 (or smtp+ssl://, smtp:// on a private network)"
        scheme = urlsplit(self.needed(name, remedy=remedy)).scheme
        if scheme not in {"smtp", "smtps", "smtp+tls", "smtp+ssl"}:
            raise SettingRefused(f"{name} is not an address of an SMTP server: {remedy}.")
        mail: dict[str, Any] = self.email_url(name)
        return mail

    def said(self, name: str, *, remedy: str) -> bool:
        """Return a yes or no that must be said, because either guess could be unsafe."""
        value = self.needed(name, remedy=remedy).lower()
        if value not in {"true", "false"}:
            raise SettingRefused(f"{name} is neither true nor false: {remedy}.")
        return value == "true"

    def one_of(self, name: str, *, choices: tuple[str, ...]) -> str:
        """Return one of `choices`; the first is the default."""
        value = str(self.str(name, choices[0]))
        if value not in choices:
            raise SettingRefused(f"{name} is {value!r}: set it to one of {', '.join(choices)}.")
        return value

    def some_of(self, name: str, *, choices: tuple[str, ...]) -> list[str]:
        """Return those of `choices` that are listed, separated by commas; none by default."""
        values = [value.strip() for value in self.list(name, default=[]) if value.strip()]
        for value in values:
            if value not in choices:
                raise SettingRefused(f"{name} has {value!r} in it: it may list {', '.join(choices)}.")
        return values

    def hub(self, name: str) -> str:
        """Return a WebSub hub: `own`, the https address of another, or an empty text for `none`."""
        value = str(self.str(name, "own")).strip()
        if value in ("own", "none"):
            return "" if value == "none" else value
        parts = urlsplit(value)
        if parts.scheme != "https" or not parts.hostname:
            raise SettingRefused(
                f"{name} is no hub: set it to own, to none, or to the https address of another hub."
            )
        return value

    def cache_seconds(self, name: str, *, most: int) -> int:
        """Return for how long shared caches may answer by themselves: a withdrawn text can be shown for so long."""
        value = int(self.int(name, 0))
        if not 0 <= value <= most:
            raise SettingRefused(
                f"{name} may be 0 to {most} here: with SHARED_CACHE_SECONDS and SHARED_CACHE_STALE_SECONDS together a "
                f"withdrawn text can be shown for {UNPURGED_SECONDS} seconds at most, or for {PURGED_SECONDS} when "
                "PURGED_CACHES names the cache."
            )
        return value

    def purged_caches(self, name: str) -> dict[str, dict[str, Any]]:
        """Return the caches to purge, by name: `NAME=SCHEME://...`, separated by blanks. See docs/operations.md."""
        caches: dict[str, dict[str, Any]] = {}
        for entry in str(self.str(name, "")).split():
            label, _equals, address = entry.partition("=")
            parts = urlsplit(address)
            backend = PURGE_BACKENDS.get(parts.scheme)
            if not label.isidentifier() or backend is None or not parts.hostname or label in caches:
                raise SettingRefused(
                    f"{name} has an entry that can't be read: write NAME=SCHEME://HOST with a scheme of "
                    f"{', '.join(PURGE_BACKENDS)} and each name once."
                )
            caches[label] = {"BACKEND": f"pressroom.purging.backends.{backend}", "ADDRESS": address}
        return caches


def _is_address(host: str) -> bool:
    """Say whether `host` is a number rather than a name."""
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True


env = Environment()
