"""The web server: why it cannot serve is one sentence, with what to do."""

from __future__ import annotations

import re

import pytest

from bot.web import CannotServe, serving


async def test_a_port_that_is_taken_is_named_with_what_to_do() -> None:
    async with serving("127.0.0.1", 0, []) as port:
        said = (
            f"Nothing can be served at HOST 127.0.0.1, PORT {port}: address already in use. Set HOST or PORT to others."
        )
        with pytest.raises(CannotServe, match=f"^{re.escape(said)}$"):
            async with serving("127.0.0.1", port, []):
                pass
