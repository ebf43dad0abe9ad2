from django.apps import AppConfig


class InboxConfig(AppConfig):
    name = "salesops.inbox"
    label = "inbox"

    def ready(self) -> None:
        from accounts import events
        from salesops.audit.events import recorded
        from salesops.inbox import entries, hand_over, holdings, merging, news_kinds, records
        from salesops.inbox.operations import deadlines
        from salesops.inbox.operations.following import tell_followers
        from salesops.inbox.operations.work import tell_requester
        from salesops.jobs.events import job_ended

        entries.register()
        records.register()
        news_kinds.register()
        merging.register()
        hand_over.register()
        holdings.register()
        events.notice_due.connect(deadlines.notice_task, dispatch_uid="inbox")
        events.obligation_due.connect(deadlines.obligation_task, dispatch_uid="inbox")
        events.obligation_changed.connect(deadlines.follow_obligation, dispatch_uid="inbox")
        events.contract_decided.connect(deadlines.follow_decision, dispatch_uid="inbox")
        events.calendar_changed.connect(deadlines.follow_calendar, dispatch_uid="inbox")
        recorded.connect(tell_followers, dispatch_uid="inbox")
        job_ended.connect(tell_requester, dispatch_uid="inbox")
