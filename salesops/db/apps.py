from django.apps import AppConfig


class DbConfig(AppConfig):
    name = "salesops.db"
    label = "db"
