"""Calls of Slack's Web API through its SDK: no retries, a time limit each, and the contract's errors."""

from __future__ import annotations

import logging
from typing import Any

import aiohttp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from yarl import URL

from adapters.contract.errors import Later
from adapters.slack import errors

Json = dict[str, Any]
SLACK = "https://slack.com/api/"
TIME_LIMIT = 10.0  # seconds for one call

# The SDK writes whole requests and answers into its log at the level DEBUG: it never gets there.
log = logging.getLogger("adapters.slack")
log.setLevel(logging.INFO)


class Http:
    """One pool of connections to Slack, opened at its first use."""

    def __init__(self, api_url: str | None = None) -> None:
        self.api_url = api_url or SLACK
        self._session: aiohttp.ClientSession | None = None

    @property
    def session(self) -> aiohttp.ClientSession:
        """The session; only to be asked for while a loop runs."""
        if self._session is None or self._session.closed:
            self._session = aiohttp.ClientSession(
                timeout=aiohttp.ClientTimeout(total=TIME_LIMIT), trust_env=not self.loopback
            )
        return self._session

    @property
    def loopback(self) -> bool:
        """Whether Slack is on this machine: no proxy of the environment can lead there."""
        return URL(self.api_url).host in ("127.0.0.1", "localhost", "::1")

    def client(self, token: str | None) -> AsyncWebClient:
        """An SDK client on this pool."""
        client = AsyncWebClient(
            token=token,
            base_url=self.api_url,
            timeout=int(TIME_LIMIT),
            session=self.session,
            retry_handlers=[],
            logger=log,
        )
        if self.loopback:
            client.proxy = None
        return client

    async def close(self) -> None:
        """Close the pool."""
        if self._session is not None:
            await self._session.close()


class Web:
    """The Web API with one token. Every call raises `Refused` or `Later`; `post` also `Unsure`."""

    def __init__(self, http: Http, token: str) -> None:
        self.http = http
        self.token = token
        self._client: AsyncWebClient | None = None

    @property
    def client(self) -> AsyncWebClient:
        """The SDK's client, for what only the SDK does."""
        if self._client is None or self._client.session is not self.http.session:
            self._client = self.http.client(self.token)
        return self._client

    async def get(self, method: str, **params: str | int) -> Json:
        """Read something."""
        data, _ = await self.call(method, write=False, http_verb="GET", params=params)
        return data

    async def post(self, method: str, **body: Any) -> Json:
        """Change something."""
        data, _ = await self.call(method, write=True, http_verb="POST", json=body)
        return data

    async def call(self, method: str, *, write: bool, **request: Any) -> tuple[Json, Any]:
        """One call; returns the answer and its headers."""
        try:
            response = await self.client.api_call(method, **request)
        except SlackApiError as error:
            raise errors.translated(error, method, write=write) from error
        except (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError) as error:
            raise Later(f"Slack cannot be reached for {method}.", errors.DOWN_AFTER) from error
        except (aiohttp.ClientError, TimeoutError, OSError, ValueError, AttributeError) as error:
            # The SDK stumbles with the last two over answers that are not Slack's: a proxy's page, half of a text.
            raise errors.lost(method, type(error).__name__, write=write) from error
        if not isinstance(response.data, dict):
            raise errors.lost(method, "an answer that is no JSON", write=write)
        return response.data, response.headers
