"""A real headless Chromium, driven over the DevTools protocol."""

from __future__ import annotations

import asyncio
import itertools
import re
import subprocess
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from typing import Any

from aiohttp import ClientSession, ClientWebSocketResponse

PATIENCE = 100.0  # seconds; no figure: it ends a test that hangs
FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--force-prefers-reduced-motion",
    "--remote-debugging-port=0",
)
LISTENING = re.compile(rb"DevTools listening on ws://(127\.0\.0\.1:\d+)/")
COMPLAINTS = {"Runtime.exceptionThrown", "Log.entryAdded", "Runtime.consoleAPICalled"}


class Tab:
    """One tab. `complaints` holds every error, warning and console line so far."""

    def __init__(self, socket: ClientWebSocketResponse) -> None:
        self.complaints: list[str] = []
        self._socket = socket
        self._numbers = itertools.count(1)
        self._loaded = asyncio.Event()
        self._answers: dict[int, asyncio.Future[dict[str, Any]]] = {}

    async def listen(self) -> None:
        """Hand answers to who asked, until the tab closes."""
        async for frame in self._socket:
            said = frame.json()
            if said.get("method") in COMPLAINTS:
                self.complaints.append(str(said["params"]))
            if said.get("method") == "Page.loadEventFired":
                self._loaded.set()
            if future := self._answers.pop(said.get("id", 0), None):
                future.set_result(said)

    async def call(self, method: str, **params: Any) -> dict[str, Any]:
        """One DevTools command and its result."""
        number = next(self._numbers)
        self._answers[number] = asyncio.get_running_loop().create_future()
        await self._socket.send_json({"id": number, "method": method, "params": params})
        answer = await asyncio.wait_for(self._answers[number], PATIENCE)
        assert "error" not in answer, answer
        result: dict[str, Any] = answer["result"]
        return result

    async def run(self, script: str) -> Any:
        """The value of an expression in the page; a promise is awaited."""
        done = await self.call("Runtime.evaluate", expression=script, awaitPromise=True, returnByValue=True)
        assert "exceptionDetails" not in done, done["exceptionDetails"]
        return done["result"].get("value")

    async def until(self, condition: str) -> Any:
        """Wait until an expression in the page is truthy, looking after each painted frame and change; its value."""
        return await self.run(
            f"""new Promise((resolve, reject) => {{
                const late = setTimeout(() => reject(new Error("never came true")), {PATIENCE * 900});
                const look = () => {{
                    const value = {condition};
                    if (!value) return requestAnimationFrame(look);
                    clearTimeout(late);
                    resolve(value);
                }};
                look();
            }})"""
        )

    async def go(self, url: str) -> None:
        """Open any page, and wait until it is loaded."""
        self._loaded.clear()
        await self.call("Page.navigate", url=url)
        await asyncio.wait_for(self._loaded.wait(), PATIENCE)

    async def visit(self, url: str) -> None:
        """Open the sandbox's page and wait until it shows both sides."""
        await self.go(url)
        await self.until("document.documentElement.dataset.ready")

    async def type(self, field: str, text: str) -> None:
        """Type into the field that a CSS selector finds."""
        await self.run(f"document.querySelector({field!r}).focus()")
        await self.call("Input.insertText", text=text)

    async def press(self, key: str) -> None:
        """Press a key such as `Enter` or `Escape`."""
        text = {"text": "\r"} if key == "Enter" else {}
        await self.call("Input.dispatchKeyEvent", type="keyDown", key=key, code=key, windowsVirtualKeyCode=13, **text)
        await self.call("Input.dispatchKeyEvent", type="keyUp", key=key, code=key)


@contextmanager
def browser(path: str, profile: Path) -> Iterator[str]:
    """A running browser with a fresh profile: the address of its DevTools."""
    process = subprocess.Popen([path, *FLAGS, f"--user-data-dir={profile}"], stderr=subprocess.PIPE)
    assert process.stderr is not None
    try:
        lines = iter(process.stderr.readline, b"")
        found = next(filter(None, (LISTENING.search(line) for line in lines)), None)
        assert found is not None, "Chromium ended before it listened"
        yield f"http://{found[1].decode()}"
    finally:
        process.terminate()
        process.wait(PATIENCE)
        process.stderr.close()


@asynccontextmanager
async def opened(devtools: str) -> AsyncIterator[Tab]:
    """A new tab of a running browser, closed at the end."""
    async with ClientSession() as session:
        async with session.put(f"{devtools}/json/new") as answer:
            target = await answer.json()
        async with session.ws_connect(target["webSocketDebuggerUrl"], max_msg_size=0) as socket:
            tab = Tab(socket)
            listener = asyncio.create_task(tab.listen())
            for domain in ("Page", "Runtime", "Log"):
                await tab.call(f"{domain}.enable")
            await tab.call(
                "Emulation.setDeviceMetricsOverride", width=1440, height=900, deviceScaleFactor=1, mobile=False
            )
            yield tab
            await tab.call("Page.close")
            await listener
