"""views.*: modals and Home tabs."""

from __future__ import annotations

from uuid import uuid4

from sandbox.slack.blocks import check_view
from sandbox.slack.calls import Call, method
from sandbox.slack.errors import SlackError
from sandbox.slack.model import Json, Trigger, View, Workspace, new_id
from sandbox.slack.posting import number_blocks

TRIGGER_SECONDS = 3.0
STACK = 3


@method("views.open", 4, takes_json=True)
async def open_view(call: Call) -> Json:
    """Open a modal for whoever set off the trigger."""
    view = _given(call, "modal")
    user = spend(call.ws, call.need("trigger_id"))
    close_all(call.ws, user)
    return {"view": show(call.ws, user, view)}


@method("views.push", 4, takes_json=True)
async def push_view(call: Call) -> Json:
    """Put a modal on top of the one that the trigger came from."""
    view = _given(call, "modal")
    user = spend(call.ws, call.need("trigger_id"))
    if not call.ws.stacks.get(user):
        raise SlackError("not_found")
    return {"view": show(call.ws, user, view)}


@method("views.update", 4, takes_json=True)
async def update_view(call: Call) -> Json:
    """Replace an open modal or a Home tab."""
    wanted, external = call.text("view_id"), call.text("external_id")
    found = call.ws.views.get(wanted) if wanted else None
    if found is None and external:
        found = next((each for each in call.ws.views.values() if each.native.get("external_id") == external), None)
    if found is None:
        raise SlackError("not_found")
    view = _given(call, found.native["type"])
    _check_hash(call, found)
    return {"view": replace(call.ws, found, view)}


@method("views.publish", 4, takes_json=True)
async def publish_view(call: Call) -> Json:
    """Set a member's Home tab."""
    ws, user = call.ws, call.ws.user(call.need("user_id")).id
    view = _given(call, "home")
    old = ws.views.get(ws.homes.get(user, ""))
    if old is not None:
        _check_hash(call, old)
        return {"view": replace(ws, old, view)}
    native = _native(ws, view)
    ws.views[native["id"]] = View(user, native)
    ws.homes[user] = native["id"]
    ws.note("bot", "home", ref=native["id"], user=user)
    return {"view": native}


def trigger(ws: Workspace, user: str) -> str:
    """A new trigger_id for what a user just did."""
    made = f"{len(ws.triggers) + 1}.{ws.id}.{uuid4().hex}"
    ws.triggers[made] = Trigger(user, ws.now())
    return made


def spend(ws: Workspace, trigger_id: str) -> str:
    """The user behind a trigger, which is thereby used up; SlackError when it is unknown, too old or used."""
    found = ws.triggers.get(trigger_id)
    if found is None:
        raise SlackError("invalid_trigger_id")
    if found.spent:
        raise SlackError("exchanged_trigger_id")
    if ws.now() - found.at > TRIGGER_SECONDS:
        raise SlackError("expired_trigger_id")
    found.spent = True
    return found.user


def show(ws: Workspace, user: str, view: Json) -> Json:
    """Put a checked view on top of a user's modals."""
    stack = ws.stacks.setdefault(user, [])
    if len(stack) >= STACK:
        raise SlackError("push_limit_reached")
    external = view.get("external_id")
    if external and any(each.native.get("external_id") == external for each in ws.views.values()):
        raise SlackError("duplicate_external_id")
    native = _native(ws, view)
    native["root_view_id"] = stack[0] if stack else native["id"]
    native["previous_view_id"] = stack[-1] if stack else None
    stack.append(native["id"])
    ws.views[native["id"]] = View(user, native)
    ws.note("bot", "form", ref=native["id"], user=user, callback_id=native["callback_id"])
    return native


def replace(ws: Workspace, view: View, new: Json) -> Json:
    """Give an open view a new content."""
    kept = {name: view.native[name] for name in ("id", "root_view_id", "previous_view_id")}
    view.native = {**_native(ws, new), **kept}
    ws.note("bot", "form_update", ref=view.native["id"], user=view.user)
    return view.native


def close(ws: Workspace, view_id: str) -> View:
    """Close one modal."""
    view = ws.views.pop(view_id)
    ws.stacks[view.user].remove(view_id)
    return view


def close_all(ws: Workspace, user: str) -> list[View]:
    """Close all modals of a user, the topmost first."""
    return [close(ws, view_id) for view_id in reversed(ws.stacks.get(user, []).copy())]


def _given(call: Call, kind: str) -> Json:
    view = call.json("view", "invalid_arguments")
    if view is None:
        call.need("view")
    check_view(view, kind)
    checked: Json = view
    return checked


def _check_hash(call: Call, view: View) -> None:
    given = call.text("hash")
    if given and given != view.native["hash"]:
        raise SlackError("hash_conflict")


def _native(ws: Workspace, view: Json) -> Json:
    number_blocks(view["blocks"])
    view_id = new_id("V")
    defaults: Json = {
        "callback_id": "",
        "private_metadata": "",
        "external_id": "",
        "title": {"type": "plain_text", "text": "View Title", "emoji": True},
        "submit": None,
        "close": None,
        "clear_on_close": False,
        "notify_on_close": False,
    }
    return {
        **defaults,
        **view,
        "id": view_id,
        "team_id": ws.id,
        "state": {"values": {}},
        "hash": f"{ws.now():.0f}.{uuid4().hex[:8]}",
        "root_view_id": view_id,
        "previous_view_id": None,
        "app_id": ws.app.id,
        "app_installed_team_id": ws.id,
        "bot_id": ws.me.bot_id,
    }
