"""What the pipeline tells people: that a deal or a lead is theirs now."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from salesops.inbox.news_kinds import NewsKind, Told, news_kinds


def sentence(told: Told) -> str:
    if told.by:
        return _("%(by)s handed %(record)s to you") % {"by": told.by, "record": told.record}
    return _("%(record)s is yours now") % {"record": told.record}


KINDS = (
    NewsKind("deal", gettext_lazy("A deal is handed to you"), sentence, "arrow-right"),
    NewsKind("lead", gettext_lazy("A lead is handed to you"), sentence, "inbox"),
)


def register() -> None:
    for kind in KINDS:
        news_kinds.register(kind.key, kind)
