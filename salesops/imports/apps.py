from django.apps import AppConfig


class ImportsConfig(AppConfig):
    name = "salesops.imports"
    label = "imports"
