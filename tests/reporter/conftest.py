"""Takes in the shared fixtures."""

from tests.carriers.fixtures import config, desk, site, stick

__all__ = ["config", "desk", "site", "stick"]
