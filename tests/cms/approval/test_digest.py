"""What a signature is bound to: every language's payload and the release time, and nothing less."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

from cms.approval.digest import version_digest
from cms.common.digests import sha256_hex

SV, EN = "1" * 64, "2" * 64
AT = dt.datetime(2027, 3, 3, 8, 0, tzinfo=dt.UTC)


def test_is_that_of_the_languages_and_the_time_as_canonical_json() -> None:
    """Written out, so that a signature given today can be checked in ten years."""
    languages = f'"languages":{{"en":"{EN}","sv":"{SV}"}}'
    timed = f'{{{languages},"release_at":"2027-03-03T08:00:00.000Z"}}'
    assert version_digest({"sv": SV, "en": EN}, AT) == sha256_hex(timed.encode())
    assert version_digest({"en": EN, "sv": SV}, None) == sha256_hex(
        f'{{{languages},"release_at":null}}'.encode()
    )


def test_every_part_counts() -> None:
    versions = [
        version_digest({"sv": SV}, None),
        version_digest({"sv": EN}, None),
        version_digest({"en": SV}, None),
        version_digest({"sv": SV, "en": EN}, None),
        version_digest({"sv": EN, "en": SV}, None),
        version_digest({"sv": SV}, AT),
        version_digest({"sv": SV}, AT + dt.timedelta(minutes=1)),
    ]
    assert len(set(versions)) == len(versions)


def test_the_same_instant_in_another_zone_is_the_same() -> None:
    stockholm = AT.astimezone(ZoneInfo("Europe/Stockholm"))
    assert version_digest({"sv": SV}, stockholm) == version_digest({"sv": SV}, AT)
