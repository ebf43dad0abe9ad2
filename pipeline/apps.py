from django.apps import AppConfig


class PipelineConfig(AppConfig):
    name = "pipeline"

    def ready(self) -> None:
        from pipeline import (
            catalogue,
            explained,
            hand_over,
            holdings,
            importers,
            merging,
            navigation,
            news,
            panels,
            records,
            start,
        )
        from pipeline.metrics import declare

        declare()
        catalogue.register()
        hand_over.register()
        holdings.register()
        importers.register()
        merging.register()
        navigation.register()
        explained.register()
        panels.register()
        start.register()
        records.register()
        news.register()
