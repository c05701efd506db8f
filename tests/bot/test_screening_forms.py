"""Dates of birth, names and numbers are found as wards and letters write them; what lies next to them is left alone."""

from __future__ import annotations

import pytest

from benchmarks import guard, patients
from bot.patients.screening import Kind, folded, screened

YEAR = 2026


def test_each_form_of_a_name_is_found_with_a_date_of_birth_and_with_a_postcode() -> None:
    for forms, kind in (
        (patients.BORN_FORMS, Kind.BIRTH_AND_NAME),
        (guard.LIVING_FORMS, Kind.POSTCODE_AND_NAME),
    ):
        every_name = list(patients.people(forms, len(forms) * len(patients.NAMED)))
        assert [text for _, text in every_name if kind not in screened(text, year=YEAR)] == []


@pytest.mark.parametrize(
    "text",
    [
        "JOHN SMITH DOB 12/03/1956",
        "John Smith\nD.O.B\n12 March 1956",
        "Surname\nSmith\nDOB\n12/03/1956",
        "name: john smith, dob: 12/03/1956",
        "Patient Smith, DOB 120356",
        "patientDob: 1956-03-12, patientName: Li Xu",
        "DOB 12/03/2025 Baby Kelly",
        "04/03/2025 is the date of birth of Wei Li",
        "Date of birth (as her letter has it): 12/03/1956, Ms A. de Souza",
        "NHS no,Surname,Forename,DOB\n1,Smith,John,12/03/1956",
        "Smith J, DOB 12/03/1956, Mrs J.R. Smith",
        "DOB 12/03/56 June Brown",
        "SMITH, J (b. 12/03/1956)",
        "Bed 4 John Smith 12/03/1956 needs OT",
        "John Smith (12/03/56) in Bay 4 is MFFD",
        "Bed 4 May JONES 12.03.2019",
        "Smith J (M) 12/03/1956, side room 2",
        "SMITH, John 12-Mar-1956, 70M",
        "Mr John Smith 12.3.56 awaits review",
        "pt: JOHN SMITH 12/03/1956",
        "khan dob 12/3/41",
        "john ward, dob 12/03/1956",
        "Mohammed A. DOB 12/3/41",
        "Mrs B dob 12/3/41",
        "Twin 1 Khan, DOB 01/11/2026",
        "JS dob 12/03/1956",
        "Margaret Brown d/o/b 12/03/1941",
        "Brown's DOB: 12|03|1941",
        "Margaret Brown DOB 12,03,1941",
    ],
)
def test_a_date_of_birth_beside_a_name_is_found(text: str) -> None:
    assert screened(text, year=YEAR) == [Kind.BIRTH_AND_NAME]


@pytest.mark.parametrize("written", ["b33 8th", "B33 8TH", "B33 8Th", "M1 2ND"])
def test_a_postcode_may_end_like_a_number_of_floors(written: str) -> None:
    assert screened(f"dob 12/03/1956, {written}", year=YEAR) == [Kind.BIRTH_AND_POSTCODE]


@pytest.mark.parametrize(
    "text",
    [
        "John Smith, since 12/03/1996",
        "Please send name, DOB, address and postcode, says John Smith",
        "Agenda, DOB, address:\nReview, 12/03/2026, Jane Smith",
        "DOB 12/03/1956",
        "Enter the DOB as in 12/03/1956, or a test DOB 12/03/1956, or your DOB: 12/03/1956",
        "Default DOB 01/01/1900, missing DOB 01/01/1900, same DOB 01/01/1900",
        "Patient leaflet by John Smith, 12/03/2019",
        "Mr John Smith, 12/03/2019",
        "12 beds, John Smith, since 12/03/1996",
        "Bed 4: John Smith speaks on 12/03/2027",
        "Resident since 12/03/1996: John Smith",
        "DOB 01/01/1970 on ITU, HDU",
        "DOB 12 May 1956\nWard 6",
        "Our hub was born on 1 April 2013 in Leeds",
        "PUBLIC HEALTH ENGLAND was born on 1 April 2013",
        "option (b) 12/03/2019 Jane Smith",
        "Jane Smith: an update of birth registrations, 12/03/2019",
        "M1 8th floor, since 1 May 1990",
        "M1 8TH floor, since 1 May 1990",
        "Residents and clients meet Jane Smith at the Town Hall, LS1 4AP",
        "Inpatient Falls Group, Jubilee House, LS1 4AP",
        "Clients Advisory Board, Albert Hall, LS1 4AP",
    ],
)
def test_dates_names_and_places_of_ordinary_talk_are_left_alone(text: str) -> None:
    assert screened(text, year=YEAR) == []


