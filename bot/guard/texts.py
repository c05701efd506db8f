"""Sentences of the guard that members read."""

from __future__ import annotations

from bot.saying import _

NOT_HELD = _(
    "I hold no message of yours under this button. It was decided, edited or deleted, or 24 hours have passed."
)
NOT_HELD_HERE = _("No message of yours waits for you here.")
OPEN_MESSAGES = _(
    "If this is about your message, a community could not take it. "
    "Allow direct messages from this community's members: then I can tell you why, the next time."
)
SURE = _("Are you sure that this message names no patient? It is then copied to the other communities as it is.")
SURE_BETWEEN = _(
    "Are you sure that this message names no patient? It is then passed on as it is, to whom you were introduced."
)
WRITTEN_DOWN = _(
    "I write down that you sent it, and what kind of thing I found. I do not write down what it says. "
    "Your organisers can read this in /bridge log."
)
NOT_WRITTEN_WHO = _(
    "I write down that a held message was sent, and what kind of thing I found. "
    "I write down neither who sent it nor what it says. Organisers cannot see it."
)
IN_LOG = _("Your organisers can read in /bridge log that you sent it, and what kind of thing I found.")
YES_SEND = _("Yes, send it")
SENT = _("Your message is being copied now. Was that a mistake? If you delete it, its copies go too.")
PASSED_ON = _("Your message is being passed on now.")  # between people who were introduced
SENT_HIDDEN = _(
    "It is copied now, with a dot for each digit. Your message still has them. If it names a patient, delete it."
)
CANNOT_CROSS = _("I hold your message no longer. But this bridge does not copy what you write at the moment.")
CANNOT_REACH = _("I hold your message no longer. But I cannot pass on what you write here at the moment.")
DROPPED = _(
    "I do not copy this message, and I hold its text no longer. It stays where you wrote it. "
    "If it names a patient, delete it there too."
)
CHANGE_DROPPED = _(
    "I do not copy this change, and I hold its text no longer. What I copied before still stands elsewhere. "
    "If your message names a patient, delete it where you wrote it."
)
TOO_LATE = _(
    "Nobody decided about this message within 24 hours. I do not copy it, and I hold its text no longer. "
    "If it names a patient, delete it where you wrote it."
)
CHANGE_TOO_LATE = _(
    "Nobody decided about this change within 24 hours. I do not copy it, and I hold its text no longer. "
    "What I copied before still stands elsewhere. If your message names a patient, delete it where you wrote it."
)
DELETED = _("You deleted this message. I hold its text no longer.")

LOOKS = _(
    "Before anything leaves this community, I look for what may name a patient. Such a message waits for its sender."
)
LOOKS_FOR = (
    _("NHS numbers, Scottish CHI numbers and H&C numbers of Northern Ireland, in the usual ways to write them"),
    _("a number that is called a hospital number, for example after “MRN”"),
    _("a date of birth beside a name, or together with a postcode"),
    _("a date that can be one of birth beside a patient's name, as in a line of a handover"),
    _("a patient's name, or a name with a title such as Mrs, together with a postcode"),
)
ALWAYS_ON = _(
    "This is always on. Organisers cannot see what is held. "
    "They can add forms of hospital numbers that no message calls so, with /guard form."
)
NOT_FOUND = _(
    "I cannot find everything. I do not read pictures or documents. I cannot tell when a story fits only one patient. "
    "Please leave patients out."
)
FORM_HOW = _(
    "Please write the form with # for a digit and ? for a letter, for example RX1 ######. "
    "It needs 5 or more #, and takes up to 20 letters, digits, spaces and dashes."
)
FORM_MEANS = _("Messages of this community with such a number wait for their sender from now on.")
TOO_MANY_FORMS = _("There are 20 forms already. Please remove one first.")


def form(written: str) -> str:
    """One of what is looked for."""
    return _("hospital numbers like {form}", form=written)


def form_added(written: str) -> str:
    """A form is known now."""
    return _("I look for hospital numbers like {form} now.", form=written)


def form_removed(written: str) -> str:
    """It is not any more."""
    return _("I do not look for numbers like {form} any more.", form=written)


def no_such_form(written: str) -> str:
    """Nothing changed."""
    return _("I do not look for numbers like {form}. Use /guard show to see what I look for.", form=written)
