"""What an event says is looked at before others see it, whatever way its words came."""

from __future__ import annotations

import pytest

from bot.events import texts
from bot.patients import holding_texts
from bot.patients.screening import Kind
from tests.stories.gathering import HOUR, SAID, START, Gathering, letters, until, words
from tests.stories.test_events_import import calendar, event, imported

PATIENT = "NHS number 999 000 0018"
FOUND = holding_texts.FOUND[Kind.NHS_NUMBER]


@pytest.mark.parametrize("where", ["SUMMARY", "LOCATION", "DESCRIPTION"])
async def test_an_event_that_may_tell_of_a_patient_is_not_drafted_and_the_others_are(
    here: Gathering, where: str
) -> None:
    falls = event("Falls MDT", more="\r\nLOCATION:Bed 4\r\nDESCRIPTION:Mr Smith").replace(
        {"SUMMARY": "SUMMARY:Falls MDT", "LOCATION": "Bed 4", "DESCRIPTION": "Mr Smith"}[where],
        {"SUMMARY": "SUMMARY:Falls MDT ", "LOCATION": "Bed 4 ", "DESCRIPTION": "Mr Smith "}[where] + PATIENT,
    )
    answer = await imported(here, calendar(falls, event("Fine", "DTSTART:20231201T140000Z")))

    called = f"the event of {SAID}" if where == "SUMMARY" else f"“Falls MDT”, {SAID}"
    assert f"I have made no draft of {called}. It has {FOUND}." in words(answer)
    assert [button.label for button in answer.buttons] == ["1. Fine"]
    assert "999" not in words(answer)
    assert "I have made no draft" in words(await imported(here, calendar(falls)))


async def test_what_two_fields_of_an_imported_event_say_together_is_found(here: Gathering) -> None:
    falls = event("Falls, born 12/03/1956", more="\r\nLOCATION:LS1 4AP")
    answer = await imported(here, calendar(falls))

    assert "I have made no draft" in words(answer)
    assert answer.buttons == ()


async def test_an_event_is_looked_at_once_more_when_it_is_announced(here: Gathering) -> None:
    ready = await here.ready(where="LS1 4AP")
    ready = await here.fill(ready, "Access", contact="Ann, born 12/03/1956")  # each form alone says nothing
    why = texts.not_announced([Kind.BIRTH_AND_POSTCODE])
    assert why in words(await here.ann.use_button(ready, "Announce"))
    assert why in words(await here.fill(ready, "Announce later", announce="Monday 20 November 9am"))
    await here.world.database.write(lambda unit: unit.events.change(1, announce_at=here.world.clock.now()))
    await here.later(60)
    assert why in letters(here.ann)
    assert here.posts(here.world.red) == [] and here.requests(here.bob) == []

    ready = await here.fill(ready, "Access", contact="Ann")
    await here.ann.use_button(ready, "Announce")
    assert len(here.posts(here.world.red)) == 1
    refused = await here.fill(ready, "Access", contact="Ann, born 12/03/1956")  # everybody would see it
    assert holding_texts.not_taken([Kind.BIRTH_AND_POSTCODE]) in words(refused)
    await here.later(60)
    assert "1956" not in here.words(here.world.red)


async def test_a_form_of_hospital_numbers_that_is_new_ends_what_comes_again(here: Gathering) -> None:
    ready = await here.fill(await here.ready(about="RX1 204816"), "Repeat", repeat="weekly", until="", count="4")
    await here.ann.use_button(ready, "Announce")
    await here.ann.use("guard form", action="add", form="RX1 ######")
    await until(here, START + HOUR)
    await here.later(60)

    assert len(here.posts(here.world.red)) == 1
    assert texts.not_repeated(1, [Kind.HOSPITAL_NUMBER]) in letters(here.ann)


LEEDS = "Town Hall, LS1 4AP"
ANNOUNCED = {"title": "Patient Safety Conference", "where": LEEDS, "about": "What patients told us, with Jane Smith"}


