"""report.html."""

from __future__ import annotations

from pathlib import Path


def write_page(records: Path) -> None:
    """Write the page."""
