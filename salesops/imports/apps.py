from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ImportsConfig(AppConfig):
    name = "salesops.imports"
    label = "imports"

    def ready(self) -> None:
        from salesops.web.navigation import NavEntry, navigation

        navigation.register(
            "imports",
            NavEntry("imports", _("Imports"), "upload", "imports:batches", "data", 10, "import.see", "m"),
        )
