"""The exam for any Platform: the fake takes it, and so do the real adapters, through their SDKs, against the sandbox.

A `Room` is one platform with one community, a channel, and a person in it who acts and looks.
"""

from __future__ import annotations

import pytest

from adapters.contract.content import Emoji
from adapters.contract.errors import Later, Refused, Unsure, Why
from adapters.contract.incoming import Deleted, Edited, Posted, Reacted, ReactionsSeen
from adapters.contract.platform import Persona
from adapters.contract.refs import MessageRef
from adapters.contract.walk import text_of
from tests.adapters.asking import Asking
from tests.adapters.rooms import ANN, ANN_SHOWN, PNG, Listener, Room, picture, words


class Exam(Asking):
    """The questions. A test class inherits them and brings the fixtures `room` and `listener` (its Core, running)."""

    async def test_it_hears_what_a_person_writes(self, room: Room, listener: Listener) -> None:
        ref = await room.say("Beds are full.")
        posted = await listener.wait(Posted, lambda it: it.message.key == ref.key)

        assert (posted.message, posted.author.account, posted.ours) == (ref, room.person, False)
        assert text_of(posted.content) == "Beds are full."

    async def test_its_own_posts_are_never_heard_as_somebody_elses(self, room: Room, listener: Listener) -> None:
        for persona in (ANN, None):
            await room.platform.send(room.channel, words("Hello."), token=f"t{persona is None}", persona=persona)
        last = await room.say("And now me.")
        await listener.wait(Posted, lambda it: it.message.key == last.key)

        foreign = [it for it in listener.incomings if isinstance(it, Posted) and not it.ours]
        assert [it.message for it in foreign] == [last]

    async def test_a_send_shows_the_words_under_the_persona(self, room: Room, listener: Listener) -> None:
        ref = await room.platform.send(room.channel, words("We did this."), token="t1", persona=ANN)

        [seen] = await room.seen()
        assert (seen.ref.key, seen.author, seen.text) == (ref.key, ANN_SHOWN, "We did this.")

    async def test_a_reply_stands_in_the_thread_of_its_message(self, room: Room, listener: Listener) -> None:
        root = await room.say("Who has done this?")
        ref = await room.platform.send(root.as_thread, words("We have."), token="t1", persona=ANN)
        again = await room.platform.send(root.as_thread, words("So have we."), token="t2", persona=ANN)

        assert ref.channel == again.channel == root.as_thread
        assert [seen.ref.channel.thread for seen in await room.seen()] == [None, root.id, root.id]

    async def test_it_hears_a_reply_with_its_thread(self, room: Room, listener: Listener) -> None:
        root = await room.platform.send(room.channel, words("Who has done this?"), token="t1", persona=ANN)
        reply = await room.say("We have.", thread=root)
        posted = await listener.wait(Posted, lambda it: it.message.key == reply.key)

        assert posted.message.channel == root.as_thread

    async def test_it_hears_edits_deletions_and_reactions(self, room: Room, listener: Listener) -> None:
        ref = await room.say("Beds are ful.")
        await room.change(ref, "Beds are full.")
        edited = await listener.wait(Edited)
        await room.put(ref, "👍", True)
        put = await listener.wait(Reacted)
        await room.put(ref, "👍", False)
        taken = await listener.wait(Reacted, lambda it: not it.present)
        await room.remove(ref)
        deleted = await listener.wait(Deleted)

        assert (edited.message.key, text_of(edited.content)) == (ref.key, "Beds are full.")
        assert (put.message.key, put.emoji.char, put.author.account) == (ref.key, "👍", room.person)
        assert (taken.message.key, taken.emoji.char) == (ref.key, "👍")
        assert [message.key for message in deleted.messages] == [ref.key]

    async def test_edits_deletes_and_reactions_may_be_done_twice(self, room: Room, listener: Listener) -> None:
        ref = await room.platform.send(room.channel, words("One."), token="t1", persona=ANN)
        for _ in range(2):
            await room.platform.edit(ref, words("Two."), persona=ANN)
            await room.platform.react(ref, Emoji("", "🎉"), present=True)
        [seen] = await room.seen()
        assert (seen.text, seen.author, seen.reactions) == ("Two.", ANN_SHOWN, frozenset({"🎉"}))

        for _ in range(2):
            await room.platform.react(ref, Emoji("", "🎉"), present=False)
        assert (await room.seen())[0].reactions == frozenset()

        for _ in range(2):
            await room.platform.delete(ref)
        assert await room.seen() == []

    async def test_editing_what_is_gone_is_refused(self, room: Room, listener: Listener) -> None:
        ref = await room.platform.send(room.channel, words("One."), token="t1", persona=ANN)
        await room.platform.delete(ref)

        with pytest.raises(Refused) as refusal:
            await room.platform.edit(ref, words("Two."), persona=ANN)
        assert refusal.value.why is Why.GONE

    @pytest.mark.parametrize("persona", [ANN, None], ids=["for somebody", "as itself"])
    async def test_a_lost_answer_is_unsure_and_the_post_is_found(
        self, room: Room, listener: Listener, persona: Persona | None
    ) -> None:
        await room.platform.send(room.channel, words("Other."), token="other", persona=persona)
        room.lose_answer()
        with pytest.raises(Unsure):
            await room.platform.send(room.channel, words("Once."), token="mine", persona=persona)
        found = await room.platform.find(room.channel, words("Once."), token="mine", persona=persona, since=0.0)
        missing = await room.platform.find(room.channel, words("Never."), token="no", persona=persona, since=0.0)

        [ref] = [seen.ref for seen in await room.seen() if seen.text == "Once."]
        assert [it.key for it in found] == [ref.key]
        assert missing == ()

    async def test_a_busy_platform_says_when_to_come_back(self, room: Room, listener: Listener) -> None:
        room.busy()
        with pytest.raises(Later) as later:
            await room.platform.send(room.channel, words("Soon."), token="t1", persona=ANN)

        assert later.value.after > 0
        assert await room.seen() == []

    async def test_a_channel_that_does_not_exist_is_refused(self, room: Room, listener: Listener) -> None:
        with pytest.raises(Refused):
            await room.platform.send(room.nowhere, words("Hello?"), token="t1", persona=ANN)

    async def test_long_text_is_cut_into_parts_that_fit_and_nothing_is_lost(
        self, room: Room, listener: Listener
    ) -> None:
        text = " ".join(f"word{number}" for number in range(1500))
        parts = room.platform.parts(room.channel, words(text))
        for number, part in enumerate(parts):
            await room.platform.send(room.channel, part, token=f"t{number}", persona=ANN)

        assert len(parts) > 1
        assert " ".join(" ".join(seen.text for seen in await room.seen()).split()) == text

    async def test_a_file_comes_with_its_bytes_and_its_alt_text(self, room: Room, listener: Listener) -> None:
        ref = await room.attach("ward plan.png", "A plan of ward 7", PNG)
        posted = await listener.wait(Posted, lambda it: it.message.key == ref.key)
        [file] = posted.content.files
        data = await room.platform.read(file, 10_000)

        assert (file.name, file.alt, data) == ("ward plan.png", "A plan of ward 7", PNG)
        with pytest.raises(Refused):
            await room.platform.read(file, 10)

    async def test_a_file_is_sent_as_bytes_with_its_alt_text(self, room: Room, listener: Listener) -> None:
        parts = room.platform.parts(room.channel, words("The plan:", picture(room.channel)))
        sent = [
            await room.platform.send(room.channel, part, token=f"t{number}", persona=ANN)
            for number, part in enumerate(parts)
        ]
        seen = await room.seen()

        assert [shown.ref.key for shown in seen] == [ref.key for ref in sent]
        assert [it for shown in seen for it in shown.files] == [("ward plan.png", "A plan of ward 7", PNG)]
        assert {shown.author for shown in seen} == {ANN_SHOWN}

    async def test_what_was_not_recorded_is_told_again(self, room: Room, listener: Listener) -> None:
        listener.fail = 1
        ref = await room.say("Do not lose this.")
        posted = await listener.wait(Posted, lambda it: it.message.key == ref.key)

        assert text_of(posted.content) == "Do not lose this."

    async def test_history_tells_what_was_missed_oldest_first(self, room: Room, listener: Listener) -> None:
        first = await room.say("One.")
        posted = await listener.wait(Posted, lambda it: it.message.key == first.key)
        second = await room.say("Two.")
        reply = await room.say("Reply.", thread=second)
        missed = [it async for it in room.platform.since(room.channel, posted.at) if isinstance(it, Posted)]

        assert [it.message.key for it in missed if not it.ours] == [second.key, reply.key]

    async def test_history_tells_how_many_show_a_reaction_and_the_platform_who(
        self, room: Room, listener: Listener
    ) -> None:
        ref = await room.say("Beds are full.")
        posted = await listener.wait(Posted, lambda it: it.message.key == ref.key)
        await room.put(ref, "👍", True)
        await room.platform.react(ref, Emoji("", "👍"), present=True)
        await room.platform.react(ref, Emoji("", "🎉"), present=True)
        shown = [(emoji.char, count) for emoji, count in (await self._reactions(room, ref, posted.at - 1)).counts]
        people = [await room.platform.reactors(ref, Emoji("", char)) for char in ("👍", "🎉", "🔥")]

        assert shown == [("👍", 1)]
        assert [[author.account for author in each] for each in people] == [[room.person], [], []]

        await room.put(ref, "👍", False)
        assert (await self._reactions(room, ref, posted.at - 1)).counts == ()

    async def _reactions(self, room: Room, ref: MessageRef, after: float) -> ReactionsSeen:
        [seen] = [
            it
            async for it in room.platform.since(room.channel, after)
            if isinstance(it, ReactionsSeen) and it.message.key == ref.key
        ]
        return seen

    async def test_history_tells_the_last_edit_and_nothing_of_what_is_gone(
        self, room: Room, listener: Listener
    ) -> None:
        first = await room.say("Beds are ful.")
        posted = await listener.wait(Posted, lambda it: it.message.key == first.key)
        second = await room.say("Wrong channel.")
        await room.change(first, "Beds are full.")
        await room.remove(second)
        past = [it async for it in room.platform.since(room.channel, posted.at)]

        assert [text_of(it.content) for it in past if isinstance(it, Edited)] == ["Beds are full."]
        assert not any(isinstance(it, Posted | ReactionsSeen) and it.message.key == second.key for it in past)

    async def test_pinning_twice_pins_once(self, room: Room, listener: Listener) -> None:
        ref = await room.platform.send(room.channel, words("This channel is mirrored."), token="t1")
        for _ in range(2):
            await room.platform.pin(ref)

        assert await room.pinned() == [ref.id]

    async def test_a_link_leads_back_to_its_place(self, room: Room, listener: Listener) -> None:
        root = await room.say("Who has done this?")
        reply = await room.say("We have.", thread=root)
        await listener.wait(Posted, lambda it: it.message.key == reply.key)
        leads = [room.platform.linked(room.platform.link(place)) for place in (room.channel, root, reply)]

        assert leads[0] == room.channel
        assert [lead.key for lead in leads[1:] if isinstance(lead, MessageRef)] == [root.key, reply.key]
        assert room.platform.linked("https://nowhere.example/page") is None

    async def test_a_person_has_a_name(self, room: Room, listener: Listener) -> None:
        profile = await room.platform.profile(room.person, room.channel.home)

        assert profile.name
        assert not profile.bot

    async def test_a_private_room_takes_messages(self, room: Room, listener: Listener) -> None:
        private = await room.platform.open_private([room.person])
        ref = await room.platform.send(private, words("Just us."), token="t1")

        assert ref.channel.parent == private.parent
        assert await room.seen() == []

    async def test_it_says_where_somebody_belongs_until_they_leave(self, room: Room, listener: Listener) -> None:
        before = await room.platform.home(room.person)
        await room.leave()
        assert (before, await room.platform.home(room.person, before)) == (room.channel.home, None)

    async def test_it_says_who_runs_a_community_until_they_do_no_more(self, room: Room, listener: Listener) -> None:
        before = await room.platform.runs(room.person, room.channel.home)
        room.demote()
        assert (before, await room.platform.runs(room.person, room.channel.home)) == (True, False)

    async def test_nobody_runs_what_they_have_left(self, room: Room, listener: Listener) -> None:
        await room.leave()
        assert not await room.platform.runs(room.person, room.channel.home)
