"""Two loopback servers that speak Slack's and Discord's wire protocols, and a page that shows both.

The sandbox imports nothing else of this repository, so that it cannot share a misunderstanding with the bot.
"""
