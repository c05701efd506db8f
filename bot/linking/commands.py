"""How members link their accounts: a code from the one, typed into the other, and a yes."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass

from adapters.contract.commands import Declaration, Press, Way, ask
from adapters.contract.content import Button, ButtonStyle, Code, Content, Paragraph, Timestamp, plain
from adapters.contract.refs import AccountRef
from bot import codes, notices, profiles
from bot.apart import stay_apart
from bot.called import called
from bot.feature import Call, Handler
from bot.forgetting import TakenApart
from bot.linking import texts
from bot.saying import _, laid
from bot.withdrawing import keep_alike
from storage.database import Unit
from storage.exclusions import Exclusion
from storage.members import Offer

CONFIRM = "link confirm"
FROM = " from "  # behind the code in a button, before what tells which account it was from
WARNED = " one profile"  # behind the code, in a button below which it says that a profile goes
CODE_SECONDS = 15 * 60.0
GUESSES, GUESS_SECONDS = 5, 3600.0  # wrong codes that an account may give within a time


@dataclass(frozen=True)
class Ticket:
    """What the other account was given."""

    code: str = ask(_("Code from your other account"), max_length=40, hint="Leave it out to get one", default="")


async def link(call: Call, unit: Unit) -> Content:
    """Give a code; or with one, show whose account it would link, and ask whether that is theirs."""
    if not call.answers.code.strip():
        return await _offer(call, unit)
    found = await _usable(call, unit, call.answers.code)
    if isinstance(found, str):
        return plain(found)
    return await _sure(call, unit, call.answers.code, found)


async def _sure(call: Call, unit: Unit, code: str, found: Offer) -> Content:
    """Whose account it would be, what linking does and what cannot be undone; the button tells which of it was read."""
    names = await unit.communities.names()
    name = await called(found.name, found.account, call.asked.channel.home, unit, call.now)
    stays = await _one_would_go(call, unit, found)
    lines = (texts.whose(name, texts.account(found.account, names)), *([stays] if stays else []))
    button = Button(
        "Yes, this is me",
        CONFIRM,
        f"{code}{FROM}{_whose(code, found.account)}{WARNED if stays else ''}",
        ButtonStyle.PRIMARY,
    )
    rest = (texts.WHAT_LINKING_DOES, texts.BOTH_SEE_ALL, texts.UNLINKING_LATER, texts.ONLY_YOURS)
    return Content(plain(*lines, *rest).blocks, buttons=(button,))


async def _one_would_go(call: Call, unit: Unit, found: Offer) -> str:
    """Which of two profiles would be deleted; empty when there are no two."""
    mine = await unit.members.accounts(call.asked.by.account)
    both = await unit.profiles.all_of([*mine, *await unit.members.accounts(found.account)])
    if len(both) < 2:
        return ""
    return texts.THIS_STAYS if both[0].account in mine else texts.OTHER_STAYS


async def confirm(call: Call, unit: Unit) -> Content:
    """Link the two accounts, and tell all that belong together now."""
    said = call.asked.argument if isinstance(call.asked, Press) else ""  # untrusted: looked up as when it was typed
    (typed, _from, whose), warned = said.removesuffix(WARNED).partition(FROM), said.endswith(WARNED)
    others = (await unit.members.accounts(call.asked.by.account))[1:]
    if whose and whose in [_whose(typed, other) for other in others]:  # the button was pressed before
        return plain(texts.LINKED_ALREADY)
    found = await _usable(call, unit, typed)
    if isinstance(found, str):
        return plain(found)
    if not warned and await _one_would_go(call, unit, found):  # a profile was made since
        return await _sure(call, unit, typed, found)
    if not await unit.members.redeem(codes.key(typed)):
        return plain(texts.NO_SUCH_CODE)
    me, member = call.asked.by.account, secrets.token_hex(8)
    await unit.members.link(found.account, me, member, call.now)
    accounts = await unit.members.accounts(me)
    await keep_alike(accounts, unit, call.now)
    had_two = await profiles.join(unit, accounts, call.now)
    opted_out = bool(await unit.exclusions.all(me, Exclusion.OPTED_OUT))
    names = await unit.communities.names()
    mine, theirs = [
        await called(each.name, each.account, call.asked.channel.home, unit, call.now)
        for each in (call.asked.by, found)
    ]
    for account in accounts[1:]:
        told = texts.linked(texts.account(me, names), mine, opted_out=opted_out, had_two=had_two)
        await notices.post(unit, f"linked-{member}-{account}", plain(*told), [account.letter_box], call.now)
    return plain(*texts.linked(texts.account(found.account, names), theirs, opted_out=opted_out, had_two=had_two))


def _whose(code: str, account: AccountRef) -> str:
    """What tells, to whoever knows the code, that it was from an account; it shows nobody which."""
    return codes.key(f"{code}{account}")[:16]


async def _unlink(call: Call, unit: Unit, taken_apart: Sequence[TakenApart]) -> Content:
    """Take the account that asks away from the others."""
    me = call.asked.by.account
    accounts = await unit.members.accounts(me)
    others = accounts[1:]
    if not await unit.members.unlink(me):
        return plain(texts.NOT_LINKED)
    ended = [await each(side, unit, call.now) for each in taken_apart for side in ([me], others)]
    await profiles.part(unit, [me], others, call.now)
    await stay_apart(unit, [me], others)
    also = (texts.INTRODUCTIONS_ENDED,) if any(ended) else ()
    names = await unit.communities.names()
    where = texts.account(me, names)
    for account in others:
        name = f"unlinked-{secrets.token_hex(8)}"
        await notices.post(unit, name, plain(texts.left(where), *also), [account.letter_box], call.now)
    return plain(texts.UNLINKED, *await _whose_profile(unit, me, accounts, names), *also, texts.OPT_OUTS_STAY)


async def _whose_profile(
    unit: Unit, me: AccountRef, accounts: Sequence[AccountRef], names: dict[str, str]
) -> tuple[str, ...]:
    """With which of somebody's accounts their profile stays; nothing, when they have none."""
    found = await unit.profiles.all_of(accounts)
    if not found:
        return ()
    kept = found[0].account
    return (texts.PROFILE_STAYS_HERE if kept == me else texts.profile_stays_with(texts.account(kept, names)),)


