"""What happened with people and customers, told upward inside the transaction it happened in (ARCHITECTURE.md 2).

The two that come due carry `contract` or `obligation` and `task` (accounts.rules.notice.NoticeTask): the days it is to
be done by.
"""

from django.dispatch import Signal

notice_due = Signal()
"""Somebody has to decide on a contract before notice is late; once for each contract."""

contract_decided = Signal()
"""Notice was given or taken back, a contract was ended, or what follows it was signed (`contract`, `by`): whether
somebody still has to decide on it is to be asked anew."""

obligation_due = Signal()
"""Something a contract asks for comes due; once for each obligation and due day."""

calendar_changed = Signal()
"""A working calendar got other hours or holidays, or became the organisation's (`calendar`): open clocks and future
due dates that were computed by it are computed again."""
person_left = Signal()
"""A leaver's access has ended. Carries `person`, `by`, `at` and `day`, the first day without them."""
obligation_changed = Signal()
"""An obligation was edited, done, opened again, or taken away (`gone`); `by` is who did it."""
