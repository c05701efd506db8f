"""Sentences of bridging that members read."""

from __future__ import annotations

from bot.texts import listed
from storage.bridges import Direction

# Being in a bridge

SAME_CHANNEL = "Another part of this channel is in that bridge already. Please choose another channel."


def in_a_bridge(name: str) -> str:
    """A channel that is in a bridge can be in no other."""
    return f"This channel is in the bridge “{name}” already. A channel can be in one bridge."


# Creating and inviting

NO_NAME = "Please give the bridge a name."
INVITE_NEXT = "To invite another community, use /bridge invite. Nothing is copied until both sides have agreed."
BE_IN_CHANNEL = "Please make sure that I am in this channel: on Slack, type /invite @unsilo."
CODE_IS = "The code is "
CODE_HOW = "Give it to an organiser of the other community. In the channel that is to join, they type "
CODE_UNTIL = "It works until "
CODE_ONCE = ", once. Nobody else can see it, and I cannot show it again."


def created(name: str) -> str:
    """A bridge has begun."""
    return f"The bridge “{name}” starts in this channel."


def name_taken(name: str) -> str:
    """Names of bridges are unique."""
    return f"There is a bridge called “{name}” already. Please choose another name."


# Joining

UNKNOWN_CODE = "There is no invitation with this code. Please check it, or ask for a new one."
USED_CODE = "This code was used already. Please ask for a new one."
EXPIRED_CODE = "This code has expired: codes work for 7 days. Please ask for a new one."
WHAT_CROSSES = "Messages, threads, edits, reactions and files cross, with their author's name and community."
WHAT_IS_KEPT = "I keep a message's text only until it has been copied. If you delete a message, its copies go too."
BOTH_AGREE = "If you choose Join, the organisers who invited you are asked. Nothing is copied until they approve."
RULES_ARE = "Its rules:"
NO_RULES = "No rules were written down."
SEE_RULES = "Use /bridge rules to read the rules."


PRIVATE = (
    "This channel is private: not everybody in your community can read it. If you join it, everybody who can read the "
    "other channels can read what is written here."
)
PRIVATE_HOW = "If that is what you want, choose the button and type the name of this channel."
NOT_SEEN = (
    "I cannot see whether this channel is private. Please make sure that I am in it: on Slack, type /invite @unsilo. "
    "Then try again."
)
NAME_DIFFERS = (
    "This channel is private, so please type its name before it is joined. What you typed is not its name. "
    "Nothing was changed."
)


def with_whom(names: list[str]) -> str:
    """Who is in a bridge."""
    return (
        f"What is written in this channel will appear in {listed(names)}, and what is written there will appear here."
    )


def asked(host: str) -> str:
    """The hosts have been asked."""
    return f"The organisers of {host} have been asked. I will tell you in this channel what they answer."


# The hosts' answer

REQUEST_HOW = "Only organisers can answer. If they approve, what is written in either channel appears in the other."
ENDED_REQUEST = "This request is no longer open."
ANSWERED_REQUEST = "This request has been answered already."
EXPIRED_REQUEST = "This request has expired. Please send a new invitation."
NOT_YOUR_REQUEST = "Only organisers of the community that sent the invitation can answer this request."
GUEST_TAKEN = "That channel has joined another bridge meanwhile."


def request(guest: str, bridge: str) -> str:
    """A guest has said yes."""
    return f"{guest} has accepted your invitation and would like to join the bridge “{bridge}”."


def approved(guest: str, bridge: str) -> str:
    """The hosts said yes."""
    return f"Approved: {guest} is now in the bridge “{bridge}”."


def declined(guest: str, bridge: str) -> str:
    """The hosts said no."""
    return f"Declined: {guest} was not let into the bridge “{bridge}”."


def joined(guest: str, bridge: str) -> str:
    """Told to those who were in the bridge before."""
    return f"{guest} has joined the bridge “{bridge}”. What you write here from now on also appears there."


def welcome(bridge: str, others: list[str]) -> str:
    """Told to the newcomers."""
    return (
        f"This channel is now in the bridge “{bridge}”, with {listed(others)}. What you write here also appears there."
    )


def not_let_in(host: str, bridge: str) -> str:
    """Told to the guests."""
    return f"The organisers of {host} did not let this channel into the bridge “{bridge}”. Nothing was copied."


# Leaving

COPIES_STAY = "What was copied stays. If you delete a message, its copies still go."


def left(who: str, bridge: str) -> str:
    """Told to those who stay."""
    return f"{who} has left the bridge “{bridge}”. What you write here no longer appears there."


def we_left(bridge: str) -> str:
    """Told to those who go."""
    return f"This channel has left the bridge “{bridge}”. What you write here stays here."


# The pinned notice

PINNED_ALONE = "No other community is in it at the moment: what is written here stays here."
PINNED_KEPT = (
    "I keep a message's text only until it has been copied. After that I keep only its number and time, "
    "so that edits and deletions still cross."
)
PINNED_HOW = (
    "If you do not want your messages to be copied, choose Opt out or use /bridge optout. "
    "To read the rules of this bridge, use /bridge rules."
)
PINNED_LEFT = "This channel is not in a bridge any more. What is written here stays here."


