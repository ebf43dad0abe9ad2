"""What was written down, told upward inside the transaction it happened in."""

from django.dispatch import Signal

recorded = Signal()
"""Carries `row`, the AuditRecord. Not sent for what only the database writes: imports and erasures of texts."""
