"""Sentences about what is held because it may tell of a patient. Members read them."""

from __future__ import annotations

from collections.abc import Sequence

from adapters.contract.content import Span
from bot.patients.screening import Kind
from bot.saying import _, listed

FOUND = {
    Kind.NHS_NUMBER: _("a number that looks like an NHS, CHI or H&C number"),
    Kind.HOSPITAL_NUMBER: _("a number that looks like a hospital number"),
    Kind.BIRTH_AND_NAME: _("a date of birth beside a name"),
    Kind.BIRTH_AND_POSTCODE: _("a date of birth with a postcode"),
    Kind.POSTCODE_AND_NAME: _("a patient's name with a postcode"),
}
YOUR_MESSAGE, YOUR_CHANGE = _("A message of yours"), _("The change of a message of yours")
A_BOT = _("A bot")
CHOOSE = _(
    "It still stands where you wrote it. If it names a patient, delete it there, and tell your organisation's "
    "information governance team. Or edit it: I look at it again, and copy it once nothing is found."
)
COPY_STANDS = _("What was copied before stays as it is.")
KEPT = _("I keep your message for up to 24 hours. Organisers cannot see it.")
LOGGED = _("If you have it sent with a button, your organisers can read in /bridge log that you did.")
SEND_IT = _("Send it, this is no patient")
SEND_HIDDEN = _("Send with digits hidden")
NAME_STAYS = _("Hiding only its digits would still show the name, so there is no button for that.")
DO_NOT_SEND = _("Do not send")
RELEASED = _("You edited your message, and I found nothing in it this time. It is being copied now.")


def is_held(message: Span, kinds: Sequence[Kind], bridge: str) -> str:
    """Told to its author, of a message or of its change. `bridge` is empty where people talk who were introduced."""
    what = listed([FOUND[kind] for kind in kinds])
    if not bridge:
        return _("{message} was not passed on. It has {what}.", message=message, what=what)
    return _(
        "{message} was not copied over the bridge “{bridge}”. It has {what}.",
        message=message,
        bridge=bridge,
        what=what,
    )


def not_taken(kinds: Sequence[Kind]) -> str:
    """A form was filled in with words that would go elsewhere."""
    what = listed([FOUND[kind] for kind in kinds])
    return _("I have not sent this. It has {what}. Please leave out what names a patient.", what=what)


def bot_held(bot: str, community: str, bridge: str) -> str:
    """Told to organisers."""
    return _(
        "Bridge “{bridge}”: what {bot} writes in {community} may name patients, so it is not copied. "
        "Please look at what it writes there.",
        bridge=bridge,
        bot=bot,
        community=community,
    )
