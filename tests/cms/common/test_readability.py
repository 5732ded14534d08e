"""How hard a Swedish text is to read."""

import pytest

from cms.common import readability

EASY = "Gården har öppet i dag. Alla får komma. Vi äter mat på torsdag. Det kostar inget. " * 3
HARD = (
    "Stadsdelsförvaltningens trygghetsskapande verksamhetsplanering förutsätter myndighetsgemensamma "
    "prioriteringar beträffande brottsförebyggande insatser. " * 6
)


def test_lix_is_words_in_a_sentence_and_the_share_of_long_words():
    # 48 words in 12 sentences, none longer than six letters but "torsdag" (3 times).
    assert readability.read(EASY).lix == round(len(EASY.split()) / 12 + 100 * 3 / len(EASY.split()))
    assert readability.read(HARD).lix > readability.HARD_LIX
    assert readability.read("Gården har öppet.").lix is None


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("ord " * 25 + "slut.", 1),
        ("ord " * 24 + "slut.", 0),
        ("ord " * 15 + "kl. 23 " + "ord " * 12 + "slut.", 1),
        ("ord " * 15 + "t.ex. Kista " + "ord " * 12 + "slut.", 1),
        ("ord " * 15 + "slut. Nytt " + "ord " * 15 + "slut.", 0),
        ("ord " * 15 + "\n" + "ord " * 15, 0),
        ("", 0),
    ],
)
def test_long_sentences(text, count):
    assert len(readability.read(text).long_sentences) == count


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("EST samverkar med BRÅ. EST igen.", ("EST", "BRÅ")),
        ("Brottsförebyggande rådet (BRÅ) och BRÅ igen.", ()),
        ("EST (effektiv samordning för trygghet) i Järva.", ()),
        ("Skicka SMS eller läs en PDF. Ring 112. A4 och B.", ()),
        ("Se TV4 och LPO-chefen.", ("TV4", "LPO")),
    ],
)
def test_abbreviations_without_their_meaning(text, found):
    assert readability.read(text).abbreviations == found
