"""Sentences of the guard that members read."""

from __future__ import annotations

NOT_HELD = "I hold no message of yours under this button. It was decided, edited or deleted, or 24 hours have passed."
SURE = "Are you sure that this message names no patient? It is then copied to the other communities as it is."
WRITTEN_DOWN = "I write down that you sent it, and what kind of thing I found. I do not write down what it says."
YES_SEND = "Yes, send it"
SENT = "Your message is being copied now."
SENT_HIDDEN = "Your message is being copied now, with a dot in place of each digit."
CANNOT_CROSS = "I hold your message no longer. But this bridge does not copy what you write at the moment."
DROPPED = "I do not copy this message, and I hold its text no longer. It stays where you wrote it."
TOO_LATE = "Nobody decided about this message within 24 hours. I do not copy it, and I hold its text no longer."
DELETED = "You deleted this message. I hold its text no longer."

LOOKS = (
    "Before anything leaves this community, I look for what may name a patient. Such a message waits for its sender."
)
LOOKS_FOR = (
    "NHS numbers, Scottish CHI numbers and H&C numbers of Northern Ireland, however they are written",
    "a date of birth beside a name, or together with a postcode",
    "a patient's name together with a postcode",
)
ALWAYS_ON = "This is always on. Organisers cannot see what is held. They can add hospital numbers with /guard form."
NOT_FOUND = (
    "I cannot find everything. I do not read pictures or documents, and I do not know a story that only one patient "
    "fits. Please leave patients out."
)
FORM_HOW = (
    "Please write the form with # for a digit and ? for a letter, for example RX1 ######. "
    "It needs 5 or more #, and takes up to 20 letters, digits, spaces and dashes."
)
FORM_MEANS = "Messages of this community with such a number wait for their sender from now on."
TOO_MANY_FORMS = "There are 20 forms already. Please remove one first."


def form(written: str) -> str:
    """One of what is looked for."""
    return f"hospital numbers like {written}"


def form_added(written: str) -> str:
    """A form is known now."""
    return f"I look for hospital numbers like {written} now."


def form_removed(written: str) -> str:
    """It is not any more."""
    return f"I do not look for numbers like {written} any more."


def no_such_form(written: str) -> str:
    """Nothing changed."""
    return f"I do not look for numbers like {written}. Use /guard show to see what I look for."