async def test_a_venues_postcode_and_a_speakers_name_are_no_patients_where_patients_are_spoken_of(
    here: Gathering,
) -> None:
    ready = await here.fill(await here.ready(**ANNOUNCED), "Access", contact="Jane Smith, patient experience, LS1 4AP")
    await here.ann.use_button(ready, "Announce")
    assert "Patient Safety Conference" in here.words(here.world.red)
    about = "DESCRIPTION:The patient voice\\, with Jane Smith"
    answer = await imported(here, calendar(event("Patient flow", more=f"\r\nLOCATION:{LEEDS}\r\n{about}")))
    assert [button.label for button in answer.buttons] == ["2. Patient flow"]

    said = ", ".join(ANNOUNCED.values())
    await here.ann.say(said)  # not in an event: it stays
    assert said not in here.words(here.world.blue) and said not in "".join(here.world.blue.lines(here.bob.channel))


@pytest.mark.parametrize("who", ["patient Jane Smith", "The patient is Jane Smith", "residents Jane Smith, Ann Grant"])
async def test_an_event_that_names_a_patient_where_they_live_is_refused_all_the_same(here: Gathering, who: str) -> None:
    refused = holding_texts.not_taken([Kind.POSTCODE_AND_NAME])
    assert refused in words(await here.draft(title="Home visit", where=LEEDS, about=who))
    answer = await imported(here, calendar(event(f"Patient safety: {who}", more=f"\r\nLOCATION:{LEEDS}")))
    assert "I have made no draft" in words(answer)

    ready = await here.ready(title="Home visit", where=LEEDS)
    await here.ann.use_button(ready, "Announce")
    assert refused in words(await here.fill(ready, "Access", contact=who))


@pytest.mark.parametrize(
    "about",
    ["Patient story: Jane Smith, fell on ward 7", "Patients:\n- Jane Smith (dialysis)\n- Tom Brown (HIV clinic)",
     "Patient list: Jane Smith, Tom Brown", "Patient data - Jane Smith", "patient and family Jane Smith",
     "Patient first name Jane Smith", "every patient: Jane Smith", "Patient incidents: Mrs Smith, bed 4"],
)  # fmt: skip
async def test_a_heading_as_of_patients_in_general_hides_no_patients_name_below_it(here: Gathering, about: str) -> None:
    refused = holding_texts.not_taken([Kind.POSTCODE_AND_NAME])
    assert refused in words(await here.draft(title="MDT meeting", where="LS1 4AP", about=about))
    said = about.replace("\n", "\\n").replace(",", "\\,")
    answer = await imported(here, calendar(event("MDT", more=f"\r\nLOCATION:LS1 4AP\r\nDESCRIPTION:{said}")))
    assert "I have made no draft" in words(answer)

    ready = await here.ready(title="MDT meeting", where="LS1 4AP")
    ready = await here.fill(ready, "Access", contact=about.replace("\n", " "))  # this form alone says nothing
    assert texts.not_announced([Kind.POSTCODE_AND_NAME]) in words(await here.ann.use_button(ready, "Announce"))
    assert "Jane" not in here.words(here.world.red)


@pytest.mark.parametrize(
    "about",
    ["Patient Safety Conference: with Jane Smith", "Patient Stories: Sharing What Matters. Jane Smith speaks.",
     "Patient Experience Lead Jane Smith speaks", "Patient flow\nJane Smith and Tom Brown",
     "Every Patient, Every Time. Hosts: Jane Smith, Tom Brown", "Patient-Led Research\nSpeakers: Jane Smith"],
)  # fmt: skip
async def test_titles_with_capitals_are_nobodys_name(here: Gathering, about: str) -> None:
    ready = await here.ready(title="Patient Safety Conference", where=LEEDS, about=about)
    await here.ann.use_button(ready, "Announce")
    assert "Jane Smith" in here.words(here.world.red)


HOME = "12 Park Lane, LS1 4AP"


