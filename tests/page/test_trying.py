"""What the page offers to whoever is new: things to try, letters of the bot, people who leave, a guest."""

from __future__ import annotations

import json
from typing import Any

import pytest

from sandbox.scenes import Scene
from sandbox.server import Sandbox
from sandbox.slack.posting import place
from tests.page.browser import Tab
from tests.page.test_page import shown


def the_try(scene: Scene, **more: Any) -> list[dict[str, Any]]:
    """A guide with one step, which Rhys can try in the channel on records."""
    where = {"side": "slack", "user": scene.people["rhys-bevan"], "channel": scene.slack_channels["digital-and-data"]}
    step = {"say": "Look who is there.", "tries": [{"label": "Look", **where, "text": "", "picture": False, **more}]}
    return [{"title": "People", "steps": [step]}]


async def press_the_try(tab: Tab, sandbox: Sandbox) -> None:
    await tab.visit(sandbox.url)
    await tab.run("document.getElementById('guide').click()")
    await tab.run("document.querySelector('.guide:popover-open .try').click()")


async def test_what_there_is_to_try_is_made_ready_and_left_to_the_reader(
    tab: Tab, sandbox: Sandbox, scene: Scene
) -> None:
    sandbox.guide = the_try(scene, text="/peers falls")

    await press_the_try(tab, sandbox)

    assert await tab.until("document.querySelector('#slack-message').value") == "/peers falls"
    assert await tab.run("document.querySelector('.slack .person b').textContent") == "Rhys Bevan"
    assert await tab.run("document.querySelector('.slack .place h3').textContent") == "#digital-and-data"
    assert await tab.run("!document.querySelector('.guide:popover-open')")
    assert sandbox.ledger.acts("person", "command") == []


async def test_without_a_guide_none_is_offered(tab: Tab) -> None:
    assert await tab.run("document.getElementById('guide').hidden")


async def test_there_is_a_picture_to_post(tab: Tab, sandbox: Sandbox, scene: Scene) -> None:
    sandbox.guide = the_try(scene, text="Our board", picture=True)

    await press_the_try(tab, sandbox)
    await tab.until("document.querySelector('.slack .attached input')?.value")
    await tab.run("document.querySelector('.slack .send').click()")

    assert "23 ready to leave" in await tab.until("document.querySelector('.slack .files img')?.alt")
    assert await tab.until("document.querySelector('.slack .files img').naturalWidth") == 560


@pytest.mark.parametrize(("side", "who"), [("slack", "Rhys Bevan"), ("discord", "Samir Khan")])
async def test_people_leave_and_come_back(tab: Tab, sandbox: Sandbox, scene: Scene, side: str, who: str) -> None:
    async def choose_person(words: str) -> None:
        await tab.run(f"document.querySelector('.{side} .person').click()")
        buttons = f"[...document.querySelectorAll('.{side} .menu button')]"
        await tab.run(f"{buttons}.find((each) => each.textContent.startsWith({json.dumps(words)})).click()")

    def there() -> bool:
        server: Any = sandbox.slack if side == "slack" else sandbox.discord
        return who in [member["name"] for member in server.state()["communities"][0]["members"]]

    await choose_person(who)
    await choose_person(f"{who} leaves")
    await tab.until(f"document.querySelector('.{side} .person b').textContent !== {json.dumps(who)}")
    assert not there()

    await choose_person(f"{who} comes back")
    while not there():
        await tab.run("document.readyState")
    await tab.visit(sandbox.url)
    await choose_person(who)
    assert await tab.run(f"document.querySelector('.{side} .person b').textContent") == who
    assert there()


async def test_what_the_bot_writes_to_one_person_is_shown_and_can_be_read_as_them(
    tab: Tab, sandbox: Sandbox, scene: Scene
) -> None:
    team, callum = sandbox.slack.workspace(scene.team), scene.people["callum-reid"]
    place(
        team,
        sandbox.slack.open_dm(team, [team.me.id, callum]),
        "bot",
        {"type": "message", "user": team.me.id, "text": "A letter"},
    )

    await tab.until("document.querySelector('#crossed .letter button')")
    assert await tab.run("document.querySelector('#crossed .letter').textContent.includes('Callum Reid')")
    await tab.run("document.querySelector('#crossed .letter button').click()")

    assert await tab.run("document.querySelector('.slack .person b').textContent") == "Callum Reid"
    assert await tab.until(f"!!{shown('slack', 'A letter')}")
    assert await tab.run("!document.querySelector('.slack .place').textContent.includes('null')")


async def test_what_the_bot_says_in_channels_is_no_letter(tab: Tab, sandbox: Sandbox, scene: Scene) -> None:
    team = sandbox.slack.workspace(scene.team)
    channel = team.channel(scene.slack_channels["getting-home"])

    place(team, channel, "bot", {"type": "message", "user": team.me.id, "text": "A notice"})

    await tab.until(shown("slack", "A notice"))
    assert await tab.run("!document.querySelector('#crossed .letter')")


async def test_a_guest_of_another_organisation_sees_the_shared_channel_alone(tab: Tab, scene: Scene) -> None:
    await tab.run("document.querySelector('.slack .person').click()")
    await tab.run(
        "[...document.querySelectorAll('.slack .menu button')].find((b) => b.textContent.startsWith('Ffion')).click()"
    )
    rows = "[...document.querySelectorAll('.slack .channels button span:last-child')].map((each) => each.textContent)"

    assert await tab.until(f"{rows}.length === 1 && {rows}") == ["getting-home"]


async def test_a_person_typed_into_a_field_of_a_command_is_whom_the_bot_is_told_of(tab: Tab) -> None:
    """As Discord's own field does: it offers names behind an @, and sends the number of whoever was chosen."""
    script = """(async () => {
      const { commandForm } = await import("/commands.js");
      const { discord } = await import("/discord/skin.js");
      const people = [{ id: "77", name: "Owen" }, { id: "78", name: "Owen Blake" }];
      const view = { skin: discord, pane: { people }, community: { members: people, channels: [] } };
      const command = { name: "bridge ban", options: [{ type: 3, name: "who", required: true }] };
      const sent = [];
      const { node, first } = commandForm(command, view, (options) => sent.push(options), () => {});
      const write = (value) => { first.value = value; first.dispatchEvent(new Event("input")); };
      const offered = () => [...node.querySelectorAll("datalist option")].map((each) => each.value);
      write("Ow");
      const none = offered();
      write("@Ow");
      const both = offered();
      write("@Owen Blake");
      node.querySelector("button.primary").click();
      await new Promise((done) => setTimeout(done));
      return [none, both, sent];
    })()"""

    assert await tab.run(script) == [[], ["@Owen", "@Owen Blake"], [{"who": "<@78>"}]]
