"""What introductions decide, without any I/O: states, answers, who may be asked about whom."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from bot.apart import blocked, employer_key
from storage.profiles import Sector

DAY = 24 * 3600.0
ANSWER_DAYS = 7  # working days for an answer
DECLINED_FOR = 365 * DAY
SEEN_WITHIN = 30 * DAY  # who was not seen for longer is not asked about others, nor what others want to know
CONTACTS, CONTACTS_WITHIN = 2, 28 * DAY  # how often somebody may be asked about others who asked for them
ASKS_AT_ONCE = 3  # introductions that somebody may have asked for and that are not settled
ENOUGH = 5  # members who must share a field before a card shows it


class State(StrEnum):
    """How far an introduction is. Stored, so the values stay."""

    PROPOSED = "proposed"  # somebody thought of it; nobody was asked
    ASKED = "asked"  # everybody was asked, and names nobody
    AGREED = "agreed"  # enough said yes, and the room is being opened
    OPEN = "open"  # they know each other's names, and can talk
    MET = "met"  # they could talk, and the room is closed
    CLOSED = "closed"  # nobody was named


PENDING = (State.PROPOSED, State.ASKED)  # nobody is named yet, and each may still say no


class Turn(StrEnum):
    """What happens to an introduction."""

    SEND = "send"  # the moment of asking came, and every rule still holds
    DROP = "drop"  # a rule holds no more, or the room cannot be opened
    AGREE = "agree"  # enough said yes
    END = "end"  # the time for answers is over, or the room closes
    SHOW = "show"  # the room stands everywhere


TURNS: Mapping[tuple[State, Turn], State] = {
    (State.PROPOSED, Turn.SEND): State.ASKED,
    (State.PROPOSED, Turn.DROP): State.CLOSED,
    (State.ASKED, Turn.AGREE): State.AGREED,
    (State.ASKED, Turn.END): State.CLOSED,
    (State.AGREED, Turn.SHOW): State.OPEN,
    (State.AGREED, Turn.DROP): State.CLOSED,
    (State.AGREED, Turn.END): State.MET,
    (State.OPEN, Turn.END): State.MET,
}


def after(state: State, turn: Turn) -> State | None:
    """The state to which something leads; None when it changes nothing any more."""
    return TURNS.get((state, turn))


class Answer(StrEnum):
    """What somebody said about an introduction. Stored, so the values stay."""

    NONE = ""
    YES = "yes"
    NOT_NOW = "not now"
    NOT_THIS = "not this topic"
    GONE = "gone"  # they left, paused, were erased, or keep apart
    UNASKED = "unasked"  # a rule keeps them from being asked, which whoever asked for them does not learn


MAY_CHANGE = (Answer.NONE, Answer.YES, Answer.NOT_NOW, Answer.NOT_THIS)  # until the time is over


def quorum(size: int) -> int:
    """How many must say yes: everybody of two; of more, enough that it still is what was promised."""
    return 2 if size <= 3 else 3


def verdict(answers: Sequence[Answer], *, over: bool) -> Turn | None:
    """What the answers lead to; None while there is something to wait for.

    A no ends nothing early: from the time, others would know that it was a no.
    """
    yes = answers.count(Answer.YES)
    if yes == len(answers) or (yes >= quorum(len(answers)) and (over or Answer.NONE not in answers)):
        return Turn.AGREE
    return Turn.END if over else None


class Frequency(StrEnum):
    """How often somebody wants to be introduced. Stored, so the values stay."""

    TWO_WEEKLY = "two-weekly"
    MONTHLY = "monthly"
    THREE_MONTHLY = "three-monthly"
    ASKED = "when I ask"


_GAPS = {Frequency.TWO_WEEKLY: 14, Frequency.MONTHLY: 28, Frequency.THREE_MONTHLY: 84}


def takes_turn(frequency: Frequency, last_round_at: float, starts_at: float) -> bool:
    """Whether a round is one for somebody who was in another one before. Rounds are two weeks apart."""
    gap = _GAPS.get(frequency)
    return gap is not None and starts_at - last_round_at >= (gap - 1) * DAY


@dataclass(frozen=True, slots=True)
class Candidate:
    """What the hard rules need to know of somebody who takes part. Hashes are those of all their accounts."""

    person: str
    hashes: frozenset[str]
    sector: Sector
    employer: str
    paused: bool
    frequency: Frequency = Frequency.MONTHLY
    blocks: frozenset[tuple[str, str]] = field(default_factory=frozenset)  # (kind, target), their organisers' too
    homes: frozenset[str] = field(default_factory=frozenset)  # their communities, as `bot.apart.owned_by` has them


@dataclass(frozen=True, slots=True)
class Known:
    """What is remembered of two people: whether they met, and when they were last asked."""

    met: bool
    at: float


def keeps_away(one: Candidate, other: Candidate) -> bool:
    """Whether somebody, or an organiser for them, blocked another: the person, their employer, sector or community."""
    return blocked(one.blocks, other.hashes, other.sector, other.employer, other.homes)


class Bar(StrEnum):
    """Why two may not be asked about each other."""

    SELF = "self"  # one member with two accounts
    PAUSED = "paused"
    BLOCKED = "blocked"
    EMPLOYER = "employer"
    MET = "met"
    DECLINED = "declined"
    SECTOR = "sector"


def barred(one: Candidate, other: Candidate, known: Known | None, now: float, *, both_ask: bool = False) -> Bar | None:
    """The hard rule that keeps two apart, if any. Whoever met may meet again only if both ask for it."""
    if one.person == other.person or one.hashes & other.hashes:
        return Bar.SELF
    if one.paused or other.paused:
        return Bar.PAUSED
    if keeps_away(one, other) or keeps_away(other, one):
        return Bar.BLOCKED
    if one.employer and employer_key(one.employer) == employer_key(other.employer):
        return Bar.EMPLOYER
    if known is not None and known.met and not both_ask:
        return Bar.MET
    if known is not None and not known.met and now - known.at < DECLINED_FOR and not both_ask:
        return Bar.DECLINED
    return None


def crosses(sectors: Collection[Sector]) -> bool:
    """Whether people stand in at least two sectors, as far as they said."""
    return len(set(sectors)) > 1


def group_barred(
    members: Sequence[Candidate], known: Mapping[tuple[str, str], Known], now: float, *, both_ask: bool = False
) -> Bar | None:
    """The hard rule that keeps a group from being asked, if any. `known` has pairs of persons, the smaller first."""
    for number, one in enumerate(members):
        for other in members[number + 1 :]:
            pair = known.get((min(one.person, other.person), max(one.person, other.person)))
            if (why := barred(one, other, pair, now, both_ask=both_ask)) is not None:
                return why
    return None if crosses([member.sector for member in members]) else Bar.SECTOR


def may_be_asked(frequency: Frequency, contacts: Collection[float], pending: int, now: float) -> bool:
    """Whether somebody may be asked about a person who asked for them. `contacts` are when they were asked lately."""
    lately = sum(now - at < CONTACTS_WITHIN for at in contacts)
    return frequency is not Frequency.ASKED and lately < CONTACTS and pending == 0


BUYERS = frozenset({Sector.NHS, Sector.SOCIAL_CARE, Sector.GOVERNMENT})


def procurement(sectors: Collection[Sector | None]) -> bool:
    """Whether a supplier and a possible buyer are among these. None is a sector that is not shown, of whoever it is: if
    the warning stood for buyers alone, it would tell who is one.
    """
    return Sector.SUPPLIER in sectors and any(sector is None or sector in BUYERS for sector in sectors)


def silences(before: int, answered: bool) -> tuple[int, bool]:
    """How often in a row somebody has not answered now, and whether they pause from then on."""
    count = 0 if answered else before + 1
    return count, count >= 2


def leaned(leanings: Mapping[str, float], sectors: Collection[str], step: float) -> dict[str, float]:
    """Somebody's weights for sectors after they asked for more (`step` above 1) or less of them.

    They stay between a quarter and four: nobody is shut out by it, and taking the step back leads to where one was.
    """
    changed = dict(leanings)
    for sector in sectors:
        changed[sector] = round(min(4.0, max(0.25, changed.get(sector, 1.0) * step)), 4)
    return {sector: weight for sector, weight in changed.items() if weight != 1.0}
