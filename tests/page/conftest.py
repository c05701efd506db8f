"""The scene in a running sandbox, and a tab that shows it."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator

import pytest

from sandbox.scenes import Scene, furnish
from sandbox.server import Sandbox
from tests.page.browser import Tab, browser, opened


@pytest.fixture
async def sandbox() -> AsyncIterator[Sandbox]:
    async with Sandbox() as sandbox:
        yield sandbox


@pytest.fixture
async def scene(sandbox: Sandbox) -> Scene:
    return await furnish(sandbox)


@pytest.fixture(scope="session")
def devtools(chromium: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """One browser for the whole run."""
    with browser(chromium, tmp_path_factory.mktemp("profile")) as address:
        yield address


@pytest.fixture
async def tab(devtools: str, sandbox: Sandbox, scene: Scene) -> AsyncIterator[Tab]:
    """The page, ready; a test whose page complains of anything fails."""
    async with opened(devtools) as tab:
        await tab.visit(sandbox.url)
        yield tab
        assert tab.complaints == []
