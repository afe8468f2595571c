"""The cases of the vectors; `scripts/make_vectors.py` writes them (PROTOCOL §12)."""
