"""The formats and the cryptography of Titip: bytes in, bytes out."""