@pytest.mark.parametrize(
    "about",
    [f"Mrs Jane Smith, {HOME}, discharged", f"Discharge: Mr J. Smith, {HOME}", f"Mr Khan of {HOME} was readmitted",
     f"mrs smith, {HOME.lower()} (dementia)", f"Home visit to Miss Smith, Flat 2, {HOME}"],
)  # fmt: skip
async def test_who_is_cared_for_at_an_address_is_a_patient_in_an_event_too(here: Gathering, about: str) -> None:
    refused = holding_texts.not_taken([Kind.POSTCODE_AND_NAME])
    assert refused in words(await here.draft(title="MDT meeting", about=about))
    said = about.replace(",", "\\,")
    answer = await imported(here, calendar(event("MDT", more=f"\r\nDESCRIPTION:{said}")))
    assert "I have made no draft" in words(answer)


@pytest.mark.parametrize(
    "about",
    [f"Speaker: Mrs Jane Smith, {HOME}, on who is discharged late", f"Mrs Smith, {HOME}. Dementia support group",
     f"Mrs Smith, {HOME}: how patients were discharged sooner", "Discharged home, with Mrs Smith, Town Hall, LS1 4AP"],
)  # fmt: skip
async def test_a_speaker_at_an_address_who_speaks_of_care_is_none(here: Gathering, about: str) -> None:
    ready = await here.ready(title="Discharge planning", where=LEEDS, about=about)
    await here.ann.use_button(ready, "Announce")
    assert "Smith" in here.words(here.world.red)


@pytest.mark.parametrize("about", ["Patients:\n- jane smith\n- tom brown", "patients: smith, jane (dialysis)"])
async def test_names_in_small_letters_in_a_list_of_patients_are_refused(here: Gathering, about: str) -> None:
    assert holding_texts.not_taken([Kind.POSTCODE_AND_NAME]) in words(await here.draft(where="LS1 4AP", about=about))


async def test_a_list_of_what_matters_to_patients_names_nobody(here: Gathering) -> None:
    ready = await here.ready(where="LS1 4AP", about="patients:\n- falls\n- pressure sores\n- april falls\n- john ward")
    await here.ann.use_button(ready, "Announce")
    assert "pressure sores" in here.words(here.world.red)


@pytest.mark.parametrize(
    "about",
    ["Patients to discuss: Jane Smith (dialysis), Tom Brown (HIV clinic)", "Patients for review: Jane Smith, Tom Brown",
     "Patients today: Jane Smith, Tom Brown", "Patients discussed are Jane Smith and Tom Brown",
     "Patient case study: Jane Smith, 84, fell on ward 7", "Patient story of Jane Smith, fell on ward 7",
     "Patient safety incident review: Jane Smith fell", "Patient story: 84-year-old Jane Smith",
     "Residents we will discuss: Mrs Smith, Tom Brown", "Patients on ward 7 - Jane Smith"],
)  # fmt: skip
async def test_words_between_patients_and_a_name_hide_no_name(here: Gathering, about: str) -> None:
    refused = holding_texts.not_taken([Kind.POSTCODE_AND_NAME])
    assert refused in words(await here.draft(title="MDT meeting", where="LS1 4AP", about=about))


@pytest.mark.parametrize(
    "about",
    ["Patient Safety Conference with Jane Smith", "Patient story workshop with Jane Smith",
     "Patient experience lead: Jane Smith", "Patient safety review: Jane Smith (chair)",
     "Patients today: what matters, with Jane Smith", "Patient stories for review: Director Jane Smith",
     "Patient safety today: Jane Smith, Director of Nursing", "Patient case studies: how we learn. Jane Smith"],
)  # fmt: skip
async def test_whoever_speaks_or_works_where_patients_are_spoken_of_is_none(here: Gathering, about: str) -> None:
    refused = holding_texts.not_taken([Kind.POSTCODE_AND_NAME])
    assert refused not in words(await here.draft(title="Meeting", where="LS1 4AP", about=about))
