"""What happened in the pipeline, told upward inside the transaction it happened in (ARCHITECTURE.md 2).

Every signal carries `by` (a user or None for the system) and `at` (the instant of the operation), and the record:
`deal`, `lead` or `activity`. `deal_changed` carries `before` and `after`: the columns that differ, by name.
"""

from django.dispatch import Signal

opportunity_created = Signal()
deal_changed = Signal()
deal_won = Signal()
deal_lost = Signal()
deal_reopened = Signal()
deal_transferred = Signal()
deal_deleted = Signal()
history_changed = Signal()
"""The past of some deals was stated anew: `deals` holds their ids, `batch_id` the import's number or None."""

activity_logged = Signal()

lead_created = Signal()
lead_assigned = Signal()
lead_disqualified = Signal()
lead_recycled = Signal()
lead_converted = Signal()
