"""A loopback Slack: Web API, Socket Mode, the Events API over HTTP, and the people of its workspaces."""

from sandbox.slack.errors import SlackError
from sandbox.slack.model import Channel, User, Workspace
from sandbox.slack.server import SlackServer

__all__ = ["Channel", "SlackError", "SlackServer", "User", "Workspace"]
