from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class ReportingConfig(AppConfig):
    name = "salesops.reporting"
    label = "reporting"

    def ready(self) -> None:
        from accounts.setting_effects import setting_effects
        from salesops.reporting.home.panels import declare
        from salesops.reporting.navigation import declare_entries
        from salesops.reporting.setting_effects import moved_bookings

        post_migrate.connect(_write_definitions, sender=self)
        declare()
        declare_entries()
        setting_effects.register("bookings", moved_bookings)


def _write_definitions(using: str = "default", plan: Any = None, **_more: Any) -> None:
    from salesops.reporting.operations.definitions import sync_definitions

    sync_definitions()
