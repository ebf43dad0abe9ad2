from django.apps import AppConfig


class PipelineConfig(AppConfig):
    name = "pipeline"

    def ready(self) -> None:
        from pipeline import importers, navigation, news, records, start
        from pipeline.metrics import declare

        declare()
        importers.register()
        navigation.register()
        start.register()
        records.register()
        news.register()
