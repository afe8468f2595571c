"""Examining a live site from outside: whether it is what was released, for everybody."""
