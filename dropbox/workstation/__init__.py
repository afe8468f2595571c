"""The offline program: opens letters, keeps cases, signs replies."""
