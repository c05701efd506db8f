"""Texts that say where somebody lives without a word for a patient; `benchmarks.patients.people` fills them in."""

HOME_FORMS = {
    "Mrs": "Mrs {f}, {p}", "Mr of": "Mr {f} of {p} rang", "small": "mrs {s}, {p}",
    "a street": "Mr {i} {f}, 4 High Street, {t}", "an address": "Miss {g} {f}\nFlat 2, 4 Long Lane\n{t}",
    "lives at": "{g} {f} lives at 4 High Street, {t}", "lives alone": "Ms {f}, 82, lives alone in {t}",
}  # fmt: skip
