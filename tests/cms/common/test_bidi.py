"""Names and numbers inside sentences that are read from right to left."""

from django.utils import translation

import pytest

from cms.common import bidi


@pytest.mark.parametrize("language", ["ar", "fa", "ckb"])
def test_inside_a_sentence_from_the_right_a_text_stands_alone(language):
    with translation.override(language):
        assert bidi.isolated("Svenska Bostäder") == "\u2068Svenska Bostäder\u2069"
        assert bidi.left_to_right("08-123 45 67") == "\u206608-123 45 67\u2069"
        assert bidi.isolated("") == ""


@pytest.mark.parametrize("language", ["sv", "ti"])
def test_elsewhere_it_is_as_it_was(language):
    with translation.override(language):
        assert bidi.isolated("Svenska Bostäder") == "Svenska Bostäder"
