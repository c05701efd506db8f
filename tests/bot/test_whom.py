"""How communities are named before members."""

from __future__ import annotations

from adapters.contract.content import Text
from adapters.contract.refs import AccountRef, ChannelRef, CommunityRef
from bot.whom import mention, name_of, shown

HOME = CommunityRef("slack", "T0NORTH")


def test_a_community_has_its_name_and_never_its_id() -> None:
    channel = ChannelRef("slack", "T0NORTH", "C1")
    assert name_of(channel, {str(HOME): "North Trust"}) == "North Trust"
    assert name_of(channel, {}) == name_of(HOME, {}) == "a community on Slack"


def test_who_belongs_to_no_community_is_of_where_they_wrote_and_named_there_alone() -> None:
    account, north, south = AccountRef("discord", "", "7"), CommunityRef("discord", "1"), CommunityRef("discord", "2")
    assert shown(account, HOME, {}) == shown(account, north, {}) == Text("A member")
    assert shown(account, south, {str(north): "North"}, wrote=north) == Text("A member of North")
    assert shown(account, north, {}, wrote=north) == mention(account)
