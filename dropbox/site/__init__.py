"""The online program: stores sealed pieces for strangers and serves the board, blindly."""