def pinned(bridge: str) -> str:
    """How the notice begins."""
    return f"This channel is in the bridge “{bridge}”."


def pinned_with(there: list[str], here: list[str]) -> str:
    """With whom it is mirrored: who sees what is written here, and whose words are seen here."""
    if there and there == here:
        return f"What is written here also appears in {listed(there)}, and what is written there appears here."
    out = f"What is written here also appears in {listed(there)}." if there else "What is written here stays here."
    return f"{out} What is written in {listed(here)} appears here." if here else out


def pinned_paused(others: list[str]) -> str:
    """With whom it will be mirrored again."""
    return f"{listed(others)} {'is' if len(others) == 1 else 'are'} in it too. It is paused: nothing is copied for now."


# Pausing, direction and rules

PAUSE_MEANS = "What is written from now on is not copied, not even later. Deletions still cross."
RESUME_MEANS = "What is written from now on is copied. What was written during the pause is not."
BRIDGE_STILL_PAUSED = "The whole bridge is still paused. To let it go on, use /bridge resume all."
BRIDGE_PAUSED = "The whole bridge is paused."
WAYS = {Direction.BOTH: "sends and receives", Direction.IN: "only receives", Direction.OUT: "only sends"}


def switched(by: str, bridge: str, *, paused: bool, whole: bool) -> str:
    """Somebody paused or resumed."""
    what = "the whole bridge" if whole else "their channel in the bridge"
    return f"{by} {'paused' if paused else 'resumed'} {what} “{bridge}”."


def still_paused(channels: list[str]) -> str:
    """What stays silent when the whole bridge goes on."""
    what = "channel" if len(channels) == 1 else "channels"
    verb = "is" if len(channels) == 1 else "are"
    return (
        f"The {what} of {listed(channels)} {verb} still paused: nothing is copied from there or to there. "
        "To let one go on, its organisers use /bridge resume in it."
    )


def already(*, paused: bool, whole: bool) -> str:
    """Nothing changed."""
    return f"{'The whole bridge' if whole else 'This channel'} is {'paused already' if paused else 'not paused'}."


def directed(by: str, bridge: str, direction: Direction) -> str:
    """Somebody changed which way messages go."""
    return f"In the bridge “{bridge}”, the channel of {by} {WAYS[direction]} from now on."


def directed_already(direction: Direction) -> str:
    """Nothing changed."""
    return f"This channel {WAYS[direction]} already."


def rules_of(bridge: str) -> str:
    """Above the rules."""
    return f"Rules of the bridge “{bridge}”:"


def rules_changed(by: str, bridge: str) -> str:
    """Above new rules."""
    return f"{by} changed the rules of the bridge “{bridge}”. They are now:"


# Status

LAST_HEARD = "Last message from here: "
LAST_SHOWN = ". Last copy made here: "
NEVER = "none yet"


def end_label(community: str, *, here: bool) -> str:
    """Which channel the next lines are about."""
    return f"{community} (this channel)" if here else community


def way(direction: Direction, *, paused: bool) -> str:
    """What an end does."""
    return "Paused." if paused else f"It {WAYS[direction]}."


def waiting(count: int) -> str:
    """How much is on its way."""
    return f". Waiting: {count}."


def failed(count: int, why: str) -> str:
    """What was given up."""
    return f"Failed: {count}. {why}"


CANNOT_WORK = "I cannot work here since "


def set_aside(count: int) -> str:
    """How much broke the bot."""
    return f"Set aside, because I could not handle it: {count}."


def tried(community: str) -> str:
    """A channel is tried again."""
    return f"I am trying the channel of {community} again. If it works, I say so."


def retried(count: int) -> str:
    """What is tried again."""
    return f"Trying again: {count}." if count else "There is nothing to try again."


# People and acts

PEOPLE = "These people may organise:"
NAMED_ALREADY = "They are an organiser already."
NOT_NAMED = (
    "They were not named as an organiser. If they organise, it is because they run this community: "
    "such people are organisers without being named."
)
MAY_ORGANISE = " may now organise bridges for this community."
MAY_NOT_ORGANISE = " was taken off the organisers of this community."
NO_ACTS = "Organisers have done nothing here yet."


NO_ROOM = "Organisers of this community are told things in private messages."
ROOM_HOW = "Everybody who can read this channel can read what they are told. To undo it, use /organisers nowhere."


def room(community: str) -> str:
    """Where a community's organisers are told things."""
    return f"From now on, I tell the organisers of {community} in this channel what they need to know."


def those_who_run(community: str) -> str:
    """Organisers by the platform's word."""
    return f"{community}: everybody who runs it (on Slack, admins and owners; on Discord, people with Manage Server)"


def and_more(count: int) -> str:
    """How many another community has named; small figures stay hidden."""
    return f", and {count if count >= 5 else 'a few'} people named by them"


def organiser_of(community: str) -> str:
    """Somebody in another community."""
    return f"An organiser of {community}"
