"""A Discord on loopback that unmodified client libraries connect to: gateway, REST and CDN on one port."""

from sandbox.discord.errors import ApiError
from sandbox.discord.model import Bot, Channel, Guild, Message, User
from sandbox.discord.permissions import Permission
from sandbox.discord.server import DiscordServer

__all__ = ["ApiError", "Bot", "Channel", "DiscordServer", "Guild", "Message", "Permission", "User"]
