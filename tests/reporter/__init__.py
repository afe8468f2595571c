"""Tests of the reporter against a real site."""
