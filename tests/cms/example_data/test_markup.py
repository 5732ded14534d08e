"""The content's plain text as rich text."""

from __future__ import annotations

import pytest

from cms.example_data.markup import to_html


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("En rad\nsom fortsätter.", "<p>En rad som fortsätter.</p>"),
        ("Ett.\n\nTvå.", "<p>Ett.</p><p>Två.</p>"),
        ("- ett\n- två\n  med mer", "<ul><li>ett</li><li>två med mer</li></ul>"),
        ("- **Ljus:** mer - och bättre", "<ul><li><b>Ljus:</b> mer - och bättre</li></ul>"),
        ('1 < 2 & "så"', '<p>1 &lt; 2 &amp; "så"</p>'),
        ("", ""),
    ],
)
def test_text_becomes_html(text: str, html: str) -> None:
    """Paragraphs, lists and bold; everything else is text."""
    assert to_html(text) == html
