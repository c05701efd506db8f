"""Sentences about what is held because it may tell of a patient. Members read them."""

from __future__ import annotations

from collections.abc import Sequence

from bot.screening import Kind
from bot.texts import listed

FOUND = {
    Kind.NHS_NUMBER: "a number that looks like an NHS, CHI or H&C number",
    Kind.HOSPITAL_NUMBER: "a number that looks like a hospital number",
    Kind.BIRTH_AND_NAME: "a date of birth beside a name",
    Kind.BIRTH_AND_POSTCODE: "a date of birth and a postcode",
    Kind.POSTCODE_AND_NAME: "a patient's name and a postcode",
}
YOUR_MESSAGE = "A message of yours"
A_BOT = "A bot"
CHOOSE = "If it names a patient, edit the message: I look at it again, and copy it once nothing is found."
KEPT = "I keep your message for up to 24 hours. Nobody else is told, and organisers cannot see it."
SEND_IT = "Send it, this is no patient"
SEND_HIDDEN = "Send with digits hidden"
DO_NOT_SEND = "Do not send"
RELEASED = "You edited your message, and I found nothing in it this time. It is being copied now."


def is_held(kinds: Sequence[Kind], bridge: str) -> str:
    """Behind "A message of yours". `bridge` is empty where people talk who were introduced."""
    what = listed([FOUND[kind] for kind in kinds])
    where = f"copied over the bridge “{bridge}”" if bridge else "passed on"
    return f" was not {where}. It has {what}."


def not_taken(kinds: Sequence[Kind]) -> str:
    """A form was filled in with words that would go elsewhere."""
    what = listed([FOUND[kind] for kind in kinds])
    return f"I have not sent this. It has {what}. Please leave out what names a patient."


def bot_held(bot: str, community: str, bridge: str) -> str:
    """Told to organisers."""
    return (
        f"Bridge “{bridge}”: what {bot} writes in {community} may name patients, so it is not copied. "
        "Please look at what it writes there."
    )
