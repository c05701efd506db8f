"""The page in a real browser: it shows both sides, lets people act, and runs nothing that they write."""

from __future__ import annotations

import json
from typing import Any

import pytest

from sandbox.scenes import Scene
from sandbox.server import Sandbox
from sandbox.slack.model import View
from tests.page.browser import Tab

ATTACKS = (
    "<img src=x onerror=window.hit=1>",
    "<script>window.hit=1</script>",
    "[x](javascript:window.hit=1)",
    "<javascript:window.hit=1|x>",
    '"><svg onload=window.hit=1>',
    "```<img src=x onerror=window.hit=1>```",
)


def shown(side: str, words: str) -> str:
    """An expression: the message on that side which holds these words."""
    rows = f"[...document.querySelectorAll('.{side} .conversation .message')]"
    return f"{rows}.findLast((row) => row.querySelector('.said').textContent.includes({json.dumps(words)}))"


def author(sandbox: Sandbox, side: str) -> str:
    """Who wrote the last message in the shared channel."""
    state = sandbox.slack.state() if side == "slack" else sandbox.discord.state()
    channel = next(each for each in state["communities"][0]["channels"] if each["name"] == "getting-home")
    found: str = channel["messages"][-1]["author"]["id"]
    return found


async def write(tab: Tab, side: str, text: str) -> None:
    await tab.type(f"#{side}-message", text)
    await tab.press("Enter")


async def test_both_communities_are_shown_side_by_side(tab: Tab) -> None:
    heads = await tab.run("[...document.querySelectorAll('h2 > span:not(.avatar)')].map((each) => each.textContent)")
    boxes = await tab.run(
        "[...document.querySelectorAll('.pane')].map((pane) => pane.getBoundingClientRect().left | 0)"
    )

    assert heads == ["Northgate Hospitals NHS Trust", "CareTech Commons"]
    assert boxes[0] < boxes[1]
    assert await tab.run(f"!!{shown('slack', 'a home care package')} && !!{shown('discord', 'two-hour warning')}")


async def test_every_picture_loads(tab: Tab) -> None:
    pictures = "[...document.querySelectorAll('.message img.avatar')]"

    assert await tab.until(f"{pictures}.length > 5 && {pictures}.every((each) => each.complete && each.naturalWidth)")


@pytest.mark.parametrize("side", ["slack", "discord"])
async def test_what_is_typed_is_posted_by_the_chosen_person(
    tab: Tab, sandbox: Sandbox, scene: Scene, side: str
) -> None:
    mark = "*" if side == "slack" else "**"
    who = "amara-okafor" if side == "slack" else "bronwen-hughes"

    await write(tab, side, f"A {mark}bold{mark} idea")
    await tab.until(shown(side, "A bold idea"))

    assert await tab.run(f"{shown(side, 'A bold idea')}.querySelector('strong').textContent") == "bold"
    assert author(sandbox, side) == scene.people[who]


@pytest.mark.parametrize("side", ["slack", "discord"])
async def test_nothing_that_people_write_runs(tab: Tab, side: str) -> None:
    await tab.run("void (window.inert = document.querySelectorAll('script, iframe, object, embed').length)")

    for number, attack in enumerate(ATTACKS):
        await write(tab, side, f"{attack} {number}.")
        await tab.until(shown(side, f"{number}."))

    assert await tab.run("window.hit") is None
    assert await tab.run("document.querySelectorAll('script, iframe, object, embed').length === window.inert")
    assert await tab.run("[...document.querySelectorAll('a')].every((a) => !a.href.startsWith('javascript:'))")
    assert await tab.run("!document.querySelector('.messages [onerror], .messages [onload], .messages [src=\"x\"]')")


async def test_names_and_topics_are_text_too(tab: Tab, sandbox: Sandbox, scene: Scene) -> None:
    sandbox.slack.workspace(scene.team).users[scene.people["rhys-bevan"]].display_name = ATTACKS[0]
    sandbox.slack.workspace(scene.team).channel(scene.slack_channels["getting-home"]).topic = ATTACKS[1]

    await write(tab, "slack", "Look again")

    assert await tab.until("document.querySelector('.slack .topic').textContent.includes('<script>')")
    await tab.until(f"document.querySelector('.slack .messages').textContent.includes({json.dumps(ATTACKS[0])})")
    assert await tab.run("window.hit") is None


