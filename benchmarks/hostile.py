"""Texts that keep the guard's patterns busy: each repeats what a pattern begins with, and never ends well."""

from __future__ import annotations

import time

from bot.patients.screening import screened

LENGTH = 100_000  # characters; more than either platform takes in one message
MASKS = ("RX1 ######", "#" * 20, "?????#####?????", "# # # # # # # # # #")
PIECES = {
    "digits": "1", "digits apart": "1 ", "digits and dots": "1.", "digits and commas": "1,",
    "digits, invisible": "1\u200b",
    "groups": "999 000 0018 ", "ten digits": "1234567890 ", "beside a label": "1234567890 dob ", "labels": "nhs no ",
    "half labels": "nhs___", "phones": "+44 (0) 1", "phones of nowhere": "+1 1 1 1 1", "moments": "<t:",
    "mentions": "<@",
    "links": "https://", "links to patients": "https://a/nhs_", "times": "123456789.123", "dates": "01/02/1950 ",
    "births": "dob 01/02/1950 ", "births in words": "born 1 january 1950 ", "no dates": "born 99/99/1950 ",
    "dates to come": "born 01/02/2050 ", "months": "january", "postcodes": "SW1A 1AA ",
    "patients": "patient SW1A 1AA Mr ",
    "names": "patient Ann SW1A 1AA ", "no names": "The Ward ", "spaces": " ", "hospital numbers": "RX1 20481 ",
    "labelled figures": "nhs no 1+", "patients' figures": "patient <4> ",
    "patients' numbers": "patient 4=99 123 45 78 ",
    "patients' links": "patient https://x/4/99 ", "records": "record http://4567890123 ",
    "calls": "chi no +1 1 1 1 1 1 1 ",
    "one long link": "/nhs no/4", "wide digits": "\uff11",
    "spelled out": "\ufdfa", "squared words": "\u3300", "fractions": "\u00bd", "bracketed": "\u2487",
    "births and names": "name: DOB\n01/02/1950 A. ", "capitals": "BORN (B DOB 01/02/1950 ",
    "tables": "dob|\n01/02/1950 ", "births behind": "01/02/1950, the dob ", "listed": "\n1.9990000010",
    "marks": "\u0323\u0301", "marks on digits": "1\u0332", "gaps": f"1{' ' * 20}", "wide gaps": f"1{chr(0x2003) * 20}",
    "beds": "bed 4 Mr A 01/02/1950 ", "patients and dates": "pt 01/02/1950 A B C ", "hospitals": "hosp no 1-2 mrn of ",
    "parts of names": "a dob a's d/o/b 1*1*50 ",
    "homes": "Mr A B C, 4 D E F G H I, 4 D E F G H SW1A 1A ", "homes of nobody": "SW1A 1AA lives at 4 A, ",
    "titles": "SW1A 1AA Mr Mr ", "chairs": "SW1A 1AA. Chair: Mr A, SW1A 1AA ",
    "lists of patients": "patients:\n- jane SW1A 1AA\n", "cared for": "Mr A, 4 B, SW1A 1AA, due a discharge. ",
    "digits beside phones": "1 0018 07700 900123 ", "phones beside phones": "0044 7700 900123 ",
}  # fmt: skip


def slowest() -> tuple[str, float]:
    """The text that takes the guard longest, and how many seconds of the processor: the best of three."""
    return max(((name, _seconds(piece)) for name, piece in PIECES.items()), key=lambda found: found[1])


def _seconds(piece: str) -> float:
    text, taken = (piece * (LENGTH // len(piece) + 1))[:LENGTH], []
    for _ in range(3):
        begun = time.process_time()
        screened(text, MASKS, year=2026)
        taken.append(time.process_time() - begun)
    return min(taken)
