"""How people are found and introduced: all that hangs on the key of their profile, shown to them, and let go of."""

from __future__ import annotations

import json
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, case, delete, exists, null, select, union, update

from adapters.contract.refs import AccountRef
from storage.apart import Apart, hashed, intro_salt
from storage.asks import question, question_answer, question_reader
from storage.former_asks import FormerAsks
from storage.introductions import Introductions, intro_party, introduction
from storage.jargon import jargon
from storage.personal import UNKNOWN, Records, of, shown
from storage.profiles import profile, profile_text, profile_topic
from storage.rooms import Rooms, room, room_end, room_mark, room_slot
from storage.rounds import Rounds, intro_round, intro_seat
from storage.schema import Session
from storage.searches import Searches, search, shown_card, wish
from storage.sectors import Sectors, sector_request
from storage.takers import intro_member
from storage.vectors import text_vector, understood

HELD_BY = (profile, intro_member, intro_party, room_end)  # in which an account leads to a person's key
NOBODY = AccountRef(UNKNOWN, "", "")


@dataclass(frozen=True, slots=True)
class ErasingPeople:
    """Queries on profiles, introductions and questions, by whom they are about."""

    connection: Session

    async def persons(self, accounts: Sequence[AccountRef]) -> list[str]:
        """The keys under which these accounts have, or had, a profile.

        Whose a profile is, its account alone says: none that is another's is among them, whatever else leads there.
        """
        anothers = select(profile.c.person).where(~of(profile.c.account, accounts))
        return sorted(await self._keys(accounts) - set((await self.connection.scalars(anothers)).all()))

    async def set_apart(self, accounts: Sequence[AccountRef]) -> None:
        """Let what these accounts did and what others did stand under different keys.

        They differ when accounts were one member's once. The key stays with those whose profile it is.
        """
        persons = await self._keys(accounts)
        rows = union(*(select(table.c.person, table.c.account).where(table.c.person.in_(persons)) for table in HELD_BY))
        owners = select(profile.c.person, profile.c.account).where(profile.c.person.in_(persons))
        mine = set(map(str, accounts))
        holders: dict[str, set[str]] = {}
        for person, account in await self.connection.execute(rows):
            holders.setdefault(person, set()).add(account)
        kept = {row.person: row.account for row in await self.connection.execute(owners)}
        for person, held in holders.items():
            going = held - mine if kept.get(person) in mine else held & mine
            for account in sorted(going) if held - mine else ():
                await self._under_another_key(person, account, secrets.token_hex(8))

    async def records(self, accounts: Sequence[AccountRef]) -> Records:
        """Their profile and what was made of it, their searches, introductions, conversations and questions."""
        persons = await self.persons(accounts)
        queries = {**_of_profile(persons, accounts), **_of_meeting(persons, accounts)}
        found: Records = {}
        for title, query in queries.items():
            found |= await shown(self.connection, title, query)
        found |= await FormerAsks(self.connection).records(accounts)
        return found | await Sectors(self.connection).records(accounts) | await self._apart(accounts)

    async def erase(self, accounts: Sequence[AccountRef]) -> None:
        """It goes. Where others' introductions and rounds need a row, a new key stands in it, which says nothing.

        Terms that they proposed stay, by nobody. So do hashes that keep people apart, those with a chosen sector,
        and for a while those of who asked and answered.
        """
        for person in await self.persons(accounts):
            await self.erase_person(person)
        await FormerAsks(self.connection).keep(accounts)
        await Searches(self.connection).erase(accounts)
        await self.connection.execute(delete(sector_request).where(of(sector_request.c.account, accounts)))
        theirs = update(jargon).where(of(jargon.c.account, accounts))
        await self.connection.execute(theirs.values(account=str(NOBODY)))

    async def hand_over(self, account: AccountRef, to: AccountRef) -> None:
        """Let another account of the same person stand for one, in whatever leads to the key of their profile."""
        for table in HELD_BY:
            known = select(table.c.person).where(table.c.account == str(to)).correlate(None)
            theirs = (table.c.account == str(account)) & table.c.person.not_in(known)
            await self.connection.execute(update(table).where(theirs).values(account=str(to)))

    async def erase_person(self, person: str) -> None:
        """Let go of all that names a key. That it is nobody's any more, `Vectors.drop` tells whoever searches."""
        nobody = f"gone-{secrets.token_hex(8)}"
        await Introductions(self.connection).erase(person, nobody)
        await Rounds(self.connection).erase(person, nobody)
        await Rooms(self.connection).erase(person, nobody)
        await self._no_alternate(person)
        await FormerAsks(self.connection).drop_readers(question_reader.c.person == person)
        for table in (text_vector, intro_member, profile):
            await self.connection.execute(delete(table).where(table.c.person == person))

    async def _keys(self, accounts: Sequence[AccountRef]) -> set[str]:
        keys = union(*(select(table.c.person).where(of(table.c.account, accounts)) for table in HELD_BY))
        return set((await self.connection.scalars(keys)).all())

    async def _under_another_key(self, person: str, account: str, key: str) -> None:
        """Move what an account did; marks and who asked for an introduction have no account and go with the rest."""
        with_it = [
            (introduction, introduction.c.asker, intro_party, intro_party.c.introduction_id == introduction.c.id),
            (room_mark, room_mark.c.person, room_end, room_end.c.room_id == room_mark.c.room_id),
        ]
        for table, column, held, same in with_it:
            theirs = exists().where(same, held.c.person == person, held.c.account == account)
            await self.connection.execute(update(table).where(column == person, theirs).values({column: key}))
        for table in (intro_party, room_end, intro_member):
            led = (table.c.person == person) & (table.c.account == account)
            await self.connection.execute(update(table).where(led).values(person=key))

    async def _no_alternate(self, person: str) -> None:
        """Let nobody be introduced to somebody instead of others any more."""
        named = select(intro_seat).where(intro_seat.c.alternates.contains(person, autoescape=True))
        for row in (await self.connection.execute(named)).mappings().all():
            left = [other for other in json.loads(row["alternates"]) if other != person]
            same = (intro_seat.c.round_id == row["round_id"]) & (intro_seat.c.person == row["person"])
            await self.connection.execute(update(intro_seat).where(same).values(alternates=json.dumps(left)))

    async def _apart(self, accounts: Sequence[AccountRef]) -> Records:
        """What they blocked, and how many people they asked for or were asked about: under hashes of their accounts."""
        salt = (await self.connection.scalars(select(intro_salt.c.value))).first()
        if salt is None:
            return {}
        return await Apart(self.connection).records([hashed(salt, account) for account in accounts])


