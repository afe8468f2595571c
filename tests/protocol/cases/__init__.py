"""The cases of the vectors, one module per format; `scripts/make_vectors.py` writes them (PROTOCOL §12)."""
