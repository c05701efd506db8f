"""The narrow waist between the bot and the platforms. Standard library only; neither side knows more of the other."""
