"""What the operator can learn at rest, played as games with a score (THREAT_MODEL §2)."""
