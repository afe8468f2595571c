"""The figures of scripts/bench: each measured beside its limit, in the same run."""
