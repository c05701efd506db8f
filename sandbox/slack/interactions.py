"""What members do with the bot's app: commands, menus, buttons, forms and its Home tab."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from sandbox.slack import views
from sandbox.slack.blocks import check_view, interactive
from sandbox.slack.delivery import Undelivered
from sandbox.slack.errors import SlackError
from sandbox.slack.events import tell
from sandbox.slack.forms import chosen, problems, state_of
from sandbox.slack.model import Channel, Hook, Json, Message, User, View, Workspace
from sandbox.slack.responses import respond

if TYPE_CHECKING:
    from sandbox.slack.server import SlackServer

TOO_SLOW = "operation_timeout"  # Slack then says that the app did not respond


class Interactions:
    """Acts that ask the bot for an answer. Each returns `error` when the bot gave none within 3 seconds."""

    def __init__(self, server: SlackServer) -> None:
        self._server = server

    async def command(self, community: str, user: str, channel: str, name: str, text: str = "") -> Json:
        """Use a slash command in a channel (in a thread Slack offers none)."""
        ws, place = self._server.find(community, user, channel)
        name = f"/{name.lstrip('/')}"
        known = ws.app.commands
        if "commands" not in ws.app.scopes or (known is not None and name not in known):
            raise LookupError(f"{name} is not a valid command.")
        if known is None or known[name].get("should_escape", True):
            text = _escaped(ws, text)
        ws.note("person", "command", channel=channel, user=user, name=name, text=text)
        hook = self._hook(ws, Hook(user, channel, ws.now()))
        payload = {
            "token": "verification-token",
            "team_id": ws.id,
            "team_domain": ws.domain,
            "channel_id": place.id,
            "channel_name": {"im": "directmessage", "group": "privategroup"}.get(place.kind, place.name),
            "user_id": user,
            "user_name": ws.users[user].name,
            "command": name,
            "text": text,
            "api_app_id": ws.app.id,
            "is_enterprise_install": "false",
            "response_url": self._server.hook_url(ws, hook),
            "trigger_id": views.trigger(ws, user),
        }
        answer = await self._ask(ws, "slash_commands", payload)
        if "error" not in answer and (answer.get("text") or answer.get("blocks")):
            respond(self._server, ws, ws.hooks[hook], answer)
        return self._result(ws, user, answer)

    async def menu(self, community: str, user: str, channel: str, message: str, name: str) -> Json:
        """Use a message shortcut, by its callback id."""
        ws, place = self._server.find(community, user, channel)
        if not any(name == each["callback_id"] for each in ws.app.shortcuts):
            raise LookupError(f"There is no shortcut {name!r}.")
        found = place.message(message)
        ws.note("person", "menu", channel=channel, ref=message, user=user, name=name)
        hook = self._hook(ws, Hook(user, channel, ws.now(), found.get("thread_ts"), message))
        payload = {
            **_common(ws, ws.users[user], "message_action"),
            "callback_id": name,
            "action_ts": f"{ws.now():.6f}",
            "message_ts": message,
            "channel": {"id": place.id, "name": place.name},
            "message": found,
            "response_url": self._server.hook_url(ws, hook),
        }
        return self._result(ws, user, await self._ask(ws, "interactive", payload))

    async def press(
        self,
        community: str,
        user: str,
        channel: str,
        message: str,
        action: str,
        value: Any = None,
        values: list[Any] | None = None,
    ) -> Json:
        """Press a button or choose in a select by action id, in a message, form or Home tab (`message`: its id).

        `value` chooses an option, or tells buttons with the same action id apart.
        """
        view = self._server.workspace(community).views.get(message)
        if view is not None:
            return await self._press_view(
                self._server.person(community, user), view, action, value if values is None else values
            )
        ws, place = self._server.find(community, user, channel)
        found, hidden = _shown(ws, place, user, message)
        block, element = _pressed(found.get("blocks", []), action, value)
        ws.note("person", "press", channel=channel, ref=message, user=user, action=action, value=value)
        hook = self._hook(ws, Hook(user, channel, ws.now(), found.get("thread_ts"), message))
        container = {"type": "message", "message_ts": message, "channel_id": place.id, "is_ephemeral": hidden}
        payload = {
            **_common(ws, ws.users[user], "block_actions"),
            "container": container,
            "channel": {"id": place.id, "name": place.name},
            "message": found,
            "state": {"values": state_of(ws, found["blocks"], {})},
            "response_url": self._server.hook_url(ws, hook),
            "actions": [_action(ws, block, element, value if values is None else values)],
        }
        return self._result(ws, user, await self._ask(ws, "interactive", payload))

    async def _press_view(self, ws: Workspace, view: View, action: str, value: Any) -> Json:
        block, element = _pressed(view.native["blocks"], action, value)
        ws.note("person", "press", ref=view.native["id"], user=view.user, action=action, value=value)
        payload = {
            **_common(ws, ws.users[view.user], "block_actions"),
            "container": {"type": "view", "view_id": view.native["id"]},
            "view": {**view.native, "state": {"values": state_of(ws, view.native["blocks"], {})}},
            "actions": [_action(ws, block, element, value)],
        }
        return self._result(ws, view.user, await self._ask(ws, "interactive", payload))

    async def submit(self, community: str, user: str, form: str, values: dict[str, Any] | None = None) -> Json:
        """Send a modal; `values` go by action id or block id. Returns `errors` by block id when it stays open."""
        ws, view = self._form(community, user, form)
        state = state_of(ws, view.native["blocks"], values or {})
        if wrong := problems(view.native["blocks"], state):
            return {**self._result(ws, user, {}), "errors": wrong}
        ws.note("person", "submit", ref=form, user=user, values=values)
        filled = {**view.native, "state": {"values": state}}
        payload = {**_common(ws, ws.users[user], "view_submission"), "view": filled, "response_urls": []}
        answer = await self._ask(ws, "interactive", payload)
        errors = {} if "error" in answer else self._after_submit(ws, view, answer)
        return {**self._result(ws, user, answer), "errors": errors}

    def _after_submit(self, ws: Workspace, view: View, answer: Json) -> dict[str, str]:
        match answer.get("response_action"):
            case "errors":
                errors: dict[str, str] = answer.get("errors", {})
                blocks = {block["block_id"] for block in view.native["blocks"] if block["type"] == "input"}
                if not errors or not errors.keys() <= blocks:
                    raise SlackError("invalid_arguments")
                return errors
            case "update":
                check_view(answer.get("view"), "modal")
                views.replace(ws, view, answer["view"])
            case "push":
                check_view(answer.get("view"), "modal")
                views.show(ws, view.user, answer["view"])
            case "clear":
                views.close_all(ws, view.user)
            case None:
                if view.native["id"] in ws.views:
                    views.close(ws, view.native["id"])
            case other:
                raise SlackError(f"unknown response_action {other}")
        return {}

    async def dismiss(self, community: str, user: str, form: str, everything: bool = False) -> Json:
        """Close a modal, or all of them (`everything`); the app hears of it if it asked to."""
        ws, view = self._form(community, user, form)
        ws.note("person", "dismiss", ref=form, user=user)
        everything = everything or bool(view.native["clear_on_close"])
        for closed in views.close_all(ws, user) if everything else [views.close(ws, form)]:
            if closed.native["notify_on_close"]:
                told = {"view": closed.native, "is_cleared": everything}
                await self._ask(ws, "interactive", _common(ws, ws.users[user], "view_closed") | told)
        return self._result(ws, user, {})

    async def open_home(self, community: str, user: str) -> Json:
        """Open the app's Home tab."""
        ws = self._server.person(community, user)
        ws.note("person", "open_home", user=user)
        channel = self._server.open_dm(ws, [ws.me.id, user])
        event: Json = {"type": "app_home_opened", "user": user, "channel": channel.id, "tab": "home"}
        home = ws.views.get(ws.homes.get(user, ""))
        at = channel.stamp(ws.now())
        tell(ws, {**event, **({"view": home.native} if home else {}), "event_ts": at})
        return {"view": home.native if home else None}

    def _form(self, community: str, user: str, form: str) -> tuple[Workspace, View]:
        ws = self._server.person(community, user)
        view = ws.views.get(form)
        if view is None or view.user != user or form not in ws.stacks.get(user, ()):
            raise LookupError(f"{ws.users[user].real_name} has no form {form!r} open.")
        return ws, view

    def _hook(self, ws: Workspace, hook: Hook) -> str:
        made = uuid4().hex
        ws.hooks[made] = hook
        return made

    async def _ask(self, ws: Workspace, kind: str, payload: Json) -> Json:
        try:
            return await self._server.deliveries.ask(ws, kind, payload)
        except Undelivered as failed:
            ws.note("platform", "undelivered", ref=payload.get("trigger_id", ""), type=kind, reason=failed.reason)
            return {"error": TOO_SLOW}

    def _result(self, ws: Workspace, user: str, answer: Json) -> Json:
        return {"error": answer.get("error"), "answer": answer, "forms": list(ws.stacks.get(user, ()))}


