"""Sentences on how bridges are doing and on who organises them. Members read them."""

from __future__ import annotations

from collections.abc import Sequence

from adapters.contract.content import Span
from bot.saying import _, filled, joined, n_
from bot.texts.acts_texts import seconds
from bot.texts.reason_texts import reason
from storage.bridges import Direction

FEW = 5  # people, of whom fewer are "a few"

# How each channel is doing

NEVER = _("none yet")


def end_label(community: str, *, here: bool) -> str:
    """Which channel the next lines are about."""
    return _("{community} (this channel)", community=community) if here else community


def way(direction: Direction, *, paused: bool) -> str:
    """What an end does."""
    if paused:
        return _("Paused.")
    match direction:
        case Direction.BOTH:
            return _("It sends and receives.")
        case Direction.IN:
            return _("It only receives.")
        case Direction.OUT:
            return _("It only sends.")


NOTHING_MOVES = _("At the moment, nothing is copied from there or to there: no other channel takes part.")


def waits(count: float) -> str:
    """For how long messages are held."""
    return _("Its messages wait {seconds} before they are copied.", seconds=seconds(round(count)))


def bots(on: bool) -> str:
    """Whether other bots' messages leave a channel."""
    return _("What other bots write there is copied.") if on else _("What other bots write there is not copied.")


def going(heard: Span, shown: Span, waiting: int) -> str:
    """When something last came from a channel and went to it, and how much is on its way."""
    return _(
        "Last message from here: {heard}. Last copy made here: {shown}. Waiting: {waiting}.",
        heard=heard,
        shown=shown,
        waiting=waiting,
    )


def failed(count: int, why: str) -> str:
    """What was given up."""
    return _("Failed: {number}. {why}", number=count, why=reason(why))


def cannot_work(since: Span, why: str) -> str:
    """A channel cannot be used."""
    return _("I cannot work here since {since}. {why}", since=since, why=reason(why))


def set_aside(count: int) -> str:
    """How much broke the bot."""
    return _("Set aside, because I could not handle it: {number}.", number=count)


def tried(community: str) -> str:
    """A channel is tried again."""
    return _("I am trying the channel of {community} again. If it works, I say so.", community=community)


def retried(count: int) -> str:
    """What is tried again."""
    return _("Trying again: {number}.", number=count) if count else _("There is nothing to try again.")


# People and acts

PEOPLE = _("These people may organise:")
NOT_OF_HERE = _("They belong to another organisation. Only people of your own community can be its organisers.")
NAMED_ALREADY = _("They are an organiser already.")
NOT_NAMED = _(
    "They were not named as an organiser. If they organise, it is because they run this community: "
    "such people are organisers without being named."
)
MAY_STILL = _("If they run this community, they still organise it: such people are organisers without being named.")
NO_ACTS = _("Organisers have done nothing here yet.")
NO_ROOM = _("Organisers of this community are told things in private messages.")
NOBODY_IS_TOLD = _("Nobody of this community is told anything now: no reports, no requests, nothing that goes wrong.")
TOLD_AGAIN = _("To be told again, use /organisers add with a name, or /organisers here in a channel.")
YOU_ORGANISE = _("You may now organise this community, and are told what its organisers are told.")
NO_ROOM_HERE = _("Organisers cannot be told things here: this is a private message, or a channel that I am not in.")
ROOM_HOW = _("Everybody who can read this channel can read what they are told. To undo it, use /organisers nowhere.")


def may_organise(who: Span) -> str:
    """Somebody was named."""
    return _("{who} may now organise this community. They are not told, so please tell them.", who=who)


def may_not_organise(who: Span) -> str:
    """Somebody was named no more."""
    return _("{who} was taken off the organisers of this community.", who=who)


def room(community: str) -> str:
    """Where a community's organisers are told things."""
    return _(
        "From now on, I tell the organisers of {community} in this channel what they need to know.",
        community=community,
    )


RUN_BY = {  # on the reader's own platform
    "slack": _("{community}: everybody who runs it (admins and owners)"),
    "discord": _("{community}: everybody who runs it (people with Manage Server)"),
}
RUN_ELSEWHERE = _("{community}: everybody who runs it")


def those_who_run(community: str, platform: str) -> str:
    """Organisers by the platform's word. `platform`: the reader's, if the community is on it too."""
    return filled(RUN_BY.get(platform, RUN_ELSEWHERE), community=community)


def and_those(run: str, named: Sequence[Span]) -> str:
    """Behind those who run it, whom the reader's community has named."""
    return joined([run, *named])


def and_more(run: str, count: int) -> str:
    """Behind those who run it, how many another community has named; small figures stay hidden."""
    if count < FEW:
        return _("{run}, and a few people named by them", run=run)
    return n_("{run}, and {count} person named by them", "{run}, and {count} people named by them", count, run=run)


def organiser_of(community: str) -> str:
    """Somebody in another community."""
    return _("An organiser of {community}", community=community)
