"""auth.*, apps.*, users.*, team.*, bots.*, emoji.* and usergroups.*: who and what there is in a workspace."""

from __future__ import annotations

from sandbox.slack.calls import Call, method
from sandbox.slack.errors import SlackError
from sandbox.slack.history import paged
from sandbox.slack.model import Json
from sandbox.slack.natives import profile_json, user_json


@method("auth.test", None, token="any", takes_json=True)
async def auth_test(call: Call) -> Json:
    """Whose token this is."""
    ws = call.ws
    return {
        "url": f"https://{ws.domain}.slack.com/",
        "team": ws.name,
        "user": ws.me.name,
        "team_id": ws.id,
        "user_id": ws.me.id,
        "bot_id": ws.me.bot_id,
        "app_id": ws.app.id,
        "is_enterprise_install": False,
    }


@method("apps.connections.open", 3, token="app", takes_json=True)
async def connections_open(call: Call) -> Json:
    """An address for a new Socket Mode connection."""
    if not call.ws.app.socket_mode:
        raise SlackError("socket_mode_not_enabled")
    return {"url": call.server.sockets.ticket(call.ws, call.server.base)}


@method("users.info", 4, "users:read")
async def user_info(call: Call) -> Json:
    """One user."""
    return {"user": user_json(call.ws, call.ws.user(call.need("user")))}


@method("users.list", 2, "users:read")
async def user_list(call: Call) -> Json:
    """Everybody, deactivated people too."""
    people = (user_json(call.ws, user) for user in call.ws.users.values())
    return {**paged(call, people, "members", most=1000, default=1000), "cache_ts": int(call.ws.now())}


@method("users.lookupByEmail", 3, "users:read.email")
async def user_by_email(call: Call) -> Json:
    """The user with an e-mail address."""
    email = call.need("email").casefold()
    for user in call.ws.users.values():
        if user.email.casefold() == email and not user.deleted:
            return {"user": user_json(call.ws, user)}
    raise SlackError("users_not_found")


@method("users.profile.get", 4, "users.profile:read")
async def user_profile(call: Call) -> Json:
    """One user's profile."""
    return {"profile": profile_json(call.ws, call.ws.user(call.text("user") or call.ws.me.id))}


@method("team.info", 3, "team:read")
async def team_info(call: Call) -> Json:
    """The workspace."""
    ws = call.ws
    icon: Json = {f"image_{side}": ws.icon for side in (34, 44, 68, 88, 102, 132, 230)} if ws.icon else {}
    icon["image_default"] = not ws.icon
    shown = {"id": ws.id, "name": ws.name, "domain": ws.domain, "email_domain": "", "icon": icon}
    return {"team": {**shown, "url": f"https://{ws.domain}.slack.com/"}}


@method("bots.info", 3, "users:read")
async def bot_info(call: Call) -> Json:
    """One bot, by its bot id."""
    wanted = call.text("bot") or call.ws.me.bot_id
    for user in call.ws.users.values():
        if user.bot_id == wanted:
            icons = {f"image_{side}": user.avatar for side in (36, 48, 72)}
            bot = {"id": user.bot_id, "app_id": user.app_id, "user_id": user.id, "name": user.real_name}
            return {"bot": {**bot, "deleted": user.deleted, "updated": user.updated, "icons": icons}}
    raise SlackError("bot_not_found")


@method("emoji.list", 2, "emoji:read")
async def emoji_list(call: Call) -> Json:
    """The workspace's own emoji: picture addresses, or `alias:name`."""
    return {"emoji": dict(call.ws.emoji), "cache_ts": str(call.ws.now())}


@method("usergroups.list", 2, "usergroups:read")
async def usergroup_list(call: Call) -> Json:
    """The groups of members that can be mentioned."""
    with_users = call.flag("include_users")
    groups = call.ws.usergroups.values()
    return {"usergroups": [{k: v for k, v in group.items() if k != "users" or with_users} for group in groups]}


@method("usergroups.users.list", 2, "usergroups:read")
async def usergroup_users(call: Call) -> Json:
    """Who is in a group."""
    group = call.ws.usergroups.get(call.need("usergroup"))
    if group is None:
        raise SlackError("no_such_subteam")
    return {"users": group["users"]}
