"""Events with a venue and speakers, in which patients are spoken of; and events that name a patient."""

from __future__ import annotations

import random
from collections.abc import Iterator

from benchmarks.patients import LIVING_FORMS, NAMED, TOWNS

_TITLES = (
    "Patient Safety Conference", "Patient safety: what we learned", "Improving patient flow", "Patient Flow Summit",
    "Patient and public involvement day", "Patient Participation Group", "The patient voice in design",
    "Getting patients home sooner", "What matters to patients", "Patients as partners", "Patient-led research",
    "Patient experience week", "Resident doctors' forum", "Resident engagement in care homes", "Residents who fall",
    "Service user involvement", "Every patient, every time", "Patient records: who sees what", "Patient portals",
    "Clients and carers: shared decisions", "Patient transport after discharge", "Patient-reported outcomes",
    "Reducing harm for residents", "Falls in older patients", "Patient stories", "Patients' priorities",
)  # fmt: skip
_ABOUT = (
    "With {one} and {two}.", "{one} speaks about what patients told us. Chair: {two}", "Hosts: {one}, {two}",
    "{one} (lead for patient safety) shows how it was done.", "Speakers: Dr {one}, Mrs {two}", "Led by {one}",
    "What we learned from patients and carers, with {one}. Bring your own cases, without any patient's data.",
)  # fmt: skip
_PLACES = ("{room} High Street, {town}", "Town Hall, {town}", "Room {room}, St James House, {town}", "{town}")
_ONES = (  # besides those of `LIVING_FORMS`
    "Home visit: patient {g} {f}", "Review of the patient, {g} {f}", "{g} {f} (patient)",
    "Discharge of patient {g} {f}",
    "{g} {f}, a resident of Elm House", "Our client {g} {f}", "Meeting on {g} {f}, service user", "Pt: {g} {f}",
    "Case conference, resident {g} {f}", "The patient is {g} {f}", "patient named {g} {f}", "Mrs {f}, patient, bed 4",
)  # fmt: skip
_HEADED = (  # what patients have in general, as a heading over one
    "Patient story: {n}, fell on ward 7", "Patients:\n- {n} (dialysis)\n- {m} (HIV clinic)", "Patient list: {n}, {m}",
    "Patient transfers: {n} to ward 7", "Patient assessment: {n}, HIV positive", "Patient records: {n}",
    "Patient incident: {n} fell", "Patient data - {n}", "every patient: {n}", "patient and family {n}",
    "Patient first name {n}", "Patient day case {n}", "Patient Records {n}", "Patient stories: {n}",
    "Resident handling:\n1. {n}\n2. {m}", "Patient surveys \u2013 {n}", "Patient lists\n\u2022 {n}\n\u2022 {m}",
    "Patients' journeys ({n})", "Patient incidents: Mrs {f}, bed 4",
)  # fmt: skip
_CARED_FOR = (  # `{t}` is a title and a name, `{a}` an address with its postcode
    "{t}, {a}, discharged", "{t}, {a} - dementia, lives alone", "Discharge: {t}, {a}", "Discharge of {t}, {a}",
    "Admitted today: {t}, {a}", "{t} of {a} was discharged on Tuesday", "{t}, {a}. Discharged.", "{t}, {a} (COPD)",
    "Home visit to {t}, {a}", "{t}, {a}, awaiting discharge, bed 4", "{t}, {a}, fell at home", "Referral for {t}, {a}",
    "{t}, {a}: hip replacement, diabetes", "{t}, {a}; readmitted twice", "{t}, {a}, MFFD", "{t}, {a}, for discharge",
)  # fmt: skip
_CONTACTS = (  # the same of who speaks or organises, beside words for care
    "Chair: {t}, {a}", "Speaker: {t}, {a}, on why people are discharged late", "{t}, {a}, speaks about discharge",
    "Discharge planning with {t}, {a}", "Discharged sooner? With {t}, {a}", "{t}, {a}. Dementia support group",
    "Contact {t}, {a}, dementia lead", "Hosted by {t}, {a}. Discharge to assess.", "Falls clinic: {t}, {a}",
    "{t}, {a}: how 200 patients were discharged sooner", "Book with {t}, {a}, admitted free", "{t}, {a}. Falls week",
    "Discharged home: what we learned\nWith {t}, {a}", "{t}, {a}\nDementia, discharge, falls: three talks",
    "{t}, {a}, about frailty, dementia and falls", "Stroke care in Leeds, {t}, {a}", "{t}, {a} (surgery team)",
    "Cancer care training. {t}, {a}", "Diabetes drop-in, {t}, {a}", "The discharge lounge. Ask for {t}, {a}",
)  # fmt: skip
_HEADINGS = (
    "patients:", "Patients:", "patient list:", "residents:", "our patients:", "service users:", "Patients today:",
    "clients:", "patients on ward 7:", "patients for review:",
)  # fmt: skip
_ITEMS = (
    "falls", "pressure sores", "better outcomes", "shorter stays", "april falls", "will power", "hope ward",
    "john ward", "grace period", "mark sheets", "victoria wing", "may meeting", "bed rest", "diabetes, copd",
    "st john ambulance", "james cook hospital", "long waits", "hip fractures", "mental health", "ask jane",
    "care homes", "home visits",
    "george street, leeds", "hand hygiene", "frailty, falls", "dignity", "end of life", "tea and toast", "rose garden",
)  # fmt: skip
_SMALL = (
    "jane smith", "tom brown", "ahmed khan", "priya patel", "mary o'neill", "anne-marie jones", "david evans",
    "fatima ali", "smith, john", "sarah lee", "michael okafor", "susan clarke", "krzysztof nowak", "bethany price",
)  # fmt: skip


