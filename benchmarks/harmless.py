"""What people write to each other without naming a patient: talk full of numbers, made by rule from a seed."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from datetime import UTC, datetime

from benchmarks.patients import PEOPLE, TOWNS, test_numbers

_TALK = (
    "We cut length of stay from {a} to {b} days on {c} wards.", "Version {a}.{b}.{c} is out",
    "{a}% of {b} people said so",
    "See you at {h}:{m} on the {d}th", "Budget: £{k},{j},{i}", "Grant {a}/{b}/{c} closes on {d}/{mo}/2026",
    "Has anybody joined up falls data across {a} trusts?", "+1, same here on page {b}",
    "Ward {a}: {b} beds, {c} nurses",
    "Room {a}, floor {b}, code {k}#", "NHS 111 had {k} {j} calls", "ICD-10 code W{d}.{a}, SNOMED {snomed}",
    "The paper: doi.org/10.{k}/s{snomed}-{a}-{b}", "RFC {k}, ISO 27001:2022, BS {j}",
    "{d}.{mo}.2026 {h}:{m} works for me",
    "IP 10.{a}.{b}.{d}, port {k}", "n = {k}, p < 0.0{d}, 95% CI {a}.{b} to {a}.{c}", "{i}, {j} and {k} in Q{d}",
    "Build {k}{j} failed after {a} min", "commit {sha}", "uuid {uuid}", "0.{snomed}", "Patient flow is {a}% better now",
    "DTAC v2, DSPT 2025-26, MHRA class IIa: {a} questions",
)  # fmt: skip


def _talk(random_: random.Random) -> str:
    small = {key: random_.randrange(1, 100) for key in "abc"}
    groups = {key: random_.randrange(100, 1000) for key in "ij"}
    return random_.choice(_TALK).format(
        **small, **groups, k=random_.randrange(1000, 10_000), h=random_.randrange(8, 19),
        m=f"{random_.randrange(60):02d}", d=random_.randrange(1, 28), mo=f"{random_.randrange(1, 13):02d}",
        snomed=random_.randrange(10**7, 10**15), sha=f"{random_.getrandbits(160):040x}",
        uuid=f"{random_.getrandbits(32):08x}-{random_.getrandbits(16):04x}-{random_.getrandbits(48):012x}",
    )  # fmt: skip


def _phone(random_: random.Random) -> str:
    digits = f"{random_.randrange(10**9):09d}"
    written = random_.choice(
        (f"07{digits[:3]} {digits[3:]}", f"07{digits}", f"+44 7{digits[:3]} {digits[3:]}", f"+447{digits}",
         f"020 7{digits[:3]} {digits[3:7]}", f"0113 {digits[:3]} {digits[3:7]}",
         f"+44 (0)20 7{digits[:3]} {digits[3:7]}",
         f"0044 7{digits[:3]} {digits[3:6]} {digits[6:]}",
         f"(0161) {digits[:3]} {digits[3:7]}", f"+1 {digits[:3]}-{digits[3:6]}-{digits[6:]}{digits[0]}")
    )  # fmt: skip
    return random_.choice(("My number is {}", "{}", "Ring me: {}", "Front desk {} or ext 4410", "tel. {}")).format(
        written
    )


def _tokens(random_: random.Random) -> str:
    at, part = random_.randrange(1_600_000_000, 1_900_000_000), random_.randrange(10**6)
    snowflake = random_.randrange(10**17, 10**19)
    return random_.choice(
        (f"<t:{at}:F>", f"<!date^{at}^{{date_short}} at {{time}}|then>", f"{at}.{part:06d}", f"<@{snowflake}>",
         f"<@U0{at % 10**8}>", f"<#{snowflake}>", f"<:tick:{snowflake}>", f"message {snowflake}",
         f"https://north.slack.com/archives/C0123/p{at}{part:06d}",
         f"https://discord.com/channels/{snowflake}/{snowflake + 7}",
         f"deployed at {at}{part % 1000:03d}", f"https://example.org/a?ts={at}&id={snowflake}")
    )  # fmt: skip


def _epoch(random_: random.Random) -> str:
    return random_.choice(("since {}", "{}", "exp: {}", '{{"iat": {}}}')).format(
        random_.randrange(1_600_000_000, 1_900_000_000)
    )


def _meeting(random_: random.Random) -> str:
    ten, eleven = f"{random_.randrange(10**9, 10**10)}", f"{random_.randrange(10**10, 10**11)}"
    return random_.choice(
        (f"Zoom: {eleven[:3]} {eleven[3:7]} {eleven[7:]}", f"Meeting ID: {ten[:3]} {ten[3:6]} {ten[6:]}",
         f"Join: https://zoom.us/j/{eleven}?pwd=x",
         f"Teams meeting ID {eleven[:3]} {eleven[3:6]} {eleven[6:9]} {eleven[9:]}",
         f"Dial-in code: {ten}#")
    )  # fmt: skip


def _order(random_: random.Random) -> str:
    ten = f"{random_.randrange(10**9, 10**10)}"
    return random_.choice(
        (f"Order no. {ten} has come", f"PO {ten}", f"Invoice {ten[:4]}-{ten[4:]}", f"Company no. {ten[:8]}",
         f"ISBN 978-{ten[0]}-{ten[1:4]}-{ten[4:9]}-{ten[9]}", f"GTIN 50{ten}1", f"Tracking: {ten}{ten[:4]}")
    )  # fmt: skip


_BESIDE = (  # what lies next to what is found: with one difference
    "Meeting ID: {i} {j} {k}", "Teams meeting ID: {i} {j} {k}", "Meeting no. {ten}, see you there",
    "Conference ID: {i} {j} {k}#", "Zoom meeting {i} {j} {k}", "Order no. {ten} has come", "The order: {ten}",
    "Your PO {ten}", "Purchase order {ten}", "Grant no {ten} is open", "Grant ref: {ten}", "Account no: {ten}",
    "Ticket #{ten} is closed", "VAT no. {ten}", "| 0.{ten} | {a}.{b} | {ten}.{a} |", "{a}.{ten}, {b}.{ten}",
    "Rows: 0.{ten}\n0.{ten}", "{name}, since {old}", "{name} joined on {old}", "{name} left {old}, {other} came {old}",
    "{name} speaks on {soon}, {town}", "{name} and {other} meet residents and clients, {town}",
    "Inpatients: Mental Health Unit, {town}", "Clients Advisory Board: {other} in the Town Hall, {town}",
    "Please never post a DOB, not even an old one. {name}, {soon}", "{a}.{ten} {b}.{c}",
    "Our form asks for name, DOB and postcode, thanks {name}",
    "DOB matched for {a} of {k} records", "NHS ENGLAND, {old}: {name}", "Ward {a}, option (b) {old} {name}",
    "Resident line: {town}", "M1 8th floor, since {old}", "The hub was born in Leeds, {name} says",
    "Date of birth is dd/mm/yyyy, says {name}", "June Brown and John Ward, {old} to {soon}", "{name} (band {c}) {soon}",
    "Patient leaflet by {name}, {late}", "Mr {other}, {late}", "Bed {a}: {name} speaks on {soon}", "MRN has {a} digits",
    "The hospital number is 0113 {i} {k}, ask for {name}", "Hospital no. {a} of {b}", "{a} beds, {name}, since {old}",
    "Enter a DOB, as in 01/01/19{c}", "Testing with DOB 01/01/1970", "The resident artist, {name}: {late}",
    "Residents of {a} homes and {name}, {soon}", "Ring the hospital on no. 0113 {i} {k}",
    "MRNs matched: {k}, MRNs new: {j}", "Chair: Mrs Smith, NHS Leeds, {town}", "Speakers: {name} and Mr Jones, {town}",
    "Hosted by Mrs Smith, {a} High Street, {town}", "Mr Jones, Town Hall, {town}", "Mrs Smith, Room {a}, {town}",
    "Our hub lives at {a} High Street, {town}", "Dr {name}, {town}", "Mrs Smith (treasurer), {town}",
)  # fmt: skip


def _beside(random_: random.Random) -> str:
    right = f"{next(test_numbers(random_))}"
    ten = random_.choice((right, f"{random_.randrange(10**9, 10**10)}"))
    old, soon = random_.randrange(1950, 2024), random_.randrange(2026, 2028)
    day, month = random_.randrange(1, 29), random_.randrange(1, 13)
    name, other = random_.sample((*PEOPLE, "John O'Neill", "JOHN SMITH", "J Smith", "May Jones", "Łukasz Nowak"), 2)
    return random_.choice(_BESIDE).format(
        **{key: random_.randrange(1, 100) for key in "abc"}, ten=ten, i=ten[:3], j=ten[3:6], k=ten[6:],
        old=f"{day:02d}/{month:02d}/{old}", soon=f"{day:02d}/{month:02d}/{soon}", name=name, other=other,
        late=f"{day:02d}/{month:02d}/{random_.randrange(2017, 2026)}",
        town=random_.choice(TOWNS),
    )  # fmt: skip


KINDS: dict[str, Callable[[random.Random], str]] = {
    "talk": _talk,
    "phones": _phone,
    "platform tokens": _tokens,
    "Unix times": _epoch,
    "meeting ids": _meeting,
    "orders, books": _order,
    "next to what is found": _beside,
}
# What is written in a channel, by hundreds: mostly talk.
SHARES = (
    ("talk", 82),
    ("phones", 4),
    ("platform tokens", 4),
    ("Unix times", 1),
    ("meeting ids", 3),
    ("orders, books", 2),
    ("next to what is found", 4),
)


def lines(count: int, seed: int = 5) -> Iterator[tuple[str, str]]:
    """(kind, text) of so many lines, in the shares of a channel."""
    random_ = random.Random(seed)
    names, weights = zip(*SHARES, strict=True)
    for _ in range(count):
        [kind] = random_.choices(names, weights)
        yield kind, KINDS[kind](random_)


_CARE = (
    "{p} waited {a} to {b} min in {y}, {k} in all", "{p}: {a}%, {b}%, {c}% and {d}% over {y} and {y}",
    "{p} seen {d}/{mo}/{y} {h}:{m}, of {k}", "{p} flow: {k}, {j}, {i} ({a}%) in Q{d}", "{p} line: 0161 496 {k} or 111",
    "{p} line: +44 161 496 {k} ext {a}", "{p} stories, £{i},{j} and £{a}.{b} for {c} of {k}",
    "{p} safety lead, band 7: https://www.linkedin.com/jobs/view/{ten}", "{p} experience: https://zoom.us/j/{ten}?pwd=x",
    "{p} panel {d}.{mo}.{y} at {h}.{m}, room {a}, https://teams.example/meet/{ten}",
    "{p} leaflet {i}-{j}, version {a}.{b}.{c}, print {k}", "Meeting ID: {i} {j} {k}, on {p} experience",
    "{p} records: https://doi.org/10.{k}/s{snomed}-{a}-{b}", "{p} {a} of {b}, {y}-{mo}-{d}T{h}:{m}:{m}",
    "NHS number matched for {a}% of {k} in {y}, {b}% of {j}", "NHS numbers: {i}+{j} new, {k} old, {a} wrong",
    "NHS number at {a} trusts: {h}:{m}, {d}.{mo}.{y}", "NHS number clinic, Zoom https://zoom.us/j/{ten}",
    "Ask about the NHS number on +44 113 496 {k} or {h}:{m}", "{p} survey: n={k}, {a}+{b}={c}, p<0.0{d}, {y}",
    "https://north.slack.com/archives/C0123/p{at}123456 on {p} transport", "{p} hub, expires {at}, build {k}-{y}-{a}",
    "{p} groups #{a} #{b} #{c} #{k}, <{i}> of <{j}>", "Wards {a}, {b}, {c}: {k} {p} in {y}, {i} in {j} days",
)  # fmt: skip


def care_talk(count: int, seed: int = 11) -> Iterator[str]:
    """Talk about patients in general, and about NHS numbers, full of figures, dates, phones and links."""
    random_ = random.Random(seed)
    for _ in range(count):
        yield random_.choice(_CARE).format(
            p=random_.choice(("Patients", "patient", "The patient", "pt", "patients")),
            **{key: random_.randrange(1, 100) for key in "abc"}, **{key: random_.randrange(100, 1000) for key in "ij"},
            k=random_.randrange(1000, 10_000), y=random_.randrange(2015, 2028), d=f"{random_.randrange(1, 29):02d}",
            mo=f"{random_.randrange(1, 13):02d}", h=f"{random_.randrange(8, 19):02d}",
            m=f"{random_.randrange(60):02d}", ten=random_.randrange(10**9, 10**10),
            snomed=random_.randrange(10**7, 10**10), at=random_.randrange(1_600_000_000, 1_900_000_000),
        )  # fmt: skip


def event_forms(count: int, seed: int = 12) -> Iterator[list[str]]:
    """The fields of forms that make events: title, time, length, place or link, and what it is about."""
    random_ = random.Random(seed)
    for number in range(count):
        day = datetime.fromtimestamp(random_.randrange(1_780_000_000, 1_900_000_000), UTC)
        year, room, zoom = day.year, random_.randrange(10, 400), random_.randrange(10**9, 10**11)
        yield [
            random_.choice((f"Meetup {number}", f"Falls {year}", f"Ward {room}", "Patient flow", f"{room} days")),
            day.strftime(random_.choice(("%A %d %B %Y, %H:%M", "%d/%m/%Y %H:%M", "%d %m %Y %H", "%Y-%m-%d", "%d %b"))),
            random_.choice(("", "1 hour", "90 min", "45")),
            random_.choice(
                (f"{room} High Street, {random_.choice(TOWNS)}", f"Room {room}", f"https://zoom.us/j/{zoom}")
            ),
            random_.choice(
                (f"{room} places", f"{year}: what we learned", f"{number}", f"Tel 0113 496 {number % 10000:04d}")
            ),
        ]


def bare_numbers(count: int, seed: int = 6) -> Iterator[str]:
    """Business's ten digits with nothing beside them that says what they are: the hardest of all."""
    random_ = random.Random(seed)
    for _ in range(count):
        ten = f"{random_.randrange(10**9, 10**10)}"
        yield random_.choice((ten, f"{ten[:3]}-{ten[3:6]}-{ten[6:]}", f"{ten[:3]} {ten[3:6]} {ten[6:]}"))


def event_posts(count: int, seed: int = 7) -> Iterator[str]:
    """Announcements of community events, as a bot posts them on both platforms."""
    random_ = random.Random(seed)
    for number in range(count):
        at = random_.randrange(1_780_000_000, 1_900_000_000)
        day = datetime.fromtimestamp(at, UTC)
        zoom = random_.randrange(10**9, 10**11)
        yield "\n".join(
            (
                f"Meetup {number}: discharge and flow, with Dr {random_.choice(PEOPLE)}",
                random_.choice((f"<t:{at}:F>", f"<!date^{at}^{{date_long}}|then>", day.strftime("%A %d %B %Y, %H:%M"))),
                f"{random_.choice(TOWNS)}, room {random_.randrange(300)}, or https://zoom.us/j/{zoom}",
                f"Meeting ID: {str(zoom)[:3]} {str(zoom)[3:6]} {str(zoom)[6:]}. Tel 0113 496 {number % 10000:04d}",
                f"{random_.randrange(60)} of 60 places. Hosts: {random_.choice(PEOPLE)}, {random_.choice(PEOPLE)}",
            )
        )