@pytest.mark.parametrize(
    "text",
    [
        "Mrs Smith, LS1 4AP",
        "mrs smith ls1 4ap",
        "Mr Jones of LS1 4AP",
        "Seen today: Mrs J. Smith (LS1 4AP)",
        "Mr John Smith, 4 High Street, Leeds LS1 4AP needs a visit",
        "Mrs Smith\nFlat 2, 4 High Street\nLeeds\nLS1 4AP",
        "Miss O'Neill lives at 4 High Street, LS1 4AP",
        "Mr Jones's address is 4 high street ls1 4ap",
        "Mr and Mrs Khan, Leeds, LS1 4AP",
        "Ms Smith, 82, LS1 4AP",
        "John Smith lives at 4 High Street, LS1 4AP",
        "Jane Smith, living alone in Leeds LS1 4AP",
        "Spoke to Mrs Smith, 4 High Street, Leeds LS1 4AP. She is worse.",
        "Talked with Mr Jones, 12 Oak Road, Leeds LS1 4AP about his tablets",
        "Presenting with chest pain: Mrs Smith, LS1 4AP",
        "Please meet Mrs Smith, 4 High Street, Leeds LS1 4AP",
        "The care manager visited Mrs Smith, 4 High Street, Leeds LS1 4AP",
        "Nurse-led visit to Mrs Smith, 4 High Street, LS1 4AP",
        "I left the workshop. Mrs Smith, LS1 4AP, rang",
        "Mrs Smith, Rose Cottage, Oak Lane, Leeds LS1 4AP",
        "Mrs Smith, The Cottage, High Street, LS1 4AP",
        "Mr Jones, Flat B, Oak Court, Leeds LS1 4AP",
        "Mr Jones, Oak Tree Farm, Leeds LS1 4AP",
    ],
)
def test_somebody_who_is_said_to_live_there_is_found_without_a_word_for_a_patient(text: str) -> None:
    assert screened(text, year=YEAR) == [Kind.POSTCODE_AND_NAME]
    assert screened(text, year=YEAR, announces=True) == []


@pytest.mark.parametrize(
    "text",
    [
        "Chair: Mrs Smith, NHS Leeds, LS1 4AP",
        "Speakers: Dr Jane Price and Mrs Smith, LS1 4AP",
        "Hosted by Mr Jones of LS1 4AP",
        "Chaired by Mrs Smith, 4 High Street, LS1 4AP",
        "Speaker - Mrs A. Smith, 4 High Street, LS1 4AP",
        "Our practice manager Mrs Smith, 4 High Street, LS1 4AP",
        "RSVP to Mrs Smith, 4 High Street, LS1 4AP",
        "A talk by Mrs Smith, 4 High Street, LS1 4AP",
        "Mrs Smith, Barn Cottage Hospital, Oak Lane, LS1 4AP",
        "Mrs Smith, The Old Barn Centre, LS1 4AP",
        "Mrs Smith, Town Hall, LS1 4AP",
        "Mrs Smith (chair), LS1 4AP",
        "Mrs Smith, 3 March, LS1 4AP",
        "Mr Jones, Leeds Teaching Hospitals, Beckett Street, LS1 4AP",
        "Mrs Smith, Room 4, LS1 4AP",
        "Mr Jones, 10:30, LS1 4AP",
        "Don't miss it, LS1 4AP",
        "Dr Smith, LS1 4AP",
        "Our hub lives at 4 High Street, LS1 4AP",
        "Mrs Smith, M1 8th floor",
    ],
)
def test_speakers_and_those_who_work_there_are_left_alone(text: str) -> None:
    assert screened(text, year=YEAR) == []


