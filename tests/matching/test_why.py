"""Why two people fit: phrases cut exactly as they were written, near to what the other wrote; and what differs."""

from __future__ import annotations

from matching.why import LONGEST, MOST_WORDS, cut, phrases, shared
from tests.fakes.embedder import FakeEmbedder

TEXT = "We count night falls, mostly on paper; nobody sees the pattern of (late) medicines\nDNA rates rise"


def said(text: str) -> list[str]:
    return [text[start:end] for start, end in phrases(text)]


def test_a_phrase_names_something_and_stays_within_its_clause() -> None:
    assert said(TEXT) == [
        "count night falls",
        "paper",
        "pattern",
        "late",
        "medicines",
        "DNA rates rise",
    ]


def test_a_long_run_of_words_is_cut_to_phrases_of_five() -> None:
    found = said("adult social care workforce planning data standards")

    assert {len(each.split()) for each in found} == {LONGEST}
    assert (found[0], found[-1]) == ("adult social care workforce planning", "care workforce planning data standards")


def test_what_is_shared_is_shown_as_it_was_written_the_nearest_first() -> None:
    encode = FakeEmbedder().encode
    found = shared("falls at night", ["beds in winter", TEXT], encode)

    assert [(each.text, each.words) for each in found] == [(1, "night falls")]
    assert TEXT[found[0].start : found[0].end] == "night falls"
    assert found[0].cosine > 0.99


def test_nothing_is_shared_with_what_has_nothing_in_common() -> None:
    encode = FakeEmbedder().encode

    assert shared("wound photographs", [TEXT], encode) == []
    assert shared("  ", [TEXT], encode) == []
    assert shared("falls", ["the and of"], encode) == []


def test_what_is_shared_is_never_all_that_somebody_wrote() -> None:
    for text in ("Night falls rise", "ward night falls", "falls night ward beds"):
        found = shared("falls night ward beds rise", [text], FakeEmbedder().encode)
        assert found and text not in [each.words for each in found]
    long = "night falls ward beds rise. ward falls night beds rise. rise beds ward night falls."
    found = shared("falls night ward beds rise", [long], FakeEmbedder().encode)
    assert 0 < sum(len(each.words.split()) for each in found) <= MOST_WORDS


def test_a_text_is_cut_to_the_few_words_that_are_shared() -> None:
    text = "We tried mats against falls at night in our wards, and it took adult social care workforce planning data"

    assert cut(text, ["Fewer falls at night"]) == "falls"
    assert cut(text, ["Data on the social care workforce"]) == "social care workforce planning data"
    assert cut(text, []) == "tried mats"
    assert cut("of the and", [text]) == ""


def test_the_same_words_are_not_shown_twice_and_phrases_do_not_overlap() -> None:
    found = shared("night falls", ["night falls. Night falls. falls"], FakeEmbedder().encode)

    assert [each.words for each in found] == ["night falls", "falls"]
