from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ForecastingConfig(AppConfig):
    name = "forecasting"

    def ready(self) -> None:
        from forecasting import holdings, records, start
        from salesops.web.navigation import NavEntry, navigation

        navigation.register(
            "forecast",
            NavEntry(
                key="forecast",
                label=_("Forecast call"),
                icon="trending-up",
                url_name="forecasting:call",
                group="forecast",
                order=10,
                verb="forecast.see",
                shortcut="F",
                groups={"sell": "sell"},
                labels={"sell": _("My forecast")},
                phone=4,
            ),
        )
        navigation.register(
            "submissions",
            NavEntry(
                key="submissions",
                label=_("Submissions"),
                icon="file-text",
                url_name="forecasting:submissions",
                group="forecast",
                order=20,
                verb="forecast.see",
                groups={"sell": ""},
            ),
        )
        navigation.register(
            "periods",
            NavEntry(
                key="periods",
                label=_("Forecast periods"),
                icon="lock",
                url_name="forecasting:periods",
                group="forecast",
                order=40,
                verb="period.change",
            ),
        )
        start.register()
        holdings.register()
        records.register()
