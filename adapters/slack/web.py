"""Calls of Slack's Web API through its SDK: no retries, a time limit each, and the contract's errors."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any

import aiohttp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from yarl import URL

from adapters.contract.errors import Later, Refused, Why
from adapters.contract.marked import _
from adapters.contract.patience import patient
from adapters.slack import errors
from adapters.slack.pace import Pace

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
    """The Web API with one token. Every call raises `Refused` or `Later`; `post` also `Unsure`.

    `doubted` is called when Slack does not accept the token (any more). What the `pace` does not allow is `Later`,
    unless it is `urgent`.
    """

    def __init__(
        self,
        http: Http,
        token: str,
        doubted: Callable[[], None] = lambda: None,
        *,
        pace: Pace | None = None,
        urgent: bool = False,
        patiently: bool = False,
    ) -> None:
        self.http = http
        self.token = token
        self._doubted = doubted
        self._pace = pace or Pace()
        self._urgent = urgent
        self._patient = patiently
        self._client: AsyncWebClient | None = None

    def urgently(self) -> Web:
        """The same workspace for calls that a member waits for."""
        return Web(self.http, self.token, self._doubted, pace=self._pace, urgent=True)

    def patiently(self) -> Web:
        """The same workspace for reading what nobody waits for: while Slack is busy or down, `get` waits by itself."""
        return Web(self.http, self.token, self._doubted, pace=self._pace, patiently=True)

    def restricted(self) -> None:
        """Slack lets this app read little history."""
        self._pace.restrict()

    @property
    def client(self) -> AsyncWebClient:
        """The SDK's client, for what only the SDK does."""
        if self._client is None or self._client.session is not self.http.session:
            self._client = self.http.client(self.token)
        return self._client

    async def get(self, method: str, **params: str | int) -> Json:
        """Read something."""
        call = patient(self.call, self._pace.sleep) if self._patient else self.call
        data, _headers = await call(method, write=False, http_verb="GET", params=params)
        return data

    async def post(self, method: str, **body: Any) -> Json:
        """Change something."""
        data, _headers = await self.call(method, write=True, http_verb="POST", json=body)
        return data

    async def call(self, method: str, *, write: bool, **request: Any) -> tuple[Json, Any]:
        """One call; returns the answer and its headers."""
        channel = str((request.get("json") or {}).get("channel") or "")
        try:
            with self._pace.call(method, channel, urgent=self._urgent):
                response = await self.client.api_call(method, **request)
        except SlackApiError as error:
            if (seconds := errors.busy_for(error)) is not None:
                self._pace.refused(method, channel, seconds)
            failure = errors.translated(error, method, write=write)
            if isinstance(failure, Refused) and failure.why is Why.UNAUTHORISED:
                self._doubted()
            raise failure from error
        except (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError) as error:
            raise Later(_("Slack cannot be reached for {method}.", method=method), errors.DOWN_AFTER) from error
        except (aiohttp.ClientError, TimeoutError, OSError, ValueError, AttributeError) as error:
            # The SDK stumbles with the last two over answers that are not Slack's: a proxy's page, half of a text.
            what = type(error).__name__
            sentence = _("Slack did not answer {method}: {what}.", method=method, what=what)
            raise errors.lost(sentence, write=write) from error
        if not isinstance(response.data, dict):
            raise errors.lost(_("Slack's answer to {method} is no JSON.", method=method), write=write)
        return response.data, response.headers
