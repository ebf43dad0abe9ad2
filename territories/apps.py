from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class TerritoriesConfig(AppConfig):
    name = "territories"

    def ready(self) -> None:
        from salesops.web.navigation import NavEntry, navigation
        from territories import hand_over, importers, start
        from territories.metrics import declare

        declare()
        hand_over.register()
        importers.register()
        start.register()
        navigation.register(
            "quotas",
            NavEntry(
                key="quotas",
                label=_("Quotas"),
                icon="target",
                url_name="territories:quotas",
                group="forecast",
                order=30,
                verb="quota.see",
                shortcut="Q",
                groups={"sell": ""},
            ),
        )
