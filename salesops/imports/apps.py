from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ImportsConfig(AppConfig):
    name = "salesops.imports"
    label = "imports"

    def ready(self) -> None:
        from salesops.imports.operations.check import CHECK_JOB
        from salesops.imports.operations.commit import COMMIT_JOB
        from salesops.imports.operations.start import START_JOB
        from salesops.imports.operations.undo import UNDO_JOB
        from salesops.imports.views.jobs import opened_by
        from salesops.jobs.links import results
        from salesops.web.navigation import NavEntry, navigation

        for name in (CHECK_JOB, COMMIT_JOB, START_JOB, UNDO_JOB):
            results.register(name, opened_by)
        navigation.register(
            "imports",
            NavEntry("imports", _("Imports"), "upload", "imports:batches", "data", 10, "import.see", "m"),
        )
