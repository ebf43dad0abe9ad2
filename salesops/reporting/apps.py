from django.apps import AppConfig


class ReportingConfig(AppConfig):
    name = "salesops.reporting"
    label = "reporting"
