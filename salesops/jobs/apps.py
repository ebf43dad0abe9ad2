from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class JobsConfig(AppConfig):
    name = "salesops.jobs"
    label = "jobs"

    def ready(self) -> None:
        """Web and beat enqueue by name, so they know every job too, not the workers alone."""
        autodiscover_modules("tasks")
