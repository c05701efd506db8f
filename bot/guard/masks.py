"""How organisers tell the guard which form their hospitals' numbers have."""

from __future__ import annotations

from dataclasses import dataclass

from adapters.contract.commands import Declaration, Who, ask
from adapters.contract.content import Content, ListBlock, Paragraph, Text, plain
from bot.acts import Act, note
from bot.feature import Call, Handler
from bot.guard import texts
from bot.patients.screening import LONGEST_MASK, mask
from bot.saying import _
from storage.database import Unit

MOST = 20  # each message is looked through for all of them
ADD, REMOVE = "add", "remove"


@dataclass(frozen=True)
class Form:
    """What to do with which form of numbers."""

    action: str = ask(
        _("Add or remove"),
        choices=((ADD, _("{word}: hold messages", word=ADD)), (REMOVE, _("{word}: no longer", word=REMOVE))),
    )
    form: str = ask(_("Form"), hint="# for a digit, ? for a letter: RX1 ######", max_length=LONGEST_MASK)


async def change(call: Call, unit: Unit) -> Content:
    """Add a form of numbers, or take one away."""
    home, wanted = call.asked.channel.home, mask(call.answers.form)
    known = await unit.held.masks(home)
    if call.answers.action == REMOVE:
        given = " ".join(call.answers.form.upper().split())
        if given not in known:
            return plain(texts.no_such_form(given))
        await unit.held.remove_mask(home, given)
        await note(call, unit, None, Act.REMOVE_MASK, given)
        return plain(texts.form_removed(given))
    if wanted is None:
        return plain(texts.FORM_HOW)
    if wanted not in known:
        if len(known) >= MOST:
            return plain(texts.TOO_MANY_FORMS)
        await unit.held.add_mask(home, wanted, call.now)
        await note(call, unit, None, Act.ADD_MASK, wanted)
    return plain(texts.form_added(wanted), texts.FORM_MEANS)


async def show(call: Call, unit: Unit) -> Content:
    """Say what the guard looks for here."""
    known = await unit.held.masks(call.asked.channel.home)
    items = (*texts.LOOKS_FOR, *(texts.form(each) for each in known))
    return Content(
        (
            *plain(texts.LOOKS).blocks,
            ListBlock(tuple((Paragraph((Text(item),)),) for item in items)),
            *plain(texts.ALWAYS_ON, texts.NOT_FOUND).blocks,
        )
    )


HANDLERS = (
    Handler(
        Declaration("guard form", "Hospital numbers", _("Hold hospital numbers of a form"), Form, who=Who.ORGANISER),
        change,
    ),
    Handler(Declaration("guard show", "The guard", _("Show what is held before it is copied")), show),
)
