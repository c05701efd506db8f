"""Parsers of what comes from outside, fed with whatever there is."""