def _of_profile(persons: Sequence[str], accounts: Sequence[AccountRef]) -> dict[str, Select[Any]]:
    """By title, what a profile holds and what was made of it, and what its owner looked for."""
    embedded = select(text_vector.c.text, text_vector.c.dimension, understood.c.model, understood.c["at"])
    of_vectors = embedded.join(understood, understood.c.person == text_vector.c.person)
    cards = select(search.c["at"]).select_from(shown_card).join(search)
    known = select(understood.c.model, understood.c["at"]).where(~understood.c.gone)
    terms = select(jargon.c.community, jargon.c.term, jargon.c.expansion, jargon.c.meaning, jargon.c["at"])
    return {
        "profile": select(profile).where(profile.c.person.in_(persons)),
        "approved profile texts": select(profile_text).where(profile_text.c.person.in_(persons)),
        "approved profile topics": select(profile_topic).where(profile_topic.c.person.in_(persons)),
        "profile made searchable": known.where(understood.c.person.in_(persons)),
        "profile texts as numbers": of_vectors.where(text_vector.c.person.in_(persons)),
        "requests to change your sector": select(sector_request).where(
            sector_request.c.person.in_(persons) | of(sector_request.c.account, accounts)
        ),
        "searches for people": select(search).where(of(search.c.account, accounts)),
        "times your card was shown": cards.where(shown_card.c.person.in_(persons)),
        "people you want to be told of": select(wish).where(of(wish.c.account, accounts)),
        "terms proposed": terms.where(of(jargon.c.account, accounts)),
    }


def _of_meeting(persons: Sequence[str], accounts: Sequence[AccountRef]) -> dict[str, Select[Any]]:
    """By title, what there is of introductions, conversations and questions."""
    how = (introduction.c.origin, introduction.c.made_at)
    # As in /intro history: of what is only planned people know nothing, nor that others asked for them in vain, nor
    # what became of it without them. Whoever asked sees the same, whether or not the other was asked.
    named, yes = introduction.c.state.in_(("agreed", "open", "met")), intro_party.c.answer == "yes"
    far = case(
        (named & yes, introduction.c.state), (introduction.c.state.in_(("proposed", "asked")), "asked"), else_="closed"
    ).label("state")
    opened = case((yes, introduction.c.opened_at), else_=null()).label("opened_at")
    planned = (introduction.c.state == "proposed") | (introduction.c.reason == "changed")
    silent = intro_party.c.answer.in_(("", "gone")) & (intro_party.c.person != introduction.c.asker)
    never_asked = (intro_party.c.answer == "unasked") | (planned & silent)
    said = [intro_party.c[name] for name in ("name", "sector", "overlap", "answer", "talked", "outcome", "leaning")]
    rounds = select(intro_round.c.starts_at, intro_seat.c.asked_at, intro_seat.c.answer, intro_seat.c.result)
    rooms = select(room.c.opened_at, room.c.closed_at, room_end.c.channel).join(room_end)
    slots = (room_slot.c.room_id == room_mark.c.room_id) & (room_slot.c.number == room_mark.c.number)
    marks = select(room_slot.c["at"]).select_from(room_mark.outerjoin(room_slot, slots)).order_by(room_slot.c["at"])
    mine = question_reader.c.person.in_(persons) | of(question_reader.c.account, accounts)
    asked = select(question_reader.c["at"]).where(mine)
    answers = select(*(question_answer.c[name] for name in ("at", "thanked", "home", "channel")))
    return {
        # By account: one that was linked once may have stood under the same key.
        "taking part in introductions": select(intro_member).where(of(intro_member.c.account, accounts)),
        "introductions": select(*how, far, opened, *said)
        .join(intro_party)
        .where(of(intro_party.c.account, accounts), ~never_asked),
        "introductions you asked for": select(*how).where(introduction.c.asker.in_(persons)),
        "rounds of introductions": rounds.join(intro_seat).where(intro_seat.c.person.in_(persons)),
        "conversations with people you met": rooms.where(of(room_end.c.account, accounts)),
        "times you can talk": marks.where(room_mark.c.person.in_(persons)),
        "questions you asked": select(question).where(of(question.c.account, accounts)),
        "questions put to you": asked,
        "questions you answered": answers.where(of(question_answer.c.account, accounts)),
    }
