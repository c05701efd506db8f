"""The platforms, and the contract that they and the bot share."""
