"""The first answer to an interaction."""

from __future__ import annotations

from sandbox.discord import interactions
from sandbox.discord.errors import ApiError, Refusal
from sandbox.discord.http import Call, Routes
from sandbox.discord.model import JSON
from sandbox.limits import Rate

ROUTES = Routes()


@ROUTES.add(
    "POST", "/interactions/{interaction}/{token}/callback", rate=Rate(5, 1.0, fixed=True), free=True, exempt=True
)
def callback(call: Call) -> JSON | None:
    """Answer an interaction; the answer comes back when `with_response` asks for it."""
    one = call.world.interactions.get(call.path["interaction"])
    if one is None:
        raise ApiError(Refusal.UNKNOWN_INTERACTION)
    if one.token != call.path["token"]:
        raise ApiError(Refusal.INVALID_WEBHOOK_TOKEN)
    interactions.answer(call.world, one, call.form, call.uploads)
    if call.query.get("with_response", "false").lower() not in ("true", "1"):
        return None
    return interactions.callback_response(call.world, one)
