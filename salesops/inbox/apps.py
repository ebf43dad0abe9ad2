from django.apps import AppConfig


class InboxConfig(AppConfig):
    name = "salesops.inbox"
    label = "inbox"

    def ready(self) -> None:
        from salesops.inbox import entries

        entries.register()
