"""Slack: the platform, and its pure conversions for the operator and for tests."""

from adapters.slack.connection import Workspace
from adapters.slack.markup import read_markup
from adapters.slack.names import Names
from adapters.slack.platform import SlackPlatform
from adapters.slack.render import request
from adapters.slack.split import parts

__all__ = ["Names", "SlackPlatform", "Workspace", "parts", "read_markup", "request"]
