"""What may tell of a patient is found however it is written, and ordinary talk is left alone."""

from __future__ import annotations

from functools import cache

import pytest

from adapters.contract.content import (
    Content,
    Emoji,
    Excerpt,
    Link,
    Mention,
    MentionKind,
    Paragraph,
    Span,
    Style,
    Styled,
    Text,
)
from adapters.contract.content import Timestamp as Moment
from benchmarks import guard, harmless, patients
from bot.patients import births, numbers
from bot.patients.screening import Kind, mask, screened, words_in, words_of

YEAR = 2026
NUMBER = "9990000018"


@cache
def rows() -> dict[str, guard.Row]:
    """The small set's measurements by their names: taken when they are asked for, not by each process that collects."""
    return {row.name: row for row in guard.rows(20)}


def test_each_measurement_has_its_test() -> None:
    assert tuple(rows()) == guard.NAMES


@pytest.mark.parametrize("name", guard.NAMES, ids=str.strip)
def test_the_guard_meets_its_aims_on_a_small_set(name: str) -> None:
    row = rows()[name]
    assert row.well, row.cells()


def test_the_small_set_is_large_enough_to_tell() -> None:
    of = {name: row.of for name, row in rows().items()}

    assert of["numbers, all forms and places"] >= 800
    assert of["harmless lines"] >= 5_000
    assert of["our event posts"] >= 500


def test_no_number_is_hidden_by_what_stands_beside_it() -> None:
    texts = list(patients.with_followers(7_000, seed=12))

    assert [text for _, text in texts if not screened(text, year=YEAR)] == []


def test_the_plain_rule_finds_a_quarter_of_the_twelve_forms() -> None:
    row = rows()["  the first 12 forms"]

    assert 0.2 < row.plain / row.of < 0.26


@pytest.mark.parametrize(
    "text",
    [
        "\u0669\u0669\u0669 \u0660\u0660\u0660 \u0660\u0660\u0661\u0668",
        "+44 7700 900123 999 000 0018",
        "Smith9990000018.pdf",
        "NHS number is 123 456 7890",  # mistyped, but said to be one
        "see https://example.org/?nhs_no=9990000018",
        "bed 6 999 000 0018",
        "(999) 000-0018",
        "9990000018, please",
        "999\x00000\x070018",
        "99\u202e9 000\u034f 00\ud80018",
        "9\ufe0f\u20e39\ufe0f\u20e39\ufe0f\u20e30000018",  # keys with digits, as emoji
        "999\u3164000\u28000018",
        "999 00 00 018",
        "999.00.00.018",
        "O999000001 8",
        "Bed9990000018",
        "bed9990000018",
        "A9990000018",
        "Going home: 999 000 0018 07700 900123",
        "Bed 4: 999 000 0018 12.03.1950",
        "999 000 0018 999 000 0018",
        "NHS number 999 000 0018 12.03.1950",
        "pt 999 000 0018 07700 900123",
        "999-000-0018 12-03-1950",
        "999 000\n0018 07700 900123",
        "0113 496 0018 999 000 0018",  # a phone's last digits are no country's
        "+353 1 234567 999 000 0018",
        "4,9990000018,12.03.1950",
        "9990000018.12.03.1950",
        "NHS no 999#000#0018 07700 900123",
        "999          000\u2003\t\u2003\t 0018",
        "9\u03329\u03329\u03320\u03320\u03320\u03320\u03320\u03321\u03328\u0332",
        "999\U000e0101000\u17b4\u17b50018",
        "999\u2065000\U000e00800018",
        "\u277e\u277e\u277e\u24ff\u24ff\u24ff\u24ff\u24ff\u2776\u277d",  # white on black
    ],
)
def test_a_number_is_found(text: str) -> None:
    assert screened(text, year=YEAR) == [Kind.NHS_NUMBER]


@pytest.mark.parametrize(
    "text",
    [
        "999 000 0019",  # a wrong check digit
        "99 900 000 18 1",
        "0.9990000018",
        "1-999-000-0018",
        "9990000018.123456",
        "https://example.org/9990000018",
        "Meeting ID: 999 000 0018",
        "£999,000,0018",
        "12345678901234567890",
        "deadbeef9990000018",
        "999 000 001 and 8",
        "999 00-00 018",  # neither usual groups nor one sign between them
        "12 999 00 00 018 14",  # a row of figures
        "999#000#0018",
        "uuid 12345678-abcd-abcd-abcd-ab9990000018",
        "Room 999\n0000-01-8-2",
        "Ring 001 999-000-0018",
        "Desk 4\n0044 7700 900123",
    ],
)
def test_what_only_looks_like_one_is_left_alone(text: str) -> None:
    assert screened(text, year=YEAR) == []