def events(count: int, seed: int = 16) -> Iterator[list[str]]:
    """The fields of so many events that speak of patients in general, with a venue's postcode and speakers' names."""
    random_ = random.Random(seed)
    for number in range(count):
        one, two = random_.sample(NAMED, 2)
        place = random_.choice(_PLACES).format(room=random_.randrange(2, 300), town=random_.choice(TOWNS))
        about = random_.choice(_ABOUT).format(one=one, two=two)
        yield [_TITLES[number % len(_TITLES)], "Tuesday 2pm", "", place, about]


def of_patients(count: int, seed: int = 17) -> Iterator[list[str]]:
    """The same of so many events that name a patient, and where they live: in the title or below it."""
    random_, forms = random.Random(seed), (*_ONES, *(form.replace(" {p}", "") for form in LIVING_FORMS.values()))
    for number in range(count):
        given, family = random_.choice(NAMED).split(" ")
        words = {"g": given, "f": family, "G": given.upper(), "F": family.upper(), "i": given[0], "p": ""}
        said = forms[number % len(forms)].format(**words)
        title, about = random_.choice(((said, ""), (said, "Patient safety"), ("Review", said), ("Home visit", said)))
        yield [title, "Tuesday 2pm", "", f"{random_.randrange(2, 300)} High Street, {random_.choice(TOWNS)}", about]


def cared_for(count: int, seed: int = 19) -> Iterator[list[str]]:
    """The same of so many events that say of somebody at a house that they are cared for."""
    yield from _at_a_house(_CARED_FOR, count, seed)


def contacts(count: int, seed: int = 20) -> Iterator[list[str]]:
    """The same of so many events that speak of care beside the address of who speaks or organises."""
    yield from _at_a_house(_CONTACTS, count, seed)


def listed(count: int, seed: int = 21) -> Iterator[list[str]]:
    """The same of so many events with a list of patients in small letters."""
    yield from _lists(_SMALL, count, seed)


def ordinary_lists(count: int, seed: int = 22) -> Iterator[list[str]]:
    """The same with a list of what matters, or where, below the same headings."""
    yield from _lists(_ITEMS, count, seed)


def _lists(items: tuple[str, ...], count: int, seed: int) -> Iterator[list[str]]:
    random_ = random.Random(seed)
    for _ in range(count):
        mark, more = random_.choice(("- ", "* ", "1. ", "")), random_.choice(("", " (dialysis)", ", bed 4", " - home"))
        lines = (f"{mark}{item}{more}" for item in random_.sample(items, random_.randrange(1, 5)))
        about = "\n".join((random_.choice(_HEADINGS), *lines))
        yield ["Meeting", "Tuesday 2pm", "", f"Town Hall, {random_.choice(TOWNS)}", about]


def _at_a_house(forms: tuple[str, ...], count: int, seed: int) -> Iterator[list[str]]:
    random_ = random.Random(seed)
    for number in range(count):
        name = random_.choice(NAMED)
        titled = f"{random_.choice(('Mrs', 'Mr', 'Ms', 'Miss'))} {random_.choice((name, name.split(' ')[-1]))}"
        street = random_.choice(("High Street", "Park Lane", "St John's Road", "The Green"))
        house = f"{random_.choice(('', 'Flat 2, '))}{random_.randrange(2, 300)} {street}, {random_.choice(TOWNS)}"
        yield ["Meeting", "Tuesday 2pm", "", "Room 4", forms[number % len(forms)].format(t=titled, a=house)]


def headed(count: int, seed: int = 18) -> Iterator[list[str]]:
    """The same of so many events in which a heading as of patients in general stands over a patient's name."""
    random_ = random.Random(seed)
    for number in range(count):
        one, two = random_.sample(NAMED, 2)
        about = _HEADED[number % len(_HEADED)].format(n=one, m=two, f=one.split(" ")[-1])
        place = f"{random_.randrange(2, 300)} High Street, {random_.choice(TOWNS)}"
        yield ["MDT meeting", "Tuesday 2pm", "", place, about]
