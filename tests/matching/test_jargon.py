"""Terms are found as people write them, told apart by what stands around them, and written out once."""

from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from matching.jargon import Entry, Glossary

GLOSSARY = Glossary.load()


@pytest.mark.parametrize(
    ("text", "expanded"),
    [
        ("DNA rates in clinic are up", "DNA (did not attend) rates in clinic are up"),
        ("We sequence tumour DNA", "We sequence tumour DNA (deoxyribonucleic acid)"),
        ("SALT for stroke", "SALT (speech and language therapy) for stroke"),
        ("Her PA left, the direct payment stays", "Her PA (personal assistant) left, the direct payment stays"),
        ("A PA in the GP surgery, says the GMC", "A PA (physician associate) in the GP surgery, says the GMC"),
        ("Staff enter it through the API", "Staff enter it through the API (application programming interface)"),
    ],
)
def test_what_stands_around_a_term_decides_its_sense(text: str, expanded: str) -> None:
    only = Glossary(entry for entry in GLOSSARY.entries if entry.term in ("DNA", "SALT", "PA", "API"))

    assert only.expand(text) == expanded


@pytest.mark.parametrize(
    "text",
    [
        "it is what it is, or so we are told",
        "too much salt and sugar",
        "he ate his meat in the right place and felt safer",
        "Salt raises blood pressure, so eat less of it",
        "There is no place like it",
        "Us and them: who can we ask, as it may be all we do?",
        "DO IT NOW OR ELSE, SAYS THE SIGN IN ALL THE ROOMS",
        "",
    ],
)
def test_ordinary_words_are_left_alone(text: str) -> None:
    acronyms = Glossary(entry for entry in GLOSSARY.entries if entry.term.isupper() or entry.term in ("place", "SALT"))

    assert acronyms.expand(text) == text


@pytest.mark.parametrize(
    ("text", "expanded"),
    [
        ("ICBs differ", "ICBs (integrated care board) differ"),
        ("our ICB's plan", "our ICB's (integrated care board) plan"),
        ("our ICB\u2019s plan", "our ICB\u2019s (integrated care board) plan"),
        ("camhs waits", "camhs (child and adolescent mental health services) waits"),
        ("Dols backlog", "Dols (deprivation of liberty safeguards) backlog"),
        ("dna rates at the clinic", "dna (did not attend) rates at the clinic"),
        ("he DNA'd", "he DNA'd (did not attend)"),
        ("DNAing patients", "DNAing (did not attend) patients"),
        ("delayed discharges", "delayed discharges (delayed transfer of care)"),
        ("Domiciliary-care visits", "Domiciliary-care (home care) visits"),
        ("A&E is full", "A&E (accident and emergency) is full"),
        (
            "WHY ARE THE CAMHS WAITS SO LONG",
            "WHY ARE THE CAMHS (child and adolescent mental health services) WAITS SO LONG",
        ),
    ],
)
def test_terms_are_found_however_they_are_written(text: str, expanded: str) -> None:
    assert GLOSSARY.expand(text) == expanded


@pytest.mark.parametrize(
    "text",
    [
        "DNA (did not attend) and DNA again",
        "Patients who did not attend: our DNA rate at the clinic",
        "home care is domiciliary care",
    ],
)
def test_what_is_explained_already_is_not_explained_again(text: str) -> None:
    only = Glossary(entry for entry in GLOSSARY.entries if entry.term in ("DNA", "home care", "domiciliary care"))

    assert only.expand(text) == text


def test_a_term_is_explained_at_its_first_mention_only() -> None:
    assert GLOSSARY.expand("CAMHS, CAMHS, camhs").count("(") == 1


def test_two_senses_of_one_term_in_one_text_are_both_explained() -> None:
    between = "and then nothing of note happened for many days " * 6

    expanded = GLOSSARY.expand(f"DNA in clinic {between} tumour DNA")

    assert "DNA (did not attend) in clinic" in expanded
    assert expanded.endswith("tumour DNA (deoxyribonucleic acid)")