@pytest.mark.parametrize(
    "text",
    [
        "NHS no 999+000+0018",
        "NHS number 999#000#0018",
        "NHS number =999=000=0018",
        "NHS number 999 and 000 and 0018",
        "NHS number\n9+9+9+0+0+0+0+0+1+8",
        "patient <999> <000> <0018> NHS number",
        "our patient <999> <000> <0018>",
        "NHS no +999 000 0018",  # like a phone's
        "NHS no 999 +000 0018",
        "NHS no: <@9990000018>",  # like a mention
        "CHI 999#000#0018",
        "NHS no 999#000#0019",  # mistyped, but said to be one
        "NHS number: https://x.example/p/9990000018",
        "NHS number: https://zoom.us/j/9990000018",
        "https://x.example/a/999%20000%200018.pdf is our patient's letter",
        f"see record http://x.example/{'a/' * 100}9990000018",
        "https://x.example/patients/9990000018",
        "www.x.example/p/9990000018",
    ],
)
def test_a_number_beside_words_for_one_is_found_whatever_separates_it_and_in_links(text: str) -> None:
    assert screened(text, year=YEAR) == [Kind.NHS_NUMBER]


@pytest.mark.parametrize(
    "text",
    [
        "patient panel: https://zoom.us/j/9990000018",
        "patient panel, meeting ID 999#000#0018",
        "patient groups #99 <90> #0000 and 18",
        "patient line +44 1999 000001 8",
        "patient https://x.example/a9990000018z",
        "patient https://x.example/9990000019",
        "record: https://x.example/watch?t=9990000018",
        "patient seen 03/12/2026 10:3",
    ],
)
def test_figures_beside_words_for_a_patient_are_left_alone(text: str) -> None:
    assert screened(text, year=YEAR) == []


def test_a_number_cut_over_two_fields_of_a_form_is_found() -> None:
    assert screened(words_in(["Split 999 000", "Tuesday 2pm", "0018 Road"]), year=YEAR) == [Kind.NHS_NUMBER]
    assert screened(words_in(["Split 999\u200b 000:", "Tuesday 2pm", "", "\uff10018 Road"]), year=YEAR)
    assert screened(words_in(["Split 999 000", "Tuesday 2pm", "Road 0018"]), year=YEAR) == []
    assert screened(words_in(["0018 Road", "Tuesday 2pm", "Split 999 000"]), year=YEAR) == []
    assert screened(words_in(["Meetup", "3 January", "90 minutes", "1 High Street, LS1 4AP"]), year=YEAR) == []


def test_where_a_link_leads_is_looked_at_beside_the_words_around_it() -> None:
    def linked(before: str, words: str, url: str, after: str) -> str:
        return words_of(Content((Paragraph((Text(before), Link(url, (Text(words),)), Text(after))),)))

    far = " and so on" * 50
    url = "https://x.example/9990000018"
    assert screened(linked("see ", "record", url, far), year=YEAR) == [Kind.NHS_NUMBER]
    assert screened(linked("NHS number: ", "here", url, far), year=YEAR) == [Kind.NHS_NUMBER]
    assert screened(linked("999 ", "000", "https://x.example", " 0018"), year=YEAR) == [Kind.NHS_NUMBER]
    assert screened(linked("see ", "here", url, far), year=YEAR) == []


def test_who_issues_numbers_decides_where_they_begin() -> None:
    assert [numbers.issued(nine) for nine in ("400000000", "799999999", "320000001", "999000001")] == [True] * 4
    assert [numbers.issued(nine) for nine in ("500000000", "800000000", "315000000", "900000000")] == [False] * 4
    assert not numbers.issued("171200000")  # a Unix time
    assert not numbers.issued("171200000", (2, 2, 2, 4), usual=False)  # a date
    assert numbers.issued("171200000", (6, 4)) and not numbers.issued("171200000", (5, 5))


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("John Smith, DOB 12/03/1954", [Kind.BIRTH_AND_NAME]),
        ("Mrs Jones d.o.b. 12.3.54", [Kind.BIRTH_AND_NAME]),
        ("SMITH, John: date of birth 12031954", [Kind.BIRTH_AND_NAME]),
        ("Born 12 March 1954, LS1 4AP", [Kind.BIRTH_AND_POSTCODE]),
        ("patient Jane Smith of ls1 4ap", [Kind.POSTCODE_AND_NAME]),
        ("my dob is 12/03/1954", []),
        ("Come to LS1 4AP on Tuesday 3 March 2026 and meet Dr Jane Smith", []),
        ("The NHS began on 5 July 1948 under Nye Bevan", []),
        ("M1 2nd floor, since 1 May 1990", []),
    ],
)
def test_births_names_and_postcodes(text: str, kinds: list[Kind]) -> None:
    assert screened(text, year=YEAR) == kinds


