"""How well the guard tells texts with a patient from texts without: `python -m benchmarks.guard [--small]`.

Beside it stands the plain rule that public recognisers of personal data use for NHS numbers: three, three and four
ASCII digits, with a space or a hyphen or nothing between, and a right check
digit. It ends with 1 when an aim is missed.
"""

from __future__ import annotations

import re
import sys
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from nhs_number.validate import is_valid
from rich.console import Console
from rich.table import Table

from benchmarks import announced, harmless, homes, hostile, patients
from bot.patients.screening import screened, words_in

_PLAIN = re.compile(r"\b\d{3}[- ]?\d{3}[- ]?\d{4}\b", re.ASCII)
LIVING_FORMS = {**patients.LIVING_FORMS, **homes.HOME_FORMS}
TWELVE = 12  # of the forms: those that people use most


@dataclass(frozen=True, slots=True)
class Row:
    """One measurement: of `of` texts, how many the guard and the plain rule hold; what share it is to be."""

    name: str
    of: int
    ours: int
    plain: int
    least: float = 0.0
    most: float = 1.0

    @property
    def well(self) -> bool:
        """Whether the aim is met."""
        return self.least <= self.ours / self.of <= self.most

    def cells(self) -> tuple[str, ...]:
        """A row of the table."""
        aim = f"≥ {self.least:.1%}" if self.least else f"≤ {self.most:.2%}" if self.most < 1 else ""
        ours, plain = f"{self.ours / self.of:.3%} ({self.ours})", f"{self.plain / self.of:.2%}"
        return self.name, f"{self.of:,}", ours, plain, aim if self.well else f"{aim} MISSED"


NAMES = (  # of all measurements, in their order
    "numbers, all forms and places",
    "  the first 12 forms",
    *(f"  {form}" for form in patients.FORMS),
    *(f"  in: {place}" for place in patients.PLACES),
    "numbers beside a date, a phone, an age, another",
    *(f"  beside: {form}" for form in patients.FOLLOWED_FORMS),
    "numbers beside words for other things",
    *(f"  worded: {form}" for form in patients.WORDED_FORMS),
    "labelled numbers, however separated",
    *(f"  labelled: {form}" for form in patients.LABELLED_FORMS),
    "numbers cut over two fields",
    "labelled CHI and H&C numbers",
    "date of birth and postcode",
    "date of birth and name",
    *(f"  born: {form}" for form in patients.BORN_FORMS),
    "a hospital's number behind words for it",
    "a patient's name and postcode",
    *(f"  living: {form}" for form in LIVING_FORMS),
    "a date or a postcode alone",
    "harmless lines",
    *(f"  {kind}" for kind in harmless.KINDS),
    "talk about patients in general",
    "our event posts",
    "our event forms",
    "events that speak of patients, with speakers and a venue",
    "events that name a patient and where they live",
    "events with a heading of patients over a name",
    "events that say of somebody at a house that they are cared for",
    "events that speak of care beside a speaker's address",
    "lists of patients in small letters",
    "ordinary lists below the same headings",
    "ten digits of business, bare",
)


def plain_rule(text: str) -> bool:
    """Whether the plain rule finds an NHS number."""
    return any(is_valid(re.sub("[- ]", "", found)) for found in _PLAIN.findall(text))


def measured(name: str, texts: Iterable[str], *, least: float = 0.0, most: float = 1.0, announces: bool = False) -> Row:
    """How many of some texts are held; `announces`: as what an event says."""
    all_ = list(texts)
    ours = sum(bool(screened(text, year=patients.YEAR, announces=announces)) for text in all_)
    return Row(name, len(all_), ours, sum(map(plain_rule, all_)), least, most)


