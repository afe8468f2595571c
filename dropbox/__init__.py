"""Titip: an anonymous drop for an election commission's inspectorate."""
