"""How a link is shown: what its reader sees is where it leads."""

from __future__ import annotations

import pytest

from adapters.contract.content import Link, Text
from adapters.contract.links import shown


@pytest.mark.parametrize(
    "url",
    [
        "https://discord.gg/abc",
        "https://DISCORD.gg/abc",
        "https://www.discord.gg/abc",
        "https://discord.com/invite/abc",
        "https://discordapp.com/invite/abc",
        "https://join.slack.com/t/north/shared_invite/abc",
        "https://chat.whatsapp.com/abc",
    ],
)
def test_an_invitation_to_elsewhere_never_stands_behind_other_words(url: str) -> None:
    assert shown(Link(url, (Text("Our guidance"),))).address == url
    assert shown(Link(url)).address == ""


@pytest.mark.parametrize(
    "url", ["https://discord.com/channels/1/2", "https://notdiscord.gg/abc", "https://nhs.uk/discord.gg/abc"]
)
def test_what_only_looks_like_an_invitation_is_a_link_like_others(url: str) -> None:
    assert shown(Link(url, (Text("Our guidance"),))).address == ""


@pytest.mark.parametrize(
    ("url", "plain"),
    [
        ("https://n\u04bbs.uk/login", "xn--ns-4wc.uk"),  # a Cyrillic h
        ("https://www.\u0430pple.com", "www.xn--pple-43d.com"),
        ("https://m\u00fcnchen.de", "xn--mnchen-3ya.de"),
        ("https://xn--pple-43d.com", "xn--pple-43d.com"),
    ],
)
@pytest.mark.parametrize("label", [(), (Text("nhs.uk"),), (Text("Our guidance"),)])
def test_a_host_that_can_be_taken_for_another_is_shown_in_plain_letters(
    url: str, plain: str, label: tuple[Text, ...]
) -> None:
    assert shown(Link(url, label)).address == plain


@pytest.mark.parametrize("url", ["https://nhs.uk", "https://www.nhs.uk/a?b=c", "mailto:ann@nhs.uk", "https://[::1]/"])
def test_a_plain_link_needs_no_explanation(url: str) -> None:
    assert shown(Link(url)).address == shown(Link(url, (Text("Our guidance"),))).address == ""
