"""The unit of work: one transaction with every subject's queries at hand."""

from __future__ import annotations

from dataclasses import dataclass, field

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


@dataclass(frozen=True, slots=True)
class Unit:
    """One database transaction. `salt` is known once.

    `woken` collects the lanes that have new work when it commits, `left` whose vectors are dropped then, with the mark.
    """

    connection: Session
    woken: set[str]
    salt: Salt = field(default_factory=Salt)
    left: dict[str, int] = field(default_factory=dict)

    @property
    def keeps_secrets(self) -> bool:
        """Whether there is a key: without one, what opens something to whoever reads it cannot be kept."""
        return bool(self.resealing.keys)

    @property
    def resealing(self) -> Resealing:
        """What is kept encrypted, and by which keys."""
        return Resealing(self.connection)

    @property
    def inbox(self) -> Inbox:
        """What was heard."""
        return Inbox(self.connection)

    @property
    def hearing(self) -> Hearing:
        """What is being heard."""
        return Hearing(self.connection)

    @property
    def bridges(self) -> Bridges:
        """Which channels mirror each other."""
        return Bridges(self.connection)

    @property
    def communities(self) -> Communities:
        """What the communities are called."""
        return Communities(self.connection)

    @property
    def exclusions(self) -> Exclusions:
        """Whose words stay where they were written."""
        return Exclusions(self.connection, self.salt)

    @property
    def opt_outs(self) -> OptOuts:
        """Of whom nothing crosses by their own wish."""
        return OptOuts(self.connection, self.salt)

    @property
    def consents(self) -> Consents:
        """What members said yes to."""
        return Consents(self.connection)

    @property
    def filters(self) -> Filters:
        """Words with which messages do not cross."""
        return Filters(self.connection)

    @property
    def held(self) -> HeldMessages:
        """What may tell of a patient, and waits for its sender's word."""
        return HeldMessages(self.connection)

    @property
    def languages(self) -> Languages:
        """Who reads which language."""
        return Languages(self.connection)

    @property
    def reports(self) -> Reports:
        """Who reported which message."""
        return Reports(self.connection)

    @property
    def members(self) -> Members:
        """Linked accounts, and people of one name."""
        return Members(self.connection)

    @property
    def profiles(self) -> Profiles:
        """What members say of themselves so that others find them."""
        return Profiles(self.connection)

    @property
    def sectors(self) -> Sectors:
        """Requests to change a profile's sector, and what was chosen before."""
        return Sectors(self.connection, self.salt)

    @property
    def searches(self) -> Searches:
        """Searches for peers, the cards that were shown, and wishes to be told of somebody."""
        return Searches(self.connection)

    @property
    def jargon(self) -> Jargon:
        """Terms that communities added to the glossary."""
        return Jargon(self.connection)

    @property
    def invites(self) -> Invites:
        """Who is asked to join a bridge."""
        return Invites(self.connection)

    @property
    def presence(self) -> Presence:
        """Who is there, and who left or was closed."""
        return Presence(self.connection)

    @property
    def organisers(self) -> Organisers:
        """Whom communities named as their organisers."""
        return Organisers(self.connection)

    @property
    def audit(self) -> Audit:
        """What was done that somebody may have to answer for."""
        return Audit(self.connection, self.salt)

    @property
    def messages(self) -> Messages:
        """Messages that people wrote."""
        return Messages(self.connection)

    @property
    def copies(self) -> Copies:
        """The mirrors of messages in other channels."""
        return Copies(self.connection)

    @property
    def reactions(self) -> Reactions:
        """Who reacted to messages."""
        return Reactions(self.connection)

    @property
    def events(self) -> Events:
        """Community events."""
        return Events(self.connection)

    @property
    def mirrors(self) -> Mirrors:
        """Events in platforms' own lists."""
        return Mirrors(self.connection)

    @property
    def rsvps(self) -> Rsvps:
        """Who comes to events."""
        return Rsvps(self.connection)

    @property
    def letters(self) -> Letters:
        """What people are to be told about events, and when."""
        return Letters(self.connection)

    @property
    def asides(self) -> Asides:
        """Who is written to about events in a private thread."""
        return Asides(self.connection)

    @property
    def stand_ins(self) -> StandIns:
        """What stands in for messages that nobody has told of."""
        return StandIns(self.connection)

    @property
    def outbox(self) -> Outbox:
        """What is still to be done on the platforms."""
        return Outbox(self.connection, self.woken)

    @property
    def pace(self) -> Pace:
        """How fast what people write leaves."""
        return Pace(self.connection)

    @property
    def withdrawals(self) -> Withdrawals:
        """Taking back all that somebody gave."""
        return Withdrawals(self.connection, self.woken)

    @property
    def vectors(self) -> Vectors:
        """Where people's texts point."""
        return Vectors(self.connection, self.left)

    @property
    def takers(self) -> Takers:
        """Who takes part in introductions."""
        return Takers(self.connection)

    @property
    def introductions(self) -> Introductions:
        """Who is being introduced to whom."""
        return Introductions(self.connection)

    @property
    def apart(self) -> Apart:
        """Who is not to be introduced to whom."""
        return Apart(self.connection)

    @property
    def rounds(self) -> Rounds:
        """Matching of everybody who takes part."""
        return Rounds(self.connection)

    @property
    def asks(self) -> Asks:
        """Questions that members put, and who answered."""
        return Asks(self.connection)

    @property
    def rooms(self) -> Rooms:
        """Where those who were introduced talk."""
        return Rooms(self.connection)

    @property
    def room_histories(self) -> RoomHistories:
        """How far what was said in rooms is read."""
        return RoomHistories(self.connection)

    @property
    def lanes(self) -> Lanes:
        """Who works which target channel."""
        return Lanes(self.connection, self.woken)
