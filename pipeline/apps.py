from django.apps import AppConfig


class PipelineConfig(AppConfig):
    name = "pipeline"

    def ready(self) -> None:
        from pipeline import importers, merging, navigation, start
        from pipeline.metrics import declare

        declare()
        importers.register()
        merging.register()
        navigation.register()
        start.register()