def test_a_hospitals_numbers_are_found_in_their_form() -> None:
    form = mask(" rx1 ######")
    assert form == "RX1 ######"
    assert screened("Is RX1204816 free?", [form], year=YEAR) == [Kind.HOSPITAL_NUMBER]
    assert screened("rx1-204816", [form], year=YEAR) == [Kind.HOSPITAL_NUMBER]
    assert screened("xrx1204816 RX1 2048167 RX1 20481", [form], year=YEAR) == []
    assert [mask(bad) for bad in ("", "####", "(#####)+", "#" * 21, "#####*")] == [None] * 5


def test_all_words_of_a_message_are_looked_at_but_not_what_platforms_number() -> None:
    styled = Paragraph((Text("999 "), Styled(Style.BOLD, (Text("000"),)), Text(" 0018")))
    link = Paragraph((Link("https://example.org/?nhs_no=9990000018", (Text("here"),)),))
    moment = Moment(9990000018, fallback=NUMBER)
    strange = Paragraph((Mention(MentionKind.USER, NUMBER, "Ann"), Text(" "), moment))
    assert screened(words_of(Content((styled,))), year=YEAR) == [Kind.NHS_NUMBER]
    assert screened(words_of(Content((link,))), year=YEAR) == [Kind.NHS_NUMBER]
    assert screened(words_of(Content((), reply=Excerpt("Ann", NUMBER))), year=YEAR) == [Kind.NHS_NUMBER]
    assert screened(words_of(Content((strange,))), year=YEAR) == []


def words(*spans: Span) -> str:
    """All words of a message of one line."""
    return words_of(Content((Paragraph(spans),)))


@pytest.mark.parametrize("kind", [MentionKind.USER, MentionKind.CHANNEL, MentionKind.GROUP])
def test_an_id_that_nobody_is_called_is_looked_at_as_a_copy_shows_it(kind: MentionKind) -> None:
    assert screened(words(Text("Bed 4: "), Mention(kind, NUMBER)), year=YEAR) == [Kind.NHS_NUMBER]
    assert screened(words(Mention(kind, "999000"), Text("0018")), year=YEAR) == [Kind.NHS_NUMBER]
    assert screened(words(Mention(kind, "123456789012345678"), Text(NUMBER)), year=YEAR) == [Kind.NHS_NUMBER]
    assert screened(words(Mention(kind, NUMBER, "Ann")), year=YEAR) == []
    assert screened(words(Mention(kind, "123456789012345678"), Text(" at 12.30")), year=YEAR) == []


def test_emoji_of_digits_count_as_their_digits() -> None:
    names = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
    keys = [Emoji(names[int(digit)], f"{digit}\ufe0f\u20e3") for digit in NUMBER]
    own = [Emoji(f"keycap_{digit}" if digit == "9" else names[int(digit)], id="1") for digit in NUMBER]

    for written in (keys, own, [keys[0], *own[1:]], [it for key in keys for it in (key, Text(" "))]):
        assert screened(words(Text("Bed "), *written), year=YEAR) == [Kind.NHS_NUMBER]
    assert screened(words(keys[1], Text(NUMBER)), year=YEAR) == [Kind.NHS_NUMBER]  # a list's
    assert screened(words(Emoji(NUMBER, id="1")), year=YEAR) == [Kind.NHS_NUMBER]
    assert screened(words(*keys[:9], Emoji("hash", "#\ufe0f\u20e3")), year=YEAR) == []
    assert screened(words(*keys[:9], Emoji("bed_eight", id="1")), year=YEAR) == []


@pytest.mark.parametrize(
    "piece",
    ["9 ", "a", "9", "+44 ", "www.", "dob ", "1/", "<!date^", "Aa ", "jan 1 ", "999 000 ", "nhs no ", "LS1 ", " ",
     "RX1 2 ", "1.1.19", "born 1/1/1950 ", "\u200b", "\u0669",
     "nhs no 1+", "patient <4> ", "patient https://x/4/99 ", "record http://4567890123 ", "chi no +1 1 1 1 1 1 1 "],
)  # fmt: skip
def test_hostile_text_is_looked_through(piece: str) -> None:
    text = piece * (100_000 // len(piece))

    screened(text, ["RX1 ######", "?#?#?#?#?#"], year=YEAR)
    assert Kind.NHS_NUMBER in screened(f"{text}; {NUMBER} ;", year=YEAR)


def test_a_list_of_dates_longer_than_anybody_reads_counts_as_one_of_births() -> None:
    listed = "01/02/1950 and " * births.MOST

    assert Kind.BIRTH_AND_NAME in screened(f"born: {listed} 03/04/1951", year=YEAR)
    assert screened(f"{listed} 03/04/1951", year=YEAR) == []


def test_sets_are_made_of_numbers_that_nobody_has() -> None:
    some = [text for _, _, text in patients.with_numbers(200)]

    assert all("9" in text or any(not char.isascii() for char in text) for text in some)
    assert len({text for _, text in harmless.lines(500)}) > 400
