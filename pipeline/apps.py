from django.apps import AppConfig


class PipelineConfig(AppConfig):
    name = "pipeline"

    def ready(self) -> None:
        from pipeline import explained, importers, navigation, start
        from pipeline.metrics import declare

        declare()
        importers.register()
        navigation.register()
        explained.register()
        start.register()
