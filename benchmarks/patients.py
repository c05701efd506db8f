"""Texts with a patient in them, and texts without, made by rule from a seed: what the guard is measured on.

Numbers are from the range 999, which is never issued; CHI and H&C numbers have a wrong check digit, or a date that
there is not, so that they can be nobody's.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from itertools import pairwise

from nhs_number.validate import calculate_checksum

YEAR = 2026
PEOPLE = ("Ann Marsh", "Bert Okafor", "Chloé Price", "Dev Patel", "Eilidh Ross", "Femi Adeyemi", "Grace Lee")
TOWNS = ("Leeds LS1 4AP", "Cardiff CF10 3AT", "London SE1 8UG", "Glasgow G4 0SF", "Belfast BT1 5GS", "York YO1 7EP")
_THREE = (3, 6)


def _split(digits: str, gap: str, at: tuple[int, ...] = _THREE) -> str:
    edges = (0, *at, len(digits))
    return gap.join(digits[start:end] for start, end in pairwise(edges))


def _full_width(digits: str) -> str:
    return "".join(chr(ord(digit) - ord("0") + 0xFF10) for digit in digits)


def _bold(digits: str) -> str:
    return "".join(chr(ord(digit) - ord("0") + 0x1D7CE) for digit in digits)


FORMS: dict[str, Callable[[str], str]] = {
    "plain": lambda it: it,
    "3 3 4": lambda it: _split(it, " "),
    "3-3-4": lambda it: _split(it, "-"),
    "dots": lambda it: _split(it, "."),
    "no-break space": lambda it: _split(it, "\u00a0"),
    "en dash": lambda it: _split(it, "–"),  # noqa: RUF001
    "3 4 3": lambda it: _split(it, " ", (3, 7)),
    "full width": _full_width,
    "zero-width": lambda it: _split(it, "\u200b"),
    "bold": lambda it: _split(_bold(it), " "),
    "double space": lambda it: _split(it, "  "),
    "line break": lambda it: _split(it, "\n"),
    "slashes": lambda it: _split(it, "/"),
    "digit by digit": lambda it: " ".join(it),
    "marked up": lambda it: f"**{_split(it, ' ')}**",
    "dash with spaces": lambda it: _split(it, " – "),  # noqa: RUF001
    "3 2 2 3": lambda it: _split(it, " ", (3, 5, 7)),
    "a letter before, 9 1": lambda it: f"O{_split(it, ' ', (9,))}",
    "a word before": lambda it: f"Bed{it}",
    "many spaces": lambda it: _split(it, " " * 9),
    "marks below": lambda it: "".join(f"{digit}\u0332" for digit in it),
    "variation selectors": lambda it: "\U000e0101".join(it),
}

# What people put behind a number: its date, phone, age or the next number must not hide it. `{}` is the number.
FOLLOWED_FORMS: dict[str, Callable[[random.Random, str], str]] = {
    "date, dots": lambda random_, it: f"{_split(it, ' ')} {_day(random_, '.')}",
    "date, slashes": lambda random_, it: f"{_split(it, ' ')}, {_day(random_, '/')}",
    "dashes, date with dashes": lambda random_, it: f"{_split(it, '-')} {_day(random_, '-')}",
    "plain, date below": lambda random_, it: f"{it}\n{_day(random_, '.')}",
    "date, comma": lambda random_, it: f"{it},{_day(random_, '.')}",
    "phone": lambda random_, it: f"{_split(it, ' ')} {_mobile(random_)}",
    "phone, plus": lambda random_, it: f"{_split(it, ' ')} +44 {_mobile(random_)[1:]}",
    "phone before": lambda random_, it: f"{_mobile(random_)} {_split(it, ' ')}",
    "landline before": lambda random_, it: f"0113 496 {random_.randrange(1000):04d} {_split(it, ' ')}",
    "foreign phone before": lambda random_, it: f"+353 1 {random_.randrange(10**6, 10**7)} {_split(it, ' ')}",
    "age": lambda random_, it: f"{_split(it, ' ')} {random_.randrange(1, 100)}",
    "age, letter": lambda random_, it: f"{_split(it, ' ')} {random_.randrange(1, 100)}F",
    "another number": lambda random_, it: f"{_split(it, ' ')} {_split(next(test_numbers(random_)), ' ')}",
    "another number, wrong": lambda random_, it: f"{random_.randrange(900, 999)} 111 0014 {_split(it, ' ')}",
}
FOLLOWED_IN = ("{}", "Going home: {}", "Bed 4: {}", "NHS number {}", "pt {}", "patient {}", "NHS no {}")

# Beside words that are also said of meetings, orders and grants; or a list's, a file's or a spreadsheet's signs.
WORDED_FORMS: dict[str, Callable[[str], str]] = {
    "a meeting": lambda it: f"Please discuss at Thursday's MDT meeting: {_split(it, ' ')}",
    "teams": lambda it: f"Both teams: {_split(it, ' ')} is coming over",
    "a drug by mouth": lambda it: f"paracetamol PO {_split(it, ' ')}",
    "Grant": lambda it: f"Patient John Grant {_split(it, ' ')}, bed 4",
    "Mrs Grant": lambda it: f"Mrs Grant {it}",
    "an account": lambda it: f"By her own account: {it} is well",
    "in order": lambda it: f"In alphabetical order: {it}, bed 4",
    "an age behind": lambda it: f"{_split(it, ' ')}F, 78",
    "for review": lambda it: f"Patient {_split(it, ' ')}F for review",
    "a file's letter": lambda it: f"{it}a.pdf",
    "a list": lambda it: f"To review:\n1.{it}\n2.{it}",
    "a list with dashes": lambda it: f"1-{it}",
    "a dot and a date": lambda it: f"{it}.12/03/1956",
    "a spreadsheet's": lambda it: f"Patient {it}.0",
}

# Behind or before a label: separated by whatever there is, or in a link.
LABELLED_FORMS: dict[str, Callable[[str], str]] = {
    "plus": lambda it: _split(it, "+"),
    "hash": lambda it: _split(it, "#"),
    "equals": lambda it: f"={_split(it, '=')}",
    "angle brackets": lambda it: f"<{_split(it, '> <')}>",
    "a plus within": lambda it: _split(_split(it, " +", (3,)), " ", (8,)),
    "percent": lambda it: _split(it, " % "),
    "words": lambda it: _split(it, " and "),
    "three signs": lambda it: _split(it, "<->"),
    "emoji": lambda it: _split(it, "👉"),
    "equals, digit by digit": lambda it: "=".join(it),
    "1 4 5, two signs": lambda it: f"{it[0]}#{it[1:5]}+{it[5:]}",
    "link's path": lambda it: f"https://x.example/p/{it}",
    "link's folder": lambda it: f"https://x.example/a/{it}/letter",
    "link's dashes": lambda it: f"https://x.example/a/{_split(it, '-')}",
    "link's blanks": lambda it: f"https://x.example/a/{_split(it, '%20')}.pdf",
    "link's question": lambda it: f"https://x.example/a?q={it}&page=2",
}
LABELS = ("NHS no {}", "NHS number: {}", "NHS number is {}, on ward 6", "patient {} NHS number",
          "Our patient {} is well", "The patient of bed 4: {}", "patient id {}")  # fmt: skip

PLACES: dict[str, tuple[str, ...]] = {
    "sentence": ("Can somebody look at {}?", "{} waits since Monday", "I rang about {} (ward 6) at 10:30, no answer.",
                 "NHS no: {}", "See {} and call me on 0113 496 0123 please", "pt {}, bed 4, seen 12/03/2026"),
    "edit": ("Sorry, I meant {}", "Edit: it is {}."),
    "title": ("Discharge of {}", "{}: care package"),
    "file name": ("referral {}.pdf", "scan_{}_2.png"),
    "description": ("A letter about {}", "Photo: wristband {}"),
}  # fmt: skip


def _day(random_: random.Random, sign: str) -> str:
    return (date(1925, 1, 1) + timedelta(days=random_.randrange(36_000))).strftime(sign.join(("%d", "%m", "%Y")))


def _mobile(random_: random.Random) -> str:
    return f"07700 900{random_.randrange(1000):03d}"


def test_numbers(random_: random.Random) -> Iterator[str]:
    """NHS numbers of the test range, without end."""
    while True:
        nine = f"999{random_.randrange(10**6):06d}"
        check = calculate_checksum(nine)
        if check != 10:
            yield f"{nine}{check}"


def with_numbers(count: int, seed: int = 1) -> Iterator[tuple[str, str, str]]:
    """(form, place, text) of so many texts that hold a number, every form and place in turn."""
    random_ = random.Random(seed)
    numbers = test_numbers(random_)
    forms, places = list(FORMS.items()), list(PLACES.items())
    for number in range(count):
        form, write = forms[number % len(forms)]
        place, sentences = places[(number // len(forms)) % len(places)]
        yield form, place, random_.choice(sentences).format(write(next(numbers)))


def with_labels(count: int, seed: int = 9) -> Iterator[tuple[str, str]]:
    """(form, text) of so many texts that say whose number they hold, every form and label in turn."""
    random_ = random.Random(seed)
    numbers, forms = test_numbers(random_), list(LABELLED_FORMS.items())
    for number in range(count):
        form, write = forms[number % len(forms)]
        yield form, LABELS[(number // len(forms)) % len(LABELS)].format(write(next(numbers)))


def with_followers(count: int, seed: int = 11) -> Iterator[tuple[str, str]]:
    """(form, text) of so many texts in which a number stands beside a date, a phone's number, an age or another one."""
    random_ = random.Random(seed)
    numbers, forms = test_numbers(random_), list(FOLLOWED_FORMS.items())
    for number in range(count):
        form, write = forms[number % len(forms)]
        yield form, FOLLOWED_IN[(number // len(forms)) % len(FOLLOWED_IN)].format(write(random_, next(numbers)))


def beside_words(count: int, seed: int = 13) -> Iterator[tuple[str, str]]:
    """(form, text) of so many texts in which a number stands beside words that are also said of other things."""
    random_ = random.Random(seed)
    numbers, forms = test_numbers(random_), list(WORDED_FORMS.items())
    for number in range(count):
        form, write = forms[number % len(forms)]
        yield form, write(next(numbers))


def cut_over_fields(count: int, seed: int = 10) -> Iterator[list[str]]:
    """The fields of so many forms, of which one ends with a number's first digits and a later one goes on with it."""
    random_ = random.Random(seed)
    numbers = test_numbers(random_)
    for each in range(count):
        number, at = next(numbers), random_.choice((3, 6))
        one, two = random_.choice(((0, 3), (0, 4), (3, 4)))
        fields = ["Falls", "Tuesday 2pm", "1 hour", "Town hall", "We meet"]
        first, rest = (number[:at], number[at:]) if each % 2 else (_split(number[:at], " ", (3,)).strip(), number[at:])
        fields[one], fields[two] = f"{fields[one]} {first}", f"{rest} {fields[two]}"
        yield fields


def with_other_nations_numbers(count: int, seed: int = 2) -> Iterator[str]:
    """Texts with a labelled CHI or H&C number that can be nobody's."""
    random_ = random.Random(seed)
    for _ in range(count):
        if random_.random() < 0.5:
            nine = f"3{random_.choice('01')}02{random_.randrange(100):02d}{random_.randrange(1000):03d}"  # 30 February
            label, at = random_.choice(("CHI", "CHI no", "chi number:")), random_.choice(((6,), (3, 6), ()))
        else:
            nine = f"3{random_.randrange(2, 10)}{random_.randrange(10**7):07d}"
            label, at = random_.choice(("H&C no", "HCN", "H&C number:", "Health and Care number")), _THREE
        check = calculate_checksum(nine) or 0
        digits = f"{nine}{(check + 1 + random_.randrange(8)) % 10}"
        wrong = digits if int(digits[-1]) != check else f"{nine}{(check + 1) % 10}"
        yield f"{label} {_split(wrong, ' ', at)} please"


DATE_FORMS = (
    "%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y", "%Y-%m-%d", "%Y/%m/%d", "%d/%m/%y", "%d-%m-%y", "%d.%m.%y", "%d %m %Y",
    "%d %B %Y", "%d %b %Y", "%d %b %y", "%dth of %B %Y", "%dth %B, %Y", "%B %d, %Y", "%b %d %Y", "%d-%b-%Y", "%d%b%Y",
    "%A %d %B %Y", "%Y %B %d",
)  # fmt: skip


def births_and_postcodes(count: int, seed: int = 3) -> Iterator[tuple[str, str]]:
    """(form of the date, text) of so many texts with a date of birth and a postcode."""
    random_ = random.Random(seed)
    for number in range(count):
        form = DATE_FORMS[number % len(DATE_FORMS)]
        born = date(1925, 1, 1) + timedelta(days=random_.randrange(36_000))
        said, place = born.strftime(form), random_.choice(TOWNS)
        yield (
            form,
            random_.choice(("Born {}, lives in {}", "{} {}", "dob {}. Home is {}.", "{1}, {0}")).format(said, place),
        )


def either_alone(count: int, seed: int = 4) -> Iterator[str]:
    """Harmless texts with a date or a postcode."""
    random_ = random.Random(seed)
    for number in range(count):
        day = date(1948, 1, 1) + timedelta(days=random_.randrange(29_000))
        if number % 2:
            said = day.strftime(random_.choice(DATE_FORMS))
            yield f"{random_.choice(('It began on', 'The report of', 'Since'))} {said}"
        else:
            yield f"{random_.choice(('Our office is in', 'Come to', 'Parking:'))} {random_.choice(TOWNS)}"


NAMED = (
    "John Smith", "Mary Jones", "Łukasz Nowak", "Éabha Kelly", "John O'Neill", "June Brown", "May Jones", "John Ward",
    "John Street", "Wei Li", "Mohammed al-Rashid", "Anne-Marie D’Souza", "Ann Grant",  # noqa: RUF001
)  # fmt: skip
# By their forms. `{g}` and `{f}` are a given and a family name, `{G}` and `{F}` in capitals, `{i}` the first's letter;
# `{d}` is a day.
BORN_FORMS = {
    "label below": "Patient: {G} {F}\nDate of birth: {d}\nWard 6", "family first": "{F}, {G}\nDOB: {d}",
    "family in capitals": "{g} {F} DOB {d}", "brackets": "{g} {f} (DOB {d})",
    "lines": "Name\n{g} {f}\nDate of birth\n{d}", "label above": "Name: {g} {f}\nDOB:\n{d}",
    "initial": "{i} {f} DOB {d}", "initial behind": "{f}, {i}. DOB {d}", "Mrs behind": "DOB {d} Mrs {i} {f}",
    "name behind": "DOB {d} {g} {f}", "fields": "name: {g} {f}, date_of_birth: {iso}",
    "JSON": '{{"name": "{g} {f}", "dateOfBirth": "{iso}"}}', "a field": "{g} {f} birth_date: {iso}",
    "in one": "{g} {f} DOB {ymd}", "label behind": "{d} is the DOB of {g} {f}",
    "table": "Name | DOB | Ward\n{g} {f} | {d} | 6", "born": "{g} {f}, born {d}", "b.": "{g} {f} (b. {d})",
    "on a bed": "Bed 4 {g} {F} {d} needs OT", "brackets, a bay": "{G} {F} ({d}) in Bay 2 is MFFD",
    "age and sex": "{f}, {g} (F) {d}, 78F", "family, initial": "{f} {i} {d}, trolley 3",
    "a title": "Mr {g} {F} {old} awaits review", "of a patient": "pt {g} {f}, {old}", "small letters": "{s} dob {d}",
    "one name": "{f} dob {d}", "initials alone": "JS dob {d}", "d/o/b": "{g} {f} d/o/b {d}", "bars": "{f} DOB {bars}",
    "a remark": "Forename: {g}\nSurname: {f}\nDate of birth (day, month, year as written): {d}",
}  # fmt: skip
LIVING_FORMS = {
    "capitals": "patient {G} {F} {p}", "initials": "Pt {i} {f} {p}", "inpatient": "inpatient {g} {f} {p}",
    "residents": "residents {g} {f}, {p}", "clients": "clients {g} {f} {p}",
    "service-user": "service-user {g} {f} of {p}", "families first": "Patient: {F}, {G}, {p}",
    "8TH": "patient {g} {f} of B33 8TH",
}  # fmt: skip


def people(forms: dict[str, str], count: int, seed: int = 14) -> Iterator[tuple[str, str]]:
    """(form, text) of so many texts that name somebody, with a date of birth or a postcode, every form in turn."""
    random_ = random.Random(seed)
    patterns = list(forms.items())
    for number in range(count):
        (form, pattern), name = patterns[number % len(forms)], NAMED[number // len(forms) % len(NAMED)]
        given, family = name.split(" ")
        born = date(1925, 1, 1) + timedelta(days=random_.randrange(36_000))
        words = {"g": given, "f": family, "G": given.upper(), "F": family.upper(), "i": given[0], "s": name.lower()}
        day = born.strftime(random_.choice(("%d/%m/%Y", "%d.%m.%y", "%d %B %Y", "%d-%b-%Y")))
        old, bars = born.replace(year=min(born.year, 2012)).strftime("%d/%m/%Y"), born.strftime("%d|%m|%Y")
        days = {"d": day, "iso": born.isoformat(), "ymd": born.strftime("%Y%m%d"), "old": old, "bars": bars}
        place = random_.choice(TOWNS)
        yield form, pattern.format(**words, **days, p=place.split(" ", 1)[1], t=place)


def hospital_numbers(count: int, seed: int = 15) -> Iterator[str]:
    """Texts with a number that they call a hospital's."""
    random_ = random.Random(seed)
    for _ in range(count):
        digits = str(random_.randrange(10**4, 10 ** random_.randrange(5, 9)))
        number = random_.choice((digits, f"RX{digits}", f"{digits[:3]} {digits[3:]}", f"A {digits}"))
        label = random_.choice(
            ("MRN", "MRN:", "mrn is", "Hospital number", "Hosp no", "hosp. no.", "hospital no of patient")
        )
        yield f"{random_.choice(('', 'Bed 4: ', 'Ann, '))}{label} {number}{random_.choice(('', ' please', ', ward 6'))}"