async def _offer(call: Call, unit: Unit) -> Content:
    """Make a code, and show it to the one who asked."""
    code, until = codes.new(), call.now + CODE_SECONDS
    await unit.members.offer(codes.key(code), Offer(call.asked.by.account, call.asked.by.name), until)
    return Content(
        (
            Paragraph(laid(texts.code_is(Code(code)))),
            Paragraph(laid(texts.code_how(Code(f"/link {code}")))),
            Paragraph(laid(texts.code_until(Timestamp(int(until))))),
        )
    )


async def _usable(call: Call, unit: Unit, code: str) -> Offer | str:
    """What this account may be linked to with a code; or why it may not."""
    me: AccountRef = call.asked.by.account
    if await unit.members.guesses(me, call.now - GUESS_SECONDS) >= GUESSES:
        return texts.TOO_MANY_GUESSES
    found = await unit.members.offered(codes.key(code), call.now)
    if found is None:
        await unit.members.guessed(me, call.now)
        return texts.NO_SUCH_CODE
    if found.account == me:
        return texts.SAME_ACCOUNT
    return texts.LINKED_ALREADY if found.account in await unit.members.accounts(me) else found


def handlers(taken_apart: Sequence[TakenApart]) -> tuple[Handler, ...]:
    """What members may ask; `taken_apart` is what else happens when accounts are taken apart."""

    async def unlink(call: Call, unit: Unit) -> Content:
        return await _unlink(call, unit, taken_apart)

    declared = Declaration("unlink", "Unlink this account", _("Take this account away from your others"))
    return (*_LINKING, Handler(declared, unlink))


_LINKING = (
    Handler(Declaration("link", "Link your accounts", _("Link your accounts here and elsewhere"), Ticket), link),
    Handler(Declaration(CONFIRM, "Link", "Link this account", ways=frozenset({Way.BUTTON})), confirm),
)