async def test_somebody_else_can_be_chosen(tab: Tab, sandbox: Sandbox, scene: Scene) -> None:
    await tab.run("document.querySelector('.discord .person').click()")
    await tab.run(
        "[...document.querySelectorAll('.discord .menu button')].find((b) => b.textContent.startsWith('Dev')).click()"
    )
    await write(tab, "discord", "It is me")
    await tab.until(shown("discord", "It is me"))

    assert author(sandbox, "discord") == scene.people["dev-patel"]


async def test_a_message_is_edited_and_deleted(tab: Tab, sandbox: Sandbox) -> None:
    await write(tab, "slack", "First try")
    await tab.until(shown("slack", "First try"))

    await choose(tab, "First try", "Edit message")
    await tab.run("document.querySelector('.editor textarea').select()")
    await tab.type(".editor textarea", "Second try")
    await tab.press("Enter")
    await tab.until(f"{shown('slack', 'Second try (edited)')}")

    await choose(tab, "Second try", "Delete message")
    assert await tab.until(f"!{shown('slack', 'Second try')}")


async def choose(tab: Tab, words: str, action: str) -> None:
    """Pick an action from the menu of a message in Slack."""
    await tab.run(f"{shown('slack', words)}.querySelector('[aria-label=\"More actions\"]').click()")
    buttons = "[...document.querySelectorAll('.menu button')]"
    await tab.run(f"{buttons}.find((each) => each.textContent === {json.dumps(action)}).click()")


async def test_a_reaction_is_given_and_taken_back(tab: Tab) -> None:
    message = shown("discord", "two-hour warning")
    hundred = f"[...{message}.querySelectorAll('.reactions button')].find((each) => each.textContent === '💯1')"

    await tab.run(f"{hundred}.click()")
    mine = await tab.until(
        f"[...{message}.querySelectorAll('.reactions button')].find((each) => each.textContent === '💯2')?.ariaPressed"
    )
    await tab.run(f"{message}.querySelector('.reactions button').click()")

    assert mine == "true"
    assert await tab.until(f"!!{hundred}")


async def test_a_reply_in_a_slack_thread_stays_in_the_thread(tab: Tab) -> None:
    await tab.run(f"{shown('slack', 'every day in bed')}.querySelector('.thread-link').click()")
    await tab.type(".slack .beside textarea", "Asked the ward")
    await tab.press("Enter")

    await tab.until("document.querySelector('.slack .beside .messages').textContent.includes('Asked the ward')")
    assert await tab.until(f"{shown('slack', 'every day in bed')}.textContent.includes('3 replies')")
    assert await tab.run(f"!{shown('slack', 'Asked the ward')}")


async def test_a_discord_thread_is_started_under_a_message(tab: Tab) -> None:
    message = shown("discord", "Nobody was told to look")
    await tab.run(f"{message}.querySelector('[aria-label=\"Start a thread\"]').click()")
    await tab.until("!document.querySelector('.discord .beside').hidden")
    await tab.type(".discord .beside textarea", "We would look")
    await tab.press("Enter")

    assert await tab.until("document.querySelector('.discord .beside .messages').textContent.includes('We would look')")
    assert await tab.until(f"!!{message}.querySelector('.thread-link')")


async def test_a_file_is_attached_with_its_description(tab: Tab, sandbox: Sandbox) -> None:
    await tab.run(
        """(() => {
            const gif = atob('R0lGODdhAQABAIABAP///wAAACwAAAAAAQABAAACAkQBADs=');
            const bytes = Uint8Array.from(gif, (c) => c.charCodeAt(0));
            const transfer = new DataTransfer();
            transfer.items.add(new File([bytes], 'dot.gif', { type: 'image/gif' }));
            document.querySelector('.slack .composer').dispatchEvent(new DragEvent('drop', { dataTransfer: transfer }));
        })()"""
    )
    await tab.until("document.querySelector('.slack .attached input')")
    await tab.type(".slack .attached input", "A single dot")
    await tab.run("document.querySelector('.slack .send').click()")

    assert await tab.until("document.querySelector('.slack .files img')?.alt") == "A single dot"
    assert await tab.until("document.querySelector('.slack .files img').naturalWidth") == 1