@pytest.mark.parametrize(
    "text",
    [
        *(write("9990000018") for write in patients.WORDED_FORMS.values()),
        "Hi teams 999 000 0018 is waiting",
        "Mr Smith, PO 999 000 0018",
        "Ticket 9990000018, for the patient in bed 4",
        "Patients to review:\n1.9990000018\n2.9995551233\n3.9993219878",
        "> 12.9990000018 F, 78",
        "999 000 0018F",
        "9990000018.12-03-1956",
        "{'patient': 9990000018.0}",
        "\u247c\u247c\u247c0000018",
        "Bed\n9990000018",
        "Added\n999 000 0018",
    ],
)
def test_a_number_is_found_beside_words_and_signs_that_also_go_with_others(text: str) -> None:
    assert screened(text, year=YEAR) == [Kind.NHS_NUMBER]


@pytest.mark.parametrize(
    "text",
    [
        "Meeting ID: 999 000 0018",
        "Patient panel, Teams meeting ID: 999 000 0018",
        "Patient stories, Zoom 999 000 0018",
        "Grant no 9990000018 is open",
        "Account no: 9990000018",
        "Order #9990000018",
        "The order: 9990000018",
        "Your PO 9990000018",
        "Ticket 9990000018",
        "x = 1.9990000018",
        "1.9990000018, 2.1234567890",
        "12.9990000018 3.4",
        "9990000018.5",
        "9990000018.00",
        "9990000018ab",
        "1-999-000-0018",
    ],
)
def test_what_is_called_something_else_is_left_alone(text: str) -> None:
    assert screened(text, year=YEAR) == []


@pytest.mark.parametrize("char", ["\ufdfa", "\u3316", "\u00bd"])
def test_a_character_that_spells_words_makes_no_text_longer(char: str) -> None:
    assert len(folded(char * 1000)) == 1000
    assert screened(f"{char * 1000} 9990000018", year=YEAR) == [Kind.NHS_NUMBER]


@pytest.mark.parametrize(
    "text",
    ["MRN 1234567", "mrn: RX123456 please", "Hosp no 12345", "Bed 2, hospital number is 123 4567", "hosp. no. A-123456",
     "Hospital No. of patient 1234567"],
)  # fmt: skip
def test_a_number_that_is_called_a_hospitals_is_found_in_any_form(text: str) -> None:
    assert screened(text, year=YEAR) == [Kind.HOSPITAL_NUMBER]


@pytest.mark.parametrize(
    "text",
    ["MRN has 7 digits", "MRNs matched: 12345", "The hospital number is 0113 243 2799", "Hospital no. 3 of 12",
     "Hospital no 2026", "hospital number 12345678901234", "Ring the hospital, no 0113 2432799"],
)  # fmt: skip
def test_a_hospitals_phone_and_what_else_is_counted_there_are_left_alone(text: str) -> None:
    assert screened(text, year=YEAR) == []


@pytest.mark.parametrize(
    "text",
    ["patients:\n- jane smith\n- tom brown", "patient list:\n1. smith, jane", "residents:\njane smith\ntom brown 82",
     "Patients today:\n\n- mary-anne o'neill", "service users:\n- falls\n- ahmed khan", "Patients\n- tom brown bed 4"],
)  # fmt: skip
def test_names_in_small_letters_below_a_heading_for_patients_are_found(text: str) -> None:
    for announces in (False, True):
        assert screened(f"{text}\nLS1 4AP", year=YEAR, announces=announces) == [Kind.POSTCODE_AND_NAME]
        assert screened(text, year=YEAR, announces=announces) == []


@pytest.mark.parametrize(
    "text",
    ["patients:\n- falls\n- pressure sores", "patients:\n- john ward\n- hope house\n- will power",
     "patients\njane smith", "Patients:\n- ask jane\n- george street, leeds",
     "residents:\n- james cook hospital", "patient lead: jane smith"],
)  # fmt: skip
def test_ordinary_lists_below_such_a_heading_are_left_alone(text: str) -> None:
    assert screened(f"{text}\nLS1 4AP", year=YEAR) == []
