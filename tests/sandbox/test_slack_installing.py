"""The bot's app is removed, robbed of its token, and installed again by admins."""

import pytest

from sandbox.slack import SlackError
from tests.sandbox.slack_world import make_bot, refused, slack_world, socket_mode, soon


@pytest.mark.parametrize(("quietly", "told"), [(False, ["tokens_revoked", "message"]), (True, ["message"])])
async def test_a_revoked_token_is_dead_until_the_app_is_installed_again(quietly: bool, told: list[str]) -> None:
    """The app token goes on; events come again only after the installation."""
    async with slack_world() as world, socket_mode(world, bot := make_bot(world)):
        await world.act("revoke", quietly=quietly)
        assert (await refused(world.client.auth_test()))["error"] == "token_revoked"
        await world.client.apps_connections_open(app_token=world.ws.app.app_token)
        await world.post("Is it still there?")
        await soon(world.server.settled())
        await world.act("install")
        await world.client.auth_test()
        await world.post("It is back.")
        await soon(world.server.settled())
    assert bot.kinds() == told


async def test_only_admins_look_after_the_app() -> None:
    """Bob is none."""
    async with slack_world() as world:
        for act in ("uninstall", "revoke", "install"):
            with pytest.raises(SlackError, match="restricted_action"):
                await world.act(act, user=world.bob.id)
