"""An open workstation in memory, as the workstation's own tests have it."""

from tests.workstation.conftest import office, tmp_path

__all__ = ["office", "tmp_path"]
