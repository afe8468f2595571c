"""Tests of the courier against a real site."""
