"""What people may ask about what is held of them."""

from __future__ import annotations

import json
import secrets
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from functools import partial

from adapters.contract.commands import Declaration, Way
from adapters.contract.content import (
    Block,
    Button,
    ButtonStyle,
    Content,
    ListBlock,
    Paragraph,
    Quote,
    Style,
    Styled,
    Text,
    TimeForm,
    Timestamp,
    plain,
)
from adapters.contract.refs import AccountRef
from bot import forgetting, notices
from bot.acts import Act
from bot.consents import Switch
from bot.feature import Call, Handler
from bot.files import own_files
from bot.forgetting import Ending
from bot.privacy import held_texts, page, texts
from bot.readers import language_of
from bot.saying import _, joined, laid, together
from storage.consents import Given, Kind
from storage.database import Unit
from storage.exclusions import EVERYWHERE, Exclusion
from storage.held import Held
from storage.personal import UNKNOWN, Records

BETWEEN_LETTERS = 5 * 60.0  # seconds, for all accounts of a person: a letter is large
MYDATA, FORGET, CONFIRM, STAYS = "mydata", "forget", "forget confirm", "forget stays"
# What is no news to whoever has their data removed: it says that they had, or stays as a hash (`texts.CODES`).
Record = Mapping[str, object]
_REMOVED, _BEING_REMOVED = "data removed", "being removed"
_HELD = "messages held"
_KEPT_OUT = "opt-outs, bans and mutes"
_STAYING = (
    _REMOVED,
    _BEING_REMOVED,
    _KEPT_OUT,
    "sector of a profile that is gone",
    "blocked in introductions",
    "people you were asked about",
    "asked or answered before",
    "reported before",
)
# What platforms are asked to remove is held until they have done so, with the calls themselves: since when it is there.
_GOING = {"letters to you": "made_at", "letters on their way": "", "messages": "sent_at"}
_UNCOUNTED = (  # of which people are told that it is held, as how many there are says nothing
    "whether your account is there",
    "numbers among people of one name",
    "profile made searchable",
    "being removed",
    "data removed",
)
_DECIDED = [state.value for state in Held if state is not Held.WAITING]
_DATES = (
    "at",
    "approved_at",
    "made_at",
    "joined_at",
    "opened_at",
    "named_at",
    "created_at",
    "until",
)  # of what somebody agreed to, or others decided


async def privacy(call: Call, unit: Unit, switches: Sequence[Switch], keep_days: int) -> Content:
    """Show what whoever asks may switch on, what is held of them, and since when what they decided holds."""
    accounts = await unit.members.accounts(call.asked.by.account)
    records = await forgetting.everything(accounts, unit)
    names = await unit.communities.names()
    bridges = {str(bridge.id): bridge.name for bridge in await unit.bridges.all()}
    held = _left(records).items()
    items = tuple((Paragraph(laid(_line(title, rows, names, bridges, call.now))),) for title, rows in held)
    given = await unit.consents.standing(accounts)
    choices = (*plain(texts.YOUR_CHOICES).blocks, *(block for each in switches for block in _choice(each, given)))
    own = (each.withdraw if each.kind in given else each.give for each in switches)
    buttons = (*own, Button(texts.SEND_ME, MYDATA), Button(texts.REMOVE_ALL, FORGET, style=ButtonStyle.DANGER))
    first = (*plain(texts.WHAT_IS_HELD).blocks, ListBlock(items)) if items else plain(texts.NOTHING_HELD).blocks
    rest = plain(texts.always_so(keep_days), texts.RIGHTS, texts.OPERATOR).blocks
    return Content((*first, *choices, *rest), buttons=buttons)


def _choice(switch: Switch, given: Mapping[Kind, Given]) -> tuple[Block, ...]:
    """A switch: since when it is on, and the words that were agreed to; or that it is off, and what a yes means."""
    title = Styled(Style.BOLD, (Text(switch.title), Text(": ")))
    if (known := given.get(switch.kind)) is None:
        return (Paragraph((title, Text(texts.IS_OFF), Text(" "), Text(switch.summary))),)
    name = Styled(Style.BOLD, (Text(switch.title),))
    since = laid(texts.is_on(name, Timestamp(int(known.given_at), TimeForm.DATE_LONG)))
    agreed = tuple(Paragraph((Text(line),)) for line in known.wording.splitlines())
    return (Paragraph(since), Quote(agreed))