def test_meanings_come_in_the_order_in_which_they_fit() -> None:
    assert [entry.expansion for entry in GLOSSARY.meanings("dna", "genes in a tumour")] == [
        "deoxyribonucleic acid",
        "did not attend",
    ]
    assert GLOSSARY.meanings("DNA")[0].expansion == "did not attend"
    assert GLOSSARY.meanings("Integrated care boards")[0].term == "ICB"
    assert GLOSSARY.meanings("xyzzy") == []
    assert GLOSSARY.meanings("") == []


def test_a_communitys_own_entries_win_over_the_glossary() -> None:
    own = Entry("DNA", "district nurses' alliance", "A local group of nurses.")

    glossary = Glossary.load([own])

    assert glossary.meanings("DNA")[0] == own
    assert glossary.expand("The DNA meets") == "The DNA (district nurses' alliance) meets"


def test_terms_are_told_with_their_places() -> None:
    text = "Our ICB and CAMHS"

    assert [(text[one.start : one.end], one.entry.term) for one in GLOSSARY.terms_in(text)] == [
        ("ICB", "ICB"),
        ("CAMHS", "CAMHS"),
    ]


def test_the_longest_term_wins() -> None:
    assert [one.entry.term for one in GLOSSARY.terms_in("GP Connect")] == ["GP Connect"]


def test_an_encoder_decides_where_context_words_do_not() -> None:
    asked: list[str] = []

    def encode(texts: Sequence[str]) -> NDArray[np.float32]:
        asked.extend(texts)
        molecular = ["helix" in text or "deoxyribonucleic" in text for text in texts]
        return np.array([[1.0, 0.0] if one else [0.0, 1.0] for one in molecular], dtype=np.float32)

    assert GLOSSARY.expand("The double helix of DNA", encode) == "The double helix of DNA (deoxyribonucleic acid)"
    assert GLOSSARY.meanings("DNA", "double helix", encode)[0].expansion == "deoxyribonucleic acid"
    asked.clear()
    assert "did not attend" in GLOSSARY.expand("The clinic's DNA helix", encode)
    assert asked == []


@pytest.mark.parametrize("unit", ["DNA ", "&/+", "no criteria to ", "A&", "s", "\u0130", "PA's ", "(", "\ud83d\ude00"])
def test_long_hostile_texts_lose_nothing(unit: str) -> None:
    text = unit * (100_000 // len(unit))

    expanded = GLOSSARY.expand(text)

    assert expanded.replace(" (did not attend)", "").replace(" (personal assistant)", "") == text


@given(st.text(max_size=300))
def test_expanding_only_ever_adds(text: str) -> None:
    kept = iter(GLOSSARY.expand(text))

    assert all(letter in kept for letter in text)


def test_work_grows_no_faster_than_the_text() -> None:
    """Counted in looks into the glossary, which cost the time: four times the text, four times the looks."""

    def looks(length: int) -> int:
        glossary, count = Glossary(Glossary.load().entries[:50]), 0
        inner = glossary._matches

        def counted(*given: object) -> object:
            nonlocal count
            count += 1
            return inner(*given)  # type: ignore[arg-type]

        glossary._matches = counted  # type: ignore[method-assign, assignment]
        glossary.expand("no criteria to " * length)
        return count

    assert looks(4_000) <= 4 * looks(1_000) + 4


def test_for_a_model_acronyms_give_way_to_what_they_mean() -> None:
    assert GLOSSARY.plain("Our DNA rates are up, DNA and DNA") == (
        "Our did not attend rates are up, did not attend and did not attend "
        "A patient missed a booked appointment without telling the service."
    )
    assert GLOSSARY.plain("it is what it is") == "it is what it is"
    assert GLOSSARY.plain("home care and vendors in the NHS") == "home care and vendors in the NHS"
