"""The unit of work: one transaction with every subject's queries at hand."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from storage.apart import Apart
from storage.asides import Asides
from storage.asks import Asks
from storage.audit import Audit
from storage.bridges import Bridges
from storage.communities import Communities
from storage.consents import Consents
from storage.copies import Copies
from storage.events import Events
from storage.exclusions import Exclusions
from storage.filters import Filters
from storage.former_asks import FormerAsks
from storage.given_up import GivenUp
from storage.hearing import Hearing
from storage.held import HeldMessages
from storage.inbox import Inbox
from storage.introductions import Introductions
from storage.invites import Invites
from storage.jargon import Jargon
from storage.lanes import Lanes
from storage.languages import Languages
from storage.letters import Letters
from storage.members import Members
from storage.messages import Messages
from storage.mirrors import Mirrors
from storage.opt_outs import OptOuts
from storage.organisers import Organisers
from storage.outbox import Outbox
from storage.pace import Pace
from storage.personal import Salt
from storage.presence import Presence
from storage.profiles import Profiles
from storage.reactions import Reactions
from storage.reports import Reports
from storage.resealing import Resealing
from storage.room_histories import RoomHistories
from storage.rooms import Rooms
from storage.rounds import Rounds
from storage.rsvps import Rsvps
from storage.schema import Session
from storage.searches import Searches
from storage.sectors import Sectors
from storage.stand_ins import StandIns
from storage.takers import Takers
from storage.vectors import Vectors
from storage.withdrawals import Withdrawals

S = TypeVar("S")


class Subject(Generic[S]):
    """A subject's queries, made for the unit of which they are asked: a property in one line."""

    def __init__(self, make: Callable[[Unit], S]) -> None:
        self._make = make

    def __get__(self, unit: Unit, _: type[Unit]) -> S:
        return self._make(unit)


@dataclass(frozen=True, slots=True)
class Unit:
    """One database transaction. `salt` is known once.

    `woken` collects the lanes that have new work when it commits, `left` whose vectors are dropped then, with the mark.
    """

    connection: Session
    woken: set[str]
    salt: Salt = field(default_factory=Salt)
    left: dict[str, int] = field(default_factory=dict)

    resealing = Subject(lambda it: Resealing(it.connection))  # what is kept encrypted, and by which keys
    inbox = Subject(lambda it: Inbox(it.connection))  # what was heard
    hearing = Subject(lambda it: Hearing(it.connection))  # what is being heard
    bridges = Subject(lambda it: Bridges(it.connection))  # which channels mirror each other
    communities = Subject(lambda it: Communities(it.connection))  # what the communities are called
    exclusions = Subject(lambda it: Exclusions(it.connection, it.salt))  # whose words stay where they were written
    opt_outs = Subject(lambda it: OptOuts(it.connection, it.salt))  # of whom nothing crosses by their own wish
    consents = Subject(lambda it: Consents(it.connection))  # what members said yes to
    filters = Subject(lambda it: Filters(it.connection))  # words with which messages do not cross
    held = Subject(lambda it: HeldMessages(it.connection))  # what may tell of a patient, and waits for its sender
    languages = Subject(lambda it: Languages(it.connection))  # who reads which language
    reports = Subject(lambda it: Reports(it.connection, it.salt))  # who reported which message
    members = Subject(lambda it: Members(it.connection))  # linked accounts, and people of one name
    profiles = Subject(lambda it: Profiles(it.connection))  # what members say of themselves so that others find them
    sectors = Subject(lambda it: Sectors(it.connection, it.salt))  # requests for another sector, and earlier ones
    searches = Subject(lambda it: Searches(it.connection))  # searches for peers, their cards, wishes to be told
    jargon = Subject(lambda it: Jargon(it.connection))  # terms that communities added to the glossary
    invites = Subject(lambda it: Invites(it.connection))  # who is asked to join a bridge
    presence = Subject(lambda it: Presence(it.connection))  # who is there, and who left or was closed
    organisers = Subject(lambda it: Organisers(it.connection))  # whom communities named as their organisers
    audit = Subject(lambda it: Audit(it.connection, it.salt))  # what was done that somebody may have to answer for
    messages = Subject(lambda it: Messages(it.connection))  # messages that people wrote
    copies = Subject(lambda it: Copies(it.connection))  # the mirrors of messages in other channels
    reactions = Subject(lambda it: Reactions(it.connection))  # who reacted to messages
    events = Subject(lambda it: Events(it.connection))  # community events
    mirrors = Subject(lambda it: Mirrors(it.connection))  # events in platforms' own lists
    rsvps = Subject(lambda it: Rsvps(it.connection))  # who comes to events
    letters = Subject(lambda it: Letters(it.connection))  # what people are to be told about events, and when
    asides = Subject(lambda it: Asides(it.connection))  # who is written to about events in a private thread
    stand_ins = Subject(lambda it: StandIns(it.connection))  # what stands in for messages that nobody has told of
    outbox = Subject(lambda it: Outbox(it.connection, it.woken))  # what is still to be done on the platforms
    given_up = Subject(lambda it: GivenUp(it.connection, it.woken))  # what could not be done on them
    pace = Subject(lambda it: Pace(it.connection))  # how fast what people write leaves
    withdrawals = Subject(lambda it: Withdrawals(it.connection, it.woken))  # taking back all that somebody gave
    vectors = Subject(lambda it: Vectors(it.connection, it.left))  # where people's texts point
    takers = Subject(lambda it: Takers(it.connection))  # who takes part in introductions
    introductions = Subject(lambda it: Introductions(it.connection))  # who is being introduced to whom
    apart = Subject(lambda it: Apart(it.connection))  # who is not to be introduced to whom
    rounds = Subject(lambda it: Rounds(it.connection))  # matching of everybody who takes part
    asks = Subject(lambda it: Asks(it.connection, it.salt))  # questions that members put, and who answered
    former_asks = Subject(lambda it: FormerAsks(it.connection, it.salt))  # those of people who had all removed
    rooms = Subject(lambda it: Rooms(it.connection))  # where those who were introduced talk
    room_histories = Subject(lambda it: RoomHistories(it.connection))  # how far what was said in rooms is read
    lanes = Subject(lambda it: Lanes(it.connection, it.woken))  # who works which target channel

    @property
    def keeps_secrets(self) -> bool:
        """Whether there is a key: without one, what opens something to whoever reads it cannot be kept."""
        return bool(self.resealing.keys)
