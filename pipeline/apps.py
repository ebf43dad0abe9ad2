from django.apps import AppConfig


class PipelineConfig(AppConfig):
    name = "pipeline"

    def ready(self) -> None:
        from pipeline import holdings, importers, navigation, start
        from pipeline.metrics import declare

        declare()
        holdings.register()
        importers.register()
        navigation.register()
        start.register()
