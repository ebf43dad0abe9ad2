"""The pages of Settings: each app registers its own in apps.py, shown to whom their verb is open."""

from dataclasses import dataclass

from django.utils.functional import Promise

from salesops.kernel.registry import Registry


@dataclass(frozen=True)
class SettingsPage:
    """`sentence` says what is set there. verb: asked of `user.may`; empty is open to everyone signed in."""

    key: str
    label: str | Promise
    sentence: str | Promise
    icon: str
    url_name: str
    order: int
    verb: str = ""


settings_pages: Registry[SettingsPage] = Registry("settings pages")