async def test_a_form_is_shown_to_its_person_alone_and_errors_are_said(
    tab: Tab, sandbox: Sandbox, scene: Scene
) -> None:
    view = {
        "id": "V1",
        "type": "modal",
        "title": {"type": "plain_text", "text": "About you"},
        "blocks": [
            {
                "type": "input",
                "block_id": "work",
                "label": {"type": "plain_text", "text": "What are you working on?"},
                "element": {"type": "plain_text_input", "action_id": "work"},
            }
        ],
    }
    await show_form(sandbox, scene, "rhys-bevan", view)
    await write(tab, "slack", "Now")
    await tab.until(shown("slack", "Now"))
    assert await tab.run("document.querySelector('.slack .form-layer').hidden")

    await show_form(sandbox, scene, "amara-okafor", view | {"id": "V2"})
    sandbox.ledger.note("slack", "bot", "form")
    await tab.until("document.querySelector('.slack .form-sheet')")
    await tab.run("document.querySelector('.slack .form-sheet').requestSubmit()")

    assert await tab.until("document.querySelector('.slack .form-sheet .wrong').textContent")
    await tab.press("Escape")
    assert await tab.until("document.querySelector('.slack .form-layer').hidden")


async def show_form(sandbox: Sandbox, scene: Scene, who: str, view: dict[str, Any]) -> None:
    """Open a modal for somebody, as the bot would."""
    workspace, user = sandbox.slack.workspace(scene.team), scene.people[who]
    native = {"clear_on_close": False, "notify_on_close": False, **view}
    workspace.views[view["id"]] = View(user, native)
    workspace.stacks.setdefault(user, []).append(view["id"])


async def test_a_refusal_is_said_in_a_sentence(tab: Tab) -> None:
    await write(tab, "discord", "x" * 2001)

    assert "2,000 characters" in await tab.until("document.querySelector('#notice:not([hidden])')?.textContent")
    (complaint,) = tab.complaints
    assert "400 (Bad Request)" in complaint
    tab.complaints.clear()


@pytest.mark.parametrize(("width", "height"), [(1440, 900), (1024, 768), (390, 844), (320, 640)])
async def test_nothing_sticks_out_of_the_window(tab: Tab, width: int, height: int) -> None:
    await tab.call(
        "Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=width < 500
    )

    assert await tab.until(
        "document.documentElement.scrollWidth <= innerWidth && document.documentElement.dataset.ready"
    )
    assert await tab.run("document.querySelector('.send').getBoundingClientRect().bottom <= innerHeight")
    assert await tab.run("document.querySelector('.legend').getBoundingClientRect().right <= innerWidth")


async def test_the_pages_words_are_dark_enough(tab: Tab) -> None:
    """WCAG AA: 4.5 to 1 for text, against the nearest background that is painted."""
    assert await tab.run(CONTRAST) == []


CONTRAST = """(() => {
    const parts = (colour) => colour.match(/[\\d.]+/g).map(Number);
    const mix = (under, [r, g, b, a]) => [r, g, b].map((value, index) => value * a + under[index] * (1 - a));
    const painted = (element) => {
        for (let at = element, over = []; ; at = at.parentElement) {
            const [r, g, b, a = 1] = at ? parts(getComputedStyle(at).backgroundColor) : [255, 255, 255];
            if (a === 1) return over.reduceRight(mix, [r, g, b]);
            if (a > 0) over.push([r, g, b, a]);
        }
    };
    const linear = (value) => (value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4);
    const light = (rgb) => [0.2126, 0.7152, 0.0722].reduce((sum, part, i) => sum + part * linear(rgb[i] / 255), 0);
    const bad = [];
    for (const element of document.querySelectorAll('body *')) {
        const words = [...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim());
        if (!words || !element.checkVisibility({ checkOpacity: true })) continue;
        if (element.closest('.unseen, .skip, .emoji, .sign, svg')) continue;
        const both = [light(parts(getComputedStyle(element).color)), light(painted(element))];
        const ratio = (Math.max(...both) + 0.05) / (Math.min(...both) + 0.05);
        if (ratio < 4.5) bad.push(`${element.className}: ${element.textContent.slice(0, 30)} ${ratio.toFixed(2)}`);
    }
    return bad;
})()"""
