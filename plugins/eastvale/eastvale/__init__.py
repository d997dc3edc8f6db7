"""Eastvale's indicators, one a file."""
