from django.apps import AppConfig


class AuditConfig(AppConfig):
    name = "salesops.audit"
    label = "audit"

    def ready(self) -> None:
        from django.utils.translation import gettext_lazy as _

        from salesops.audit.operations import record
        from salesops.kernel.acts import recorders
        from salesops.web.navigation import NavEntry, navigation

        recorders.register("audit", record)
        navigation.register(
            "audit",
            NavEntry("audit", _("Audit log"), "shield-check", "audit:records", "data", 90, "audit.see", "u"),
        )
