"""Content lines: folded so that every reader puts them together again."""

from __future__ import annotations

import icalendar
from hypothesis import example, given
from hypothesis import strategies as st

from pressroom.feeds.content_lines import text, written

#: No control character but the line feed, as announcements.py makes them.
TEXT = st.text(st.one_of(st.characters(exclude_categories=["Cc", "Cs"]), st.just("\n")), max_size=300)


@given(TEXT)
@example("å" * 200)
@example("🏳️‍🌈" * 40)
@example("a\\n;,\\,\n\\\\n")
def test_every_text_comes_back_and_no_line_is_too_long(value):
    document = written(["BEGIN:VEVENT", f"SUMMARY:{text(value)}", "END:VEVENT"])
    assert document.endswith(b"\r\n")
    lines = document.split(b"\r\n")[:-1]
    assert max(map(len, lines)) <= 75
    assert all(line.startswith(b" ") for line in lines[2:-1])
    for line in lines:
        line.decode()  # no character is cut in two
    assert str(icalendar.Event.from_ical(document)["summary"]) == value
