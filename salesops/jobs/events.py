"""What became of work, told upward in the transaction that ends it (ARCHITECTURE.md 2)."""

from django.dispatch import Signal

job_ended = Signal()
"""`job` is done, failed or given up: `state` says which. A cancelled one tells nobody: whoever stopped it knows."""
