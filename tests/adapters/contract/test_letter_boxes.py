"""Letter boxes: what is addressed to one person, or to several of one place, and nobody else."""

from __future__ import annotations

from adapters.contract.refs import AccountRef, ChannelRef

ANN, BOB = AccountRef("slack", "T1", "U1"), AccountRef("slack", "T1", "U2")
DAN, EVE = AccountRef("discord", "", "11"), AccountRef("discord", "", "22")


def test_a_letter_box_tells_whose_it_is_also_after_being_stored() -> None:
    for account in (ANN, DAN):
        assert ChannelRef.parse(str(account.letter_box)).people == (account,)


def test_several_of_one_place_share_a_box_whoever_opens_it() -> None:
    shared = ANN.letter_box_with([BOB])

    assert shared is not None and shared == BOB.letter_box_with([ANN])
    assert ChannelRef.parse(str(shared)).people == (ANN, BOB)
    assert EVE.letter_box_with([DAN]) == DAN.letter_box_with([EVE])


def test_people_of_different_places_share_none() -> None:
    assert ANN.letter_box_with([DAN]) is None
    assert ANN.letter_box_with([AccountRef("slack", "T2", "U2")]) is None


def test_a_channel_is_nobodys_letter_box() -> None:
    assert ChannelRef("slack", "T1", "C1").people == ()
