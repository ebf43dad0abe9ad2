from django.apps import AppConfig


class AuditConfig(AppConfig):
    name = "salesops.audit"
    label = "audit"

    def ready(self) -> None:
        from django.utils.translation import gettext_lazy as _

        from salesops.audit.operations import record
        from salesops.audit.panels import newest, reads_all
        from salesops.kernel.acts import recorders
        from salesops.web.navigation import NavEntry, navigation
        from salesops.web.panels import Panel, panels

        recorders.register("audit", record)
        panels.register("audit.newest", Panel("audit.newest", "front", 30, reads_all, newest, width=8))
        navigation.register(
            "audit",
            NavEntry("audit", _("Audit log"), "shield-check", "audit:records", "data", 90, "audit.see", "u"),
        )
