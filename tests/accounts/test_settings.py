"""The list of settings."""

import re

from django.contrib.staticfiles import finders

from accounts.settings_pages import settings_pages
from salesops.web.templatetags.shell import SPRITE


def test_each_page_has_a_picture_of_its_own() -> None:
    icons = [page.icon for page in settings_pages]
    assert len(set(icons)) == len(icons)
    with open(str(finders.find(SPRITE)), encoding="utf-8") as sprite:
        assert set(icons) <= set(re.findall(r'id="([^"]+)"', sprite.read()))
