"""Which edition a page shows, and where it differs: page by page, as sites really set our texts."""

from __future__ import annotations

import pytest

from pressroom.copies.comparing import Found, PageWords, compare
from pressroom.copies.editions import read_printed
from pressroom.copies.reading import read_page
from tests.factories.pressroom_copies import SENTENCES, SUMMARY, TITLE, html_of, make_page, make_text

FIRST = make_text()
CORRECTED = (SENTENCES[0].replace("maj", "juni"), *SENTENCES[1:])
SECOND = {**make_text(sentences=CORRECTED), "id": FIRST["id"], "key": FIRST["key"]}
EDITIONS = [read_printed(2, SECOND), read_printed(1, FIRST)]


def found_on(page: bytes | str, editions=EDITIONS) -> Found | None:
    body = page if isinstance(page, bytes) else make_page(page)
    return compare(PageWords(read_page(body, "text/html; charset=utf-8").words), editions)


def told(found: Found | None) -> list[str]:
    """Return the differences, each as text with -removed- and +added+."""
    marks = {"same": "{}", "removed": "[-{}-]", "added": "[+{}+]"}
    assert found is not None
    return ["".join(marks[piece.kind].format(piece.text) for piece in pieces) for pieces in found.passages]


def paragraphs(*texts: str) -> str:
    return "".join(f"<p>{text}</p>" for text in texts)


def test_the_whole_text_amid_menus_banners_and_footers_is_the_current_edition():
    assert found_on(html_of(SECOND)) == Found(2, is_exact=True, is_part=False, passages=())


def test_how_a_site_sets_it_does_not_matter():
    page = f"""<h2>{TITLE.upper()}</h2><div><b>{SUMMARY[:20]}</b>{SUMMARY[20:]}<br>
    {CORRECTED[0].replace("Kvarnbyplan", "Kvarn&shy;by&shy;plan")} {CORRECTED[1].replace(" ", "&nbsp;")}</div>
    <blockquote>”{CORRECTED[2]}”<span class="sr-only">Citatet är slut och något annat börjar</span></blockquote>"""
    assert found_on(page) == Found(2, is_exact=True, is_part=False, passages=())


def test_an_earlier_edition_is_named_with_what_has_changed_since():
    found = found_on(html_of(FIRST))
    assert found is not None
    assert (found.number, found.is_exact) == (1, True)
    [passage] = told(found)
    assert "klar i [-juni.-][+maj.+]" in passage


@pytest.mark.parametrize(
    "quoted",
    [
        paragraphs(SENTENCES[1]),
        paragraphs(SUMMARY, "Läs hela texten hos samverkan."),
        paragraphs(f"Så här skriver de: ”{SENTENCES[2]}”"),
        paragraphs("Arbetet görs nattetid, så att butikerna kan …", SENTENCES[2]),
        paragraphs("… så att butikerna kan hålla öppet som vanligt.", SENTENCES[2]),
    ],
)
def test_a_shortened_quotation_is_a_copy_of_what_it_quotes(quoted):
    assert found_on(quoted) == Found(2, is_exact=True, is_part=True, passages=())


def test_a_changed_word_is_an_altered_copy_and_shown():
    altered = SENTENCES[1].replace("nattetid", "dagtid")
    found = found_on(paragraphs(SUMMARY, CORRECTED[0], altered, SENTENCES[2]))
    assert found is not None
    assert (found.number, found.is_exact) == (2, False)
    assert told(found) == [
        "Arbetet görs [-nattetid,-][+dagtid,+] så att butikerna kan hålla öppet som vanligt."
    ]


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        ("kan hålla öppet", "kan inte hålla öppet"),
        ("så att butikerna kan hålla öppet som vanligt", "så att butikerna kan hålla öppet"),
        ("två veckor", "2 veckor"),
    ],
)
def test_a_word_put_in_or_left_out_is_an_alteration(ours, theirs):
    changed = [sentence.replace(ours, theirs) for sentence in CORRECTED]
    found = found_on(paragraphs(SUMMARY, *changed))
    assert found is not None
    assert not found.is_exact
    assert len(found.passages) == 1


def test_an_earlier_edition_that_was_altered_is_altered():
    changed = SENTENCES[2].replace("två veckor", "en vecka")
    found = found_on(paragraphs(SUMMARY, SENTENCES[0], SENTENCES[1], changed))
    assert found is not None
    assert (found.number, found.is_exact) == (1, False)
    assert len(found.passages) == 2


def test_a_sentence_cut_without_a_sign_is_an_alteration_when_most_of_it_is_there():
    cut = "De boende får ett brev hem i brevlådan två veckor."
    found = found_on(paragraphs(SUMMARY, cut))
    assert found is not None
    assert not found.is_exact


def test_a_new_last_sentence_makes_the_copy_without_it_an_earlier_one():
    longer = read_printed(
        2, make_text(sentences=(*SENTENCES, "Ring kommunens växel om du har frågor om det."))
    )
    found = found_on(html_of(FIRST), [longer, read_printed(1, FIRST)])
    assert found is not None
    assert (found.number, found.is_exact) == (1, True)
    assert told(found) == ["[-Ring kommunens växel om du har frågor om det.-]"]


def test_a_sentence_that_was_taken_away_makes_the_copy_with_it_an_earlier_one():
    shorter = read_printed(2, make_text(sentences=SENTENCES[:2]))
    found = found_on(html_of(FIRST), [shorter, read_printed(1, FIRST)])
    assert found is not None
    assert found.number == 1
    assert told(found) == [f"[+{SENTENCES[2]}+]"]


@pytest.mark.parametrize(
    "page",
    [
        "<p>En helt annan text om helt andra saker än lyktor och torg i stadsdelen.</p>",
        f"<h2>Nyheter</h2><ul><li>{TITLE}</li></ul>",
        paragraphs("Belysningen byts", "och blir klar", "som vanligt"),
        "",
    ],
)
def test_what_is_not_there_is_not_found(page):
    assert found_on(page) is None


ARABIC = make_text(
    title="ساحة كفارنبي تحصل على مصابيح جديدة",
    summary="ستجعل المصابيح الجديدة الساحة أكثر أمانًا لجميع من يتنقلون فيها.",
    sentences=("يتم استبدال الإضاءة في الساحة خلال فصل الربيع وتنتهي الأعمال في مايو.",),
    language="ar",
)


def test_right_to_left_text_is_compared_like_any_other():
    editions = [read_printed(1, ARABIC)]
    page = make_page(html_of(ARABIC), language="ar", direction="rtl")
    assert found_on(page, editions) == Found(1, is_exact=True, is_part=False, passages=())
    altered = found_on(page.replace("مايو".encode(), "\u200fيونيو".encode()), editions)
    assert altered is not None
    assert not altered.is_exact
    assert "[-مايو.-][+\u200fيونيو.+]" in told(altered)[0]


def test_what_is_told_is_bounded():
    many = [
        f"Mening nummer {number} handlar om lykta {number} på torget i kvarteret." for number in range(60)
    ]
    ours = read_printed(1, make_text(sentences=many))
    found = found_on(paragraphs(*(text.replace("torget", "gatan") for text in many)), [ours])
    assert found is not None
    assert len(found.passages) == 8
    long = read_printed(1, make_text(sentences=[f"{'ord ' * 500}slut"]))
    cut = found_on(paragraphs(f"{'ord ' * 500}utan"), [long])
    assert cut is not None
    assert sum(len(piece.text) for piece in cut.passages[0]) < 700