def _line(title: str, rows: Sequence[Record], names: dict[str, str], bridges: dict[str, str], now: float) -> str:
    """A title, how much holds under it, for a few the date of each, and how to change it; and how much has ended."""
    standing = [row for row in rows if not _has_ended(row, now) and not (title == _HELD and row["state"] in _DECIDED)]
    parts = [_counted(title, len(standing))]
    if title in texts.DATED and len(standing) <= texts.MOST_DATES:
        for row in standing:
            given = next((value for name in _DATES if isinstance(value := row.get(name), float)), None)
            said = held_texts.about(title, {name: str(value) for name, value in row.items()}, names, bridges)
            parts.append(said if given is None else texts.since(said, Timestamp(int(given), TimeForm.DATE_LONG)))
    if len(standing) < len(rows):
        parts.append(texts.ended(title, len(rows) - len(standing)))
    line, how = joined(parts, "; "), texts.DATED.get(title) if standing else ""
    return together([line, how], ". ") if how else line


def _counted(title: str, count: int) -> str:
    return texts.counted(title, None if title in _UNCOUNTED else count)


def _has_ended(row: Record, now: float) -> bool:
    """Whether what a record tells does not hold any more: it ended, or was closed."""
    closed, until = row.get("closed_at"), row.get("until")
    return isinstance(closed, float) or (isinstance(until, float) and until <= now)


async def mydata(call: Call, unit: Unit) -> Content:
    """Send whoever asks all that is held of them: as a page to read, and as JSON."""
    accounts = await unit.members.accounts(call.asked.by.account)
    last = await unit.audit.latest(accounts, Act.EXPORT, call.now - BETWEEN_LETTERS)
    if last is not None:
        return Content((Paragraph(laid(texts.sent_lately(Timestamp(int(last + BETWEEN_LETTERS) + 1)))),))
    told = {
        "made at": datetime.fromtimestamp(call.now, UTC).isoformat(timespec="seconds"),
        "accounts": [str(account) for account in accounts],
        "held": await forgetting.everything(accounts, unit),
    }
    written = json.dumps(told, ensure_ascii=False, indent=2)
    language, names = await language_of(call.asked.by.account, unit), await unit.communities.names()
    files = (
        own_files.made("unsilo-my-data.html", "text/html", page.page(told, language, names).encode()),
        own_files.made("unsilo-my-data.json", "application/json", written.encode()),
    )
    letter = Content(plain(texts.YOUR_DATA, texts.IN_IT).blocks, files=files)
    me = call.asked.by.account
    await unit.audit.note(None, None, me, Act.EXPORT, "", call.now)
    box = me.letter_box
    await notices.post(unit, f"mydata-{secrets.token_hex(8)}", letter, [box], call.now)
    return plain(texts.ON_ITS_WAY, *((texts.IF_CLOSED,) if box.nowhere else ()))


async def forget(call: Call, unit: Unit) -> Content:
    """Say what would be removed and what stays, and ask; unless nothing is held."""
    accounts = await unit.members.accounts(call.asked.by.account)
    records = await forgetting.everything(accounts, unit)
    if not _removable(records):
        return Content((*_nothing(records), *(_what_stays() if _codes(records) else ())))
    also = ListBlock(tuple(plain(line).blocks for line in texts.ALSO_GOES))
    rest = plain(texts.STAYS_BRIEFLY, *await _in_force(accounts, unit), *_barred(records, call.now)).blocks
    buttons = (Button(texts.YES_REMOVE, CONFIRM, style=ButtonStyle.DANGER), Button(texts.WHAT_ELSE_STAYS, STAYS))
    return Content((*plain(texts.WHAT_GOES).blocks, also, *rest), buttons=buttons)


def _removable(records: Records) -> bool:
    """Whether there is anything that is not kept as a code already."""
    accounts = (AccountRef.parse(str(row["account"])) for row in records.get(_KEPT_OUT, ()))
    plainly = any(account.platform != UNKNOWN for account in accounts)
    return plainly or bool(_left(records).keys() - set(_STAYING))


def _left(records: Records) -> Records:
    """What is held, without what is being removed already."""
    since = max((float(row["at"]) for row in records.get(_BEING_REMOVED, ())), default=None)
    if since is None:
        return records
    left = {
        title: [row for row in rows if title not in _GOING or not float(row.get(_GOING[title], 0.0)) <= since]
        for title, rows in records.items()
    }
    return {title: rows for title, rows in left.items() if rows}