def rows(scale: int) -> Iterator[Row]:
    """Every measurement; `scale` 1 is the full set, 10 a tenth of it."""
    numbers = list(patients.with_numbers(22_000 // scale))
    yield measured("numbers, all forms and places", (text for *_, text in numbers), least=0.995)
    known_forms = list(patients.FORMS)[:TWELVE]
    yield measured("  the first 12 forms", (text for known, _, text in numbers if known in known_forms), least=0.995)
    for form in patients.FORMS:
        yield measured(f"  {form}", (text for known, _, text in numbers if known == form), least=0.995)
    for place in patients.PLACES:
        yield measured(f"  in: {place}", (text for _, known, text in numbers if known == place), least=0.995)
    beside = list(patients.with_followers(14_000 // scale))
    yield measured("numbers beside a date, a phone, an age, another", (text for _, text in beside), least=0.995)
    for form in patients.FOLLOWED_FORMS:
        yield measured(f"  beside: {form}", (text for known, text in beside if known == form), least=0.995)
    worded = list(patients.beside_words(14_000 // scale))
    yield measured("numbers beside words for other things", (text for _, text in worded), least=0.995)
    for form in patients.WORDED_FORMS:
        yield measured(f"  worded: {form}", (text for known, text in worded if known == form), least=0.995)
    labelled = list(patients.with_labels(16_000 // scale))
    yield measured("labelled numbers, however separated", (text for _, text in labelled), least=0.995)
    for form in patients.LABELLED_FORMS:
        yield measured(f"  labelled: {form}", (text for known, text in labelled if known == form), least=0.995)
    cut = map(words_in, patients.cut_over_fields(1_000 // scale))
    yield measured("numbers cut over two fields", cut, least=0.995)
    others = patients.with_other_nations_numbers(4_000 // scale)
    yield measured("labelled CHI and H&C numbers", others, least=0.995)
    born = list(patients.births_and_postcodes(2_000))
    yield measured("date of birth and postcode", (text for _, text in born), least=0.95)
    for name, kind, forms in (
        ("date of birth and name", "born", patients.BORN_FORMS),
        ("a patient's name and postcode", "living", LIVING_FORMS),
    ):
        told = list(patients.people(forms, 10_000 // scale))
        yield measured(name, (text for _, text in told), least=0.99)
        for form in forms:
            yield measured(f"  {kind}: {form}", (text for known, text in told if known == form), least=0.95)
        if kind == "born":
            numbered = patients.hospital_numbers(4_000 // scale)
            yield measured("a hospital's number behind words for it", numbered, least=0.99)
    yield measured("a date or a postcode alone", patients.either_alone(20_000 // scale), most=0.005)
    lines = list(harmless.lines(100_000 // scale))
    yield measured("harmless lines", (text for _, text in lines), most=0.001)
    for kind in harmless.KINDS:
        yield measured(f"  {kind}", (text for known, text in lines if known == kind))
    yield measured("talk about patients in general", harmless.care_talk(20_000 // scale), most=0.01)
    yield measured("our event posts", harmless.event_posts(10_000 // scale), most=0.0)
    yield measured("our event forms", map(words_in, harmless.event_forms(10_000 // scale)), most=0.0, announces=True)
    spoken = map(words_in, announced.events(10_000 // scale))
    yield measured("events that speak of patients, with speakers and a venue", spoken, most=0.001, announces=True)
    named = map(words_in, announced.of_patients(10_000 // scale))
    yield measured("events that name a patient and where they live", named, least=0.95, announces=True)
    headed = map(words_in, announced.headed(10_000 // scale))
    yield measured("events with a heading of patients over a name", headed, least=0.95, announces=True)
    cared_for = map(words_in, announced.cared_for(10_000 // scale))
    yield measured(
        "events that say of somebody at a house that they are cared for", cared_for, least=0.95, announces=True
    )
    contacts = map(words_in, announced.contacts(10_000 // scale))
    yield measured("events that speak of care beside a speaker's address", contacts, most=0.001, announces=True)
    listed = map(words_in, announced.listed(10_000 // scale))
    yield measured("lists of patients in small letters", listed, least=0.95, announces=True)
    ordinary = map(words_in, announced.ordinary_lists(10_000 // scale))
    yield measured("ordinary lists below the same headings", ordinary, most=0.001, announces=True)
    yield measured("ten digits of business, bare", harmless.bare_numbers(10_000), most=0.05)


def main() -> int:
    """Print the table; 1 when an aim is missed."""
    scale = 20 if "--small" in sys.argv[1:] else 1
    table = Table("texts", "how many", "held", "plain rule", "aim", title="Patient-data guard")
    begun, found = time.perf_counter(), list(rows(scale))
    for row in found:
        table.add_row(*row.cells())
    Console(width=110).print(table)
    sample = [text for _, text in harmless.lines(20_000 // scale, seed=8)]
    start = time.perf_counter()
    for text in sample:
        screened(text, year=patients.YEAR)
    each = (time.perf_counter() - start) / len(sample)
    print(f"{each * 1e6:.0f} microseconds a line; measured in {time.perf_counter() - begun:.0f} s")
    worst, seconds = hostile.slowest()
    print(
        f"hostile text of {hostile.LENGTH:,} characters: at most {seconds:.3f} s of the processor ({worst}); aim 0.1 s"
    )
    held = Counter(kind for text in sample for kind in screened(text, year=patients.YEAR))
    print(f"harmless lines of another seed, held as: {dict(held)}")
    return 0 if all(row.well for row in found) else 1


if __name__ == "__main__":
    raise SystemExit(main())
