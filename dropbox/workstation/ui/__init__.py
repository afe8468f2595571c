"""The workstation's local web interface: 127.0.0.1 only, one person at a time."""
