from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class JobsConfig(AppConfig):
    name = "salesops.jobs"
    label = "jobs"

    def ready(self) -> None:
        """Web and beat enqueue by name, so they know every job too, not the workers alone."""
        autodiscover_modules("tasks")
        _register()


def _register() -> None:
    from django.utils.translation import gettext_lazy as _

    from salesops.jobs.exporting import EXPORT
    from salesops.jobs.health import due_problem, workers_problem
    from salesops.jobs.links import export_file, results
    from salesops.jobs.views.exports import hand_over
    from salesops.web.export import big_exports
    from salesops.web.navigation import NavEntry, navigation
    from salesops.web.views.health import degradations

    results.register(EXPORT, export_file)
    big_exports.register("job", hand_over)
    degradations.register("jobs", due_problem)
    degradations.register("workers", workers_problem)
    hidden = {"sell": "", "manage": ""}
    navigation.register(
        "jobs", NavEntry("jobs", _("Jobs"), "refresh", "jobs:jobs", "data", 80, "jobs.see", groups=hidden)
    )
