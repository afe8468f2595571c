"""What a case can do: one function per `op`, from the decoded input to the output (PROTOCOL §12).

`tests/js/vector_ops.js` has the same functions under the same names. Functions called
`verify_signed_…` and `open_plain` make what no maker of the protocol would make, well signed or
sealed but with a fault inside, and give it to the reader.
"""

from __future__ import annotations

from tests.protocol import vector_ops_files, vector_ops_messages
from tests.protocol.vector_op import OPS, RANDOM_OPS, run

__all__ = ["OPS", "RANDOM_OPS", "run", "vector_ops_files", "vector_ops_messages"]
