"""What the sender of a held message may do with it, and nobody else."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from adapters.contract import codec
from adapters.contract.commands import Declaration, Press, Way
from adapters.contract.content import Button, ButtonStyle, Content, plain
from adapters.contract.incoming import Edited, Incoming, Posted
from bot.acts import Act
from bot.feature import Call, Handler
from bot.guard import texts
from bot.patients import closed, holding, holding_texts
from bot.patients.hiding import said_hidden
from storage.audit import UNNAMED
from storage.database import Unit
from storage.held import Held, HeldMessage

CONFIRM = "held confirm"
BUTTON = frozenset({Way.BUTTON})


async def ask(call: Call, unit: Unit) -> Content:
    """Ask whether it surely names no patient."""
    found = await _mine(call, unit)
    if found is None:
        return plain(texts.NOT_HELD)
    button = Button(texts.YES_SEND, CONFIRM, str(found.id), ButtonStyle.DANGER)
    of_a_bridge = texts.SURE, texts.WRITTEN_DOWN
    said = of_a_bridge if _of_a_bridge(found) else (texts.SURE_BETWEEN, texts.NOT_WRITTEN_WHO)
    return Content(plain(*said).blocks, buttons=(button,))


async def show(call: Call, unit: Unit) -> Content:
    """Show a message that waits to its sender, whose direct messages are closed; to everybody else, nothing of it."""
    found = await _mine(call, unit)
    said = None if found is None else await holding.shown(found, unit)
    return plain(texts.NOT_HELD_HERE, texts.OPEN_MESSAGES) if said is None else said


async def drop(call: Call, unit: Unit) -> Content:
    """Let it stay where it was written."""
    found = await _mine(call, unit)
    if found is None:
        return plain(texts.NOT_HELD)
    await unit.held.decide(found.id, Held.DROPPED)
    said = texts.CHANGE_DROPPED if await crosses(found, unit) else texts.DROPPED
    await holding.answer(found, unit, call.now, said)
    return plain(said)


@dataclass(frozen=True, slots=True)
class Sending:
    """Sending what was held. `hear` is the relay's: it judges anew whether the message crosses."""

    hear: Callable[[Incoming, Unit, float], Awaitable[None]]

    async def confirm(self, call: Call, unit: Unit) -> Content:
        """Have it copied as it is; that its sender wanted so is written down, without a word of it."""
        return await self._send(call, unit, Held.SENT, Act.SEND_ANYWAY, lambda said: said)

    async def hide(self, call: Call, unit: Unit) -> Content:
        """Have it copied with every digit hidden, where that helps; written down in the same way."""
        found = await _mine(call, unit)
        written = None if found is None else found.edited or found.posted
        # A button of an older letter, or of words that were changed since, may still be there.
        if found is not None and written is not None:
            said: Posted | Edited = codec.decode(written)
            if not holding.hiding_helps(said.content, found.kinds):
                return plain(holding_texts.NAME_STAYS)
        return await self._send(call, unit, Held.HIDDEN, Act.SEND_HIDDEN, said_hidden)

    async def _send(
        self, call: Call, unit: Unit, state: Held, act: Act, made: Callable[[Posted | Edited], Incoming]
    ) -> Content:
        found = await _mine(call, unit)
        if found is None:
            return plain(texts.NOT_HELD)
        edited: Edited | None = None if found.edited is None else codec.decode(found.edited)
        await unit.held.decide(found.id, state)
        logged = _of_a_bridge(found)
        who, done = (found.account, act) if logged else (UNNAMED, Act.SENT_BETWEEN)
        await unit.audit.note(found.community, None, who, done, ", ".join(found.kinds), call.now)
        for heard in (holding.whole(found, edited), edited):
            if heard is not None:
                await self.hear(made(heard), unit, call.now)
        sent = (texts.SENT if logged else texts.PASSED_ON) if state is Held.SENT else texts.SENT_HIDDEN
        stays = texts.CANNOT_CROSS if logged else texts.CANNOT_REACH
        said = (sent if await crosses(found, unit) else stays, *((texts.IN_LOG,) if logged else ()))
        await holding.answer(found, unit, call.now, *said)
        return plain(*said)

    def handlers(self) -> tuple[Handler, ...]:
        """The buttons."""
        return (
            Handler(Declaration(closed.SHOW, "Show me", "See a message of yours that waits", ways=BUTTON), show),
            Handler(Declaration(holding.SEND, "Send it", "Have a held message copied", ways=BUTTON), ask),
            Handler(Declaration(CONFIRM, "Yes, send it", "Have it copied now", ways=BUTTON), self.confirm),
            Handler(
                Declaration(holding.HIDE, "Digits hidden", "Have it copied without digits", ways=BUTTON), self.hide
            ),
            Handler(Declaration(holding.DROP, "Do not send", "Let a held message stay", ways=BUTTON), drop),
        )


def _of_a_bridge(found: HeldMessage) -> bool:
    """Whether organisers read that it was sent: what people say who were introduced is no concern of theirs."""
    return found.bridge_id > 0


async def crosses(found: HeldMessage, unit: Unit) -> bool:
    """Whether a message goes over its bridge, or went before: of a held change, whether an older text stands there."""
    message = await unit.messages.by_key(found.key)
    return message is not None and message.posted and message.deleted_at is None and not message.stand_in


async def _mine(call: Call, unit: Unit) -> HeldMessage | None:
    """The message that waits for a word of whoever asks; None for everybody else's."""
    match call.asked:
        case Press(argument=number) if number.isascii() and number.isdigit() and len(number) < 19:
            found = await unit.held.by_id(int(number))
        case _:
            return None
    if found is None or found.state is not Held.WAITING:
        return None
    return found if found.account in await unit.members.accounts(call.asked.by.account) else None
