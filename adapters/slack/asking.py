"""What members ask of the bot: the listeners that Bolt calls, and the way the answer takes back.

Slack waits 3 seconds. A listener acknowledges at once and leaves the work to a task; the declaration alone decides
whether that is a form to open, and the core is asked before anything else, for a trigger lives as briefly.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

import aiohttp
from slack_bolt.async_app import AsyncAck, AsyncApp

from adapters.contract.commands import (
    NOT_ASKED,
    Answers,
    Asked,
    Beginning,
    Caller,
    Command,
    Declaration,
    Form,
    Press,
    Quoted,
    Reply,
    Venue,
)
from adapters.contract.content import Content
from adapters.contract.errors import PlatformError, Refused
from adapters.contract.forms import Opened
from adapters.contract.people import mentioned, without_strangers
from adapters.contract.platform import Core
from adapters.contract.refs import ChannelRef, MessageRef
from adapters.slack import commands, refs, render
from adapters.slack.commands import NONE_YET, Where
from adapters.slack.directory import Directory, Person
from adapters.slack.me import Me
from adapters.slack.prefix import NO_PREFIX, Prefix
from adapters.slack.split import parts
from adapters.slack.tasks import Tasks
from adapters.slack.web import Web, log

Json = dict[str, Any]
_ANY = re.compile("")
_PERSON = re.compile(r"[UW][A-Z0-9]{2,}")


class Desk:
    """Answers the commands, presses and forms of one workspace."""

    def __init__(self, me: Me, web: Web, directory: Directory, tasks: Tasks) -> None:
        self._me = me
        self._web = web
        self._directory = directory
        self._tasks = tasks
        self._core: Core | None = None
        self._declared: Mapping[str, Declaration] = {}
        self._prefix = NO_PREFIX

    def open(self, app: AsyncApp, core: Core, declarations: Sequence[Declaration], prefix: Prefix) -> None:
        """Register the listeners."""
        self._prefix = prefix
        self._core = core
        self._declared = {each.name: each for each in declarations}
        app.command(_ANY)(self._command)
        app.shortcut(_ANY)(self._shortcut)
        app.action(_ANY)(self._press)
        app.view(_ANY)(self._form)

    async def _command(self, ack: AsyncAck, body: Json) -> None:
        where = commands.of_command(body)
        first, text = self._prefix.stripped(body["command"]), body.get("text") or ""
        found = commands.slash(self._declared.values(), first, text)
        await ack()
        if found is None:
            self._tasks.start(self._begin(None, commands.unknown(first, text), where, {}))
            return
        declaration, line = found
        answers, typed = declaration.read_line(line), commands.typed(declaration, line)
        self._tasks.start(self._begin(declaration, declaration.name, where, answers, typed))

    async def _shortcut(self, ack: AsyncAck, body: Json) -> None:
        where, name = commands.of_shortcut(body), str(body.get("callback_id") or "")
        await ack()
        self._tasks.start(self._begin(self._declared.get(name), name, where, {}))

    async def _press(self, ack: AsyncAck, body: Json) -> None:
        where, name = commands.of_press(body), render.action_name(body["actions"][0]["action_id"])
        await ack()
        if name != render.OPEN:
            self._tasks.start(self._begin(self._declared.get(name), name, where, None))

    async def _form(self, ack: AsyncAck, body: Json) -> None:
        where, answers = commands.of_form(body), commands.answers(body)
        await ack()
        name = str(body["view"].get("callback_id") or "")
        self._tasks.start(self._submitted(self._declared.get(name), name, where, answers))

    async def _begin(
        self,
        declaration: Declaration | None,
        name: str,
        where: Where,
        answers: Mapping[str, Any] | None,
        typed: Answers = NONE_YET,
    ) -> None:
        """Open a form, or hand over a command with its answers or (`answers` None) a press.

        So are those that there are not (any more), and those whose form did not open: the core has words for them.
        """
        form = declaration if declaration is not None and declaration.form else None
        if form is not None and await self._opened(form, where, typed):
            return
        by, venue = await self._caller(where), await self._venue(declaration, where)
        reply = Reply.PRIVATE if declaration is None or declaration is form else declaration.reply
        channel = self._channel(where)
        message = self._message(where)
        if answers is not None:
            answers = await without_strangers(answers, self._is_somebody)
            outsiders = frozenset([id for id in mentioned(answers) if not await self._directory.within(id, self._me)])
            asked = Command(name, by, channel, answers, message, self._quoted(where), venue, outsiders)
            await self._ask(where, asked, reply)
        elif message is not None:
            await self._ask(where, Press(name, where.argument, by, channel, message, venue), reply)

    async def _submitted(
        self, declaration: Declaration | None, name: str, where: Where, answers: Mapping[str, Any]
    ) -> None:
        by, venue = await self._caller(where), await self._venue(declaration, where)
        call = Form(name, where.argument, by, self._channel(where), answers, self._message(where), venue)
        await self._ask(where, call, Reply.PRIVATE if declaration is None else declaration.reply)

    async def _opened(self, declaration: Declaration, where: Where, typed: Answers) -> bool:
        """Open a form, or say why it does not open; False when Slack does not let it."""
        opened = await self._begun(declaration, where)
        if isinstance(opened, Content):
            await self._answered(opened, where, Reply.PRIVATE)
            return True
        view = commands.view(opened, where, self._prefix, typed)
        try:
            await self._web.post("views.open", trigger_id=where.trigger, view=view)
        except PlatformError as error:
            log.warning("The form of %s could not be opened: %s", declaration.name, error)
            return False
        return True

    async def _begun(self, declaration: Declaration, where: Where) -> Opened | Content:
        """What opens. Slack is asked who that is only where it depends on it: a trigger does not live long."""
        assert self._core is not None
        account = refs.account(self._me.team, where.user)
        by = await self._caller(where) if declaration.asks_first else Caller(account, where.called)
        return await self._core.begins(
            Beginning(
                declaration.name,
                where.argument,
                by,
                self._channel(where),
                self._message(where),
                self._quoted(where),
            )
        )

    def _quoted(self, where: Where) -> Quoted | None:
        if not where.text:
            return None
        return Quoted(refs.account(self._me.team, where.author) if where.author else None, where.text)

    async def _caller(self, where: Where) -> Caller:
        """Who asks. Of whom Slack does not say it now, or within the last five minutes, the worst is assumed.

        They are no admin, and belong to another organisation.
        """
        try:
            person = await self._directory.person(where.user)
        except (PlatformError, KeyError):
            person = None
        admin = person is not None and person.runs(self._me.team)
        stranger = person is None or not person.within(self._me)
        return Caller(refs.account(self._me.team, where.user), _name(person, where), admin, stranger=stranger)

    async def _venue(self, declaration: Declaration | None, where: Where) -> Venue:
        """What the channel is, for those who need to know. Of what Slack does not tell now, the worst is assumed."""
        if declaration is None or not declaration.venue:
            return NOT_ASKED
        try:
            return await self._directory.venue(where.channel)
        except PlatformError:
            return Venue(private=True)

    async def _is_somebody(self, id: str) -> bool:
        """Whether an id is that of an account here, other than the bot's own. Who cannot be asked for now may be."""
        if not _PERSON.fullmatch(id) or id == self._me.user:
            return False
        try:
            await self._directory.person(id)
        except (Refused, KeyError):
            return False
        except PlatformError:
            return True
        return True

    def _channel(self, where: Where) -> ChannelRef:
        return refs.channel(self._me.team, where.channel, where.thread)

    def _message(self, where: Where) -> MessageRef | None:
        return refs.message(self._me.team, where.channel, where.message, where.thread) if where.message else None

    async def _ask(self, where: Where, call: Asked, reply: Reply) -> None:
        assert self._core is not None
        answer = await self._core.asked(call)
        await self._answered(answer, where, Reply.PRIVATE if reply is Reply.REPLACE and not where.message else reply)

    async def _answered(self, answer: Content, where: Where, reply: Reply) -> None:
        for number, part in enumerate(parts(self._prefix.content(answer))):
            if part.files:
                continue  # answers are words; files go out as messages
            unfurl = {"unfurl_links": part.previews, "unfurl_media": part.previews}
            follow_up = Reply.PRIVATE if number and reply is Reply.REPLACE else reply
            await self._say(where, {**render.message(part), **unfurl}, follow_up)

    async def _say(self, where: Where, body: Json, reply: Reply) -> None:
        """Give an answer: by the address that came with the question, which works everywhere, else as a message."""
        try:
            if not (where.url and await self._responded(where, body, reply)):
                await self._posted(where, body, reply)
        except PlatformError as error:
            log.warning("An answer to a command did not reach the member: %s", error)

    async def _responded(self, where: Where, body: Json, reply: Reply) -> bool:
        how: Json = {
            "replace_original": reply is Reply.REPLACE,
            "response_type": "in_channel" if reply is Reply.PUBLIC else "ephemeral",
            **({"thread_ts": where.thread} if where.thread and reply is not Reply.REPLACE else {}),
        }
        try:
            async with self._web.http.session.post(where.url, json={**body, **how}) as response:
                return response.status == 200
        except (aiohttp.ClientConnectorError, aiohttp.InvalidURL):
            return False
        except (aiohttp.ClientError, TimeoutError, OSError):
            return True  # it may have been said: better not twice

    async def _posted(self, where: Where, body: Json, reply: Reply) -> None:
        thread = {"thread_ts": where.thread} if where.thread else {}
        match reply:
            case Reply.PRIVATE:
                await self._web.post("chat.postEphemeral", channel=where.channel, user=where.user, **thread, **body)
            case Reply.PUBLIC:
                await self._web.post("chat.postMessage", channel=where.channel, **thread, **body)
            case Reply.REPLACE:
                update = {"blocks": body.get("blocks", []), "text": body["text"]}
                await self._web.post("chat.update", channel=where.channel, ts=where.message, **update)


def _name(person: Person | None, where: Where) -> str:
    return person.profile.name if person else where.called
