"""Faults that strike HTTP calls: a middleware for the servers of both platforms."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable

from aiohttp import web
from aiohttp.typedefs import Handler, Middleware

from sandbox.faults import Fault, Faults, drop

PIECE = 1 << 16  # bytes


def refusal(fault: Fault) -> web.Response:
    """The answer that a fault asks for."""
    return web.Response(status=fault.status, text=fault.body, headers=fault.headers)


def striking(faults: Faults, refused: Callable[[Fault], web.Response] = refusal) -> Middleware:
    """A middleware that asks for a fault at every call and does what it says; `refused` makes the answers."""

    @web.middleware
    async def strike(request: web.Request, handler: Handler) -> web.StreamResponse:
        fault = faults.strike(f"{request.method} {request.path}")
        if fault is None:
            return await handler(request)
        match fault.action:
            case "reset_before":
                drop(request)
                return web.Response()
            case "status":
                return refused(fault)
            case "endless":
                return await _endless(request, fault)
            case "delay":
                await (fault.until.wait() if fault.until is not None else asyncio.sleep(fault.seconds))
        response: web.StreamResponse = await handler(request)
        match fault.action:
            case "reset_after":
                drop(request)
            case "status_after":
                return refused(fault)
            case "delay_after":
                await asyncio.sleep(fault.seconds)
            case "half":
                return await _torn(request, response)
            case "twice":
                return await _repeated(request, response)
        return response

    return strike


async def _endless(request: web.Request, fault: Fault) -> web.StreamResponse:
    """Zeros, until whoever reads them has gone."""
    response = web.StreamResponse(headers=fault.headers)
    await response.prepare(request)
    with contextlib.suppress(ConnectionError):
        while True:
            await response.write(bytes(PIECE))
            fault.sent += PIECE
            await asyncio.sleep(fault.seconds)
    return response


async def _torn(request: web.Request, response: web.StreamResponse) -> web.StreamResponse:
    """The head and half of the body; then the connection breaks."""
    body = response.body if isinstance(response, web.Response) and isinstance(response.body, bytes) else b""
    torn = web.StreamResponse(status=response.status, headers=response.headers)
    torn.content_length = len(body)
    await torn.prepare(request)
    await torn.write(body[: len(body) // 2])
    drop(request)
    return torn


async def _repeated(request: web.Request, response: web.StreamResponse) -> web.StreamResponse:
    """The answer, and another one that nobody asked for, as a broken proxy gives."""
    await response.prepare(request)
    await response.write_eof()
    if request.transport is not None:
        request.transport.write(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}")
    return response
