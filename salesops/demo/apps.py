from django.apps import AppConfig


class DemoConfig(AppConfig):
    name = "salesops.demo"
    label = "demo"
