"""A symbolic model of the protocol, and the search for attacks on it; README.md says what it is."""
