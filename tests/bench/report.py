"""The figures for people: a table, family by family."""

from __future__ import annotations

from collections.abc import Iterable

from tests.bench.figure import Figure

HEAD = ("figure", "value", "spread", "limit", "of the limit", "wanted")


def table(figures: Iterable[Figure]) -> str:
    """Return the figures as lines of a Markdown table."""
    rows = [HEAD, tuple("-" * len(title) for title in HEAD), *map(_row, figures)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(HEAD))]
    return "".join(
        "| "
        + " | ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True))
        + " |\n"
        for row in rows
    )


def _row(figure: Figure) -> tuple[str, ...]:
    wanted = ""
    if figure.wanted is not None:
        sign = "≥" if figure.better == "higher" else "≤"
        wanted = f"{sign} {figure.wanted:g} {'yes' if figure.reached else 'NO'}"
    return (
        figure.name,
        f"{_short(figure.value)} {figure.unit}",
        f"{_short(figure.low)}–{_short(figure.high)}",
        f"{_short(figure.limit.value)}: {figure.limit.name}",
        f"{figure.ratio:.2f} ({figure.ratio_low:.2f}–{figure.ratio_high:.2f})",
        wanted,
    )


def _short(number: float) -> str:
    if number >= 100:
        return f"{number:,.0f}"
    return f"{number:.1f}" if number >= 10 else f"{number:.2f}"
