"""What an examination of a site finds, in both languages."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Finding:
    """One thing that is not as released; `path` where on the site, empty for the whole."""

    kind: str
    path: str
    indonesian: str
    english: str


@dataclass
class Examination:
    """What was examined and what was found."""

    findings: list[Finding] = field(default_factory=list)
    warnings: list[Finding] = field(default_factory=list)
    answers: int = 0

    def differs(self, kind: str, path: str, indonesian: str, english: str) -> None:
        """Note what differs, once."""
        finding = Finding(kind, path, indonesian, english)
        if finding not in self.findings:
            self.findings.append(finding)
