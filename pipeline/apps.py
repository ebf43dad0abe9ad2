from django.apps import AppConfig


class PipelineConfig(AppConfig):
    name = "pipeline"

    def ready(self) -> None:
        from pipeline import importers, merging, navigation, panels, start
        from pipeline.metrics import declare

        declare()
        importers.register()
        merging.register()
        navigation.register()
        panels.register()
        start.register()
