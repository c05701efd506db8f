"""Discord's ids."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from adapters.discord import refs

ids = st.builds(lambda ms, step: str((ms << 22) + step), st.integers(1, 700_000_000_000), st.integers(0, 4094))


@given(ids)
def test_a_moment_tells_two_ids_of_one_millisecond_apart(id: str) -> None:
    at, later = refs.moment(id), refs.moment(str(int(id) + 1))
    assert at < later
    assert (refs.last_until(at), refs.last_until(later)) == (int(id), int(id) + 1)


def test_a_moment_is_in_seconds_since_the_epoch() -> None:
    assert abs(refs.moment("175928847299117063") - 1462015105.796) < 0.0005  # the example of Discord's reference
    assert refs.last_until(0.0) == 0


def test_a_files_id_holds_its_messages() -> None:
    assert refs.parse_attachment_id(refs.attachment_id("1", "2")) == ("1", "2")


def test_a_dm_is_in_no_community() -> None:
    assert refs.channel(None, "1").nowhere
    assert refs.account("1").letter_box.nowhere
    assert not refs.channel("2", "1").nowhere