def _codes(records: Records) -> bool:
    """Whether codes are kept that hold on."""
    return bool(records.keys() & (set(_STAYING) - {_REMOVED, _BEING_REMOVED}))


def _barred(records: Records, now: float) -> tuple[str, ...]:
    """That what organisers decided holds on, for whom it does."""
    standing = (row for row in records.get(_KEPT_OUT, ()) if not _has_ended(row, now))
    return (texts.BAN_STAYS,) if any(row["why"] == Exclusion.BARRED.value for row in standing) else ()


async def _in_force(accounts: Sequence[AccountRef], unit: Unit) -> tuple[str, ...]:
    """Whether what they write is copied afterwards."""
    wishes = [await unit.exclusions.all(account, Exclusion.OPTED_OUT) for account in accounts]
    if all(EVERYWHERE in wish for wish in wishes):
        return (texts.OPT_OUT_STAYS,)
    return (texts.PARTLY_OPTED_OUT if any(wishes) else texts.NOT_OPTED_OUT,)


async def stays(call: Call, unit: Unit) -> Content:
    """Say all that would stay, and why."""
    return Content(_what_stays())


async def confirm(call: Call, unit: Unit, endings: Sequence[Ending]) -> Content:
    """Remove all, and give a receipt."""
    accounts = await unit.members.accounts(call.asked.by.account)
    records: Records = await forgetting.everything(accounts, unit)
    if not _removable(records):  # an old button: there is a receipt already
        return Content((*_nothing(records), *_what_stays()))
    await unit.audit.note(None, None, call.asked.by.account, Act.ERASE, "", call.now)  # soon a hash of the account
    await forgetting.forget(accounts, unit, call.now, endings)
    going = {title: rows for title, rows in _left(records).items() if title not in _STAYING}
    if not going:
        return Content((*_nothing(records), *_what_stays()))
    items = tuple((Paragraph((Text(_counted(title, len(rows))),)),) for title, rows in going.items())
    when = Paragraph(laid(texts.receipt(Timestamp(int(call.now)), len(accounts))))
    removed = (*plain(texts.REMOVED).blocks, ListBlock(items))
    return Content((when, *removed, *plain(texts.TAKES_A_WHILE, texts.BACKUPS).blocks, *_what_stays()))


def _what_stays() -> tuple[Block, ...]:
    codes, unnamed = (ListBlock(tuple(plain(line).blocks for line in each)) for each in (texts.CODES, texts.UNNAMED))
    head, named = plain(texts.STAYS_AS_CODES, texts.STAYS_UNNAMED).blocks
    return (head, codes, named, unnamed, *plain(texts.NOT_MINE).blocks)


def _nothing(records: Records) -> tuple[Block, ...]:
    """That nothing is held, or nothing but codes; when what was held was removed, and whether that goes on."""
    removed = [float(row["at"]) for row in records.get(_REMOVED, ())]
    when = Timestamp(int(max(removed))) if removed else None
    said = texts.NOTHING_HELD if when is None else texts.removed_before(when)
    said = texts.nothing_left(when) if _codes(records) else said
    goes_on = plain(texts.TAKES_A_WHILE).blocks if _BEING_REMOVED in records else ()
    return (Paragraph(laid(said)), *goes_on)


BOTH = frozenset({Way.SLASH, Way.BUTTON})
ASKING = (
    Handler(Declaration(MYDATA, "My data", _("Get everything that is kept about you, as files"), ways=BOTH), mydata),
    Handler(Declaration(FORGET, "Forget me", _("Have everything removed that is kept about you"), ways=BOTH), forget),
)


def handlers(endings: Sequence[Ending], switches: Sequence[Switch], keep_days: int) -> tuple[Handler, ...]:
    """What people may ask about themselves; `endings`: what ends when they have it removed.

    For so many days numbers of messages are kept.
    """
    show = Declaration("privacy", "Privacy", _("Show what is kept about you, and what you said yes to"), ways=BOTH)
    button = frozenset({Way.BUTTON})
    sure = Declaration(CONFIRM, "Yes, remove", "Remove it now", ways=button)
    staying = Declaration(STAYS, "What stays", "Show what would stay", ways=button)
    return (
        Handler(show, partial(privacy, switches=switches, keep_days=keep_days)),
        *ASKING,
        Handler(staying, stays),
        Handler(sure, partial(confirm, endings=endings)),
    )
