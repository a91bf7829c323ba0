"""From checks to what the reader is told: grouped by cause, diagnosed, put into words."""

from __future__ import annotations

from finalaccounts.reconcile.findings.record import findings

__all__ = ["findings"]
