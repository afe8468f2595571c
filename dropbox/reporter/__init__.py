"""Sealing, sending and reading from the command line, for reporters without JavaScript."""
