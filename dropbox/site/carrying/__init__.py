"""The courier's door for a browser alone: a page without scripts (§10.2)."""
