"""Calls for which nobody is waiting: they wait by themselves while a platform is busy or down."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from functools import wraps
from typing import ParamSpec, TypeVar

from adapters.contract.errors import Later

P = ParamSpec("P")
T = TypeVar("T")

TRIES = 20  # after which a platform that is still busy is left alone for now


def patient(
    call: Callable[P, Awaitable[T]], sleep: Callable[[float], Awaitable[None]] = asyncio.sleep
) -> Callable[P, Awaitable[T]]:
    """The same call, which waits as long as the platform says and tries again; in the end it raises `Later` too."""

    @wraps(call)
    async def insisting(*args: P.args, **kwargs: P.kwargs) -> T:
        for _ in range(TRIES - 1):
            try:
                return await call(*args, **kwargs)
            except Later as later:
                await sleep(later.after)
        return await call(*args, **kwargs)

    return insisting
