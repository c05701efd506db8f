"""What a token opens without a bot: `/webhooks/{id}/{token}`, where the id is a webhook's or an application's.

An application's id with an interaction's token stands for that interaction's answers and follow-ups.
"""

from __future__ import annotations

from sandbox.discord import followups
from sandbox.discord.http import Call, Routes
from sandbox.discord.interactions import Interaction
from sandbox.discord.model import JSON
from sandbox.discord.routes import webhooks
from sandbox.limits import Rate

ROUTES = Routes()
MESSAGE = webhooks.WITH_TOKEN + "/messages/{message}"
EDITS = Rate(5, 2.0, fixed=True)


def _interaction(call: Call) -> Interaction | None:
    """The interaction whose answers the path means; None when it means a webhook."""
    if not any(bot.id == call.path["webhook"] for bot in call.world.bots.values()):
        return None
    return followups.held(call.world, call.path["webhook"], call.path["token"])


@ROUTES.add("POST", webhooks.WITH_TOKEN, rate=webhooks.RATE, free=True, exempt=True)
def execute(call: Call) -> JSON | None:
    """Post as a webhook, or follow up an interaction."""
    interaction = _interaction(call)
    if interaction is not None:
        return followups.create(call, interaction)
    return webhooks.execute(call, webhooks.held(call))


@ROUTES.add("GET", MESSAGE, free=True, exempt=True)
def get(call: Call) -> JSON:
    """One of the webhook's messages, or of the interaction's answers."""
    interaction = _interaction(call)
    if interaction is not None:
        return webhooks.show(call, followups.find(call, interaction))
    return webhooks.show(call, webhooks.find(call, webhooks.held(call)))


@ROUTES.add("PATCH", MESSAGE, rate=EDITS, free=True, exempt=True)
def edit(call: Call) -> JSON:
    """Change it."""
    interaction = _interaction(call)
    if interaction is not None:
        return followups.edit(call, interaction)
    return webhooks.edit(call, webhooks.held(call))


@ROUTES.add("DELETE", MESSAGE, rate=EDITS, free=True, exempt=True)
def delete(call: Call) -> None:
    """Take it away."""
    interaction = _interaction(call)
    if interaction is not None:
        followups.remove(call, interaction)
    else:
        webhooks.remove(call, webhooks.held(call))
