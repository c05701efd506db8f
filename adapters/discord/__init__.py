"""Discord behind the contract: discord.py keeps the gateway connection, all else is JSON that is read and made here."""
