"""A part of the exam for any Platform: commands, forms, menus and buttons."""

from __future__ import annotations

from adapters.contract.commands import Command, Form, Press, Quoted
from adapters.contract.content import Button, Content, Paragraph, Text, plain
from tests.adapters.rooms import Listener, Room


class Asking:
    """The questions on what people ask for."""

    async def test_a_command_is_answered_to_the_asker_alone(self, room: Room, listener: Listener) -> None:
        told = await room.use("examine")

        [call] = listener.calls
        assert isinstance(call, Command)
        assert (call.name, call.by.account, call.channel.parent) == ("examine", room.person, room.channel)
        assert told == ["Only for you."]
        assert await room.seen() == []

    async def test_a_form_brings_its_answers(self, room: Room, listener: Listener) -> None:
        told = await room.use("examine survey", topic="Falls", sector="care")

        [call] = listener.calls
        assert isinstance(call, Form)
        assert (call.name, dict(call.answers), call.by.account) == (
            "examine survey",
            {"topic": "Falls", "sector": "care"},
            room.person,
        )
        assert told == ["Only for you."]

    async def test_a_message_menu_tells_which_message(self, room: Room, listener: Listener) -> None:
        ref = await room.say("Look at this.")
        told = await room.menu("examine-this", ref)

        [call] = listener.calls
        assert isinstance(call, Command)
        assert call.message is not None and call.message.key == ref.key
        assert call.quoted == Quoted(room.person, "Look at this.")
        assert told == ["Only for you."]

    async def test_a_form_may_begin_with_answers(self, room: Room, listener: Listener) -> None:
        listener.first = {"topic": "Falls at home", "sector": "care"}
        ref = await room.say("Who has done this?")
        told = await room.menu("examine-words", ref)

        [begun], [call] = listener.begun, listener.calls
        assert isinstance(call, Form)
        assert (begun.name, begun.by.account) == ("examine-words", room.person)
        assert begun.quoted == Quoted(room.person, "Who has done this?")
        assert (call.answers, call.message and call.message.key) == (listener.first, ref.key)
        assert told == ["Only for you."]

    async def test_a_form_that_may_not_open_is_answered_instead(self, room: Room, listener: Listener) -> None:
        listener.first = plain("Only organisers can do that.")
        assert await room.use("examine ours") == ["Only organisers can do that."]
        assert ([it.name for it in listener.begun], listener.calls) == (["examine ours"], [])

    async def test_a_press_tells_its_action_and_argument(self, room: Room, listener: Listener) -> None:
        content = Content((Paragraph((Text("More?"),)),), buttons=(Button("More", "examine more", "row 7"),))
        ref = await room.platform.send(room.channel, content, token="t1")
        told = await room.press(ref, "More")

        [call] = listener.calls
        assert isinstance(call, Press)
        assert (call.name, call.argument, call.message.key) == ("examine more", "row 7", ref.key)
        assert told == ["Only for you."]