def _common(ws: Workspace, user: User, kind: str) -> Json:
    return {
        "type": kind,
        "user": {"id": user.id, "username": user.name, "name": user.name, "team_id": ws.id},
        "api_app_id": ws.app.id,
        "token": "verification-token",
        "trigger_id": views.trigger(ws, user.id),
        "team": {"id": ws.id, "domain": ws.domain},
        "enterprise": None,
        "is_enterprise_install": False,
    }


def _shown(ws: Workspace, channel: Channel, user: str, ts: str) -> tuple[Message, bool]:
    """The message, and whether it is one that only this user sees."""
    for each in ws.ephemerals.get(user, ()):
        if each["ts"] == ts and each["channel"] == channel.id:
            return each, True
    return channel.message(ts), False


def _pressed(blocks: list[Json], action: str, value: Any) -> tuple[Json, Json]:
    found = [(block, element) for block, element in interactive(blocks) if element.get("action_id") == action]
    exact = [pair for pair in found if pair[1]["type"] == "button" and pair[1].get("value") == value]
    if not found:
        raise LookupError(f"There is nothing with the action {action!r} to press.")
    return (exact or found)[0]


def _action(ws: Workspace, block: Json, element: Json, value: Any) -> Json:
    common = {"action_id": element["action_id"], "block_id": block["block_id"], "type": element["type"]}
    return {**common, **chosen(ws, element, value), "action_ts": f"{ws.now():.6f}"}


def _escaped(ws: Workspace, text: str) -> str:
    """A command's text with `@name` and `#channel` as Slack's `should_escape` writes them; the longest name wins."""
    known = {f"#{each.name}": f"<#{each.id}|{each.name}>" for each in ws.channels.values() if each.name}
    for user in ws.users.values():
        for name in filter(None, (user.name, user.display_name, user.real_name)):
            known.setdefault(f"@{name}", f"<@{user.id}|{user.name}>")
    longest = sorted(known, key=len, reverse=True)
    typed = re.compile(rf"(?<![\w<])(?:{'|'.join(map(re.escape, longest))})(?![\w-]|\.\w)")
    return typed.sub(lambda found: known[found[0]], text)
