from django.apps import AppConfig


class PipelineConfig(AppConfig):
    name = "pipeline"

    def ready(self) -> None:
        from pipeline import hand_over, importers, navigation, start
        from pipeline.metrics import declare

        declare()
        hand_over.register()
        importers.register()
        navigation.register()
        start.register()
