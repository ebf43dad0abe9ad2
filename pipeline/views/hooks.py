"""POST /hooks/{key}: where mail and phone systems tell of a mail or a call (platform.md 2.8).

The key stands in the address alone: no log line, answer or error of ours repeats it.
"""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from pipeline.operations.hook_calls import Unsigned, hook_for, take_call
from pipeline.rules.hooks import LONGEST, SIGNATURE
from salesops.web.answers import answer
from salesops.web.api.throttles import Limit, count
from salesops.web.errors import Problem

PACE = Limit(requests=600, seconds=60)


@csrf_exempt
@login_not_required
@require_POST
def hook(request: HttpRequest, key: str) -> HttpResponse:
    """202 once it is stored; the same again is 202 as well, and makes nothing."""
    source = hook_for(key)
    standing = count(f"hook:{source.uid}", PACE)
    if standing is not None and standing.is_over:
        return answer(
            request, Problem(429, "too_many_requests", _("More calls a minute than are taken."), retry_after=60)
        )
    body = request.read(LONGEST + 1)
    if len(body) > LONGEST:
        return answer(request, Problem(413, "too_large", _("A call is at most 1 MB.")))
    try:
        take_call(source, body, request.headers.get(SIGNATURE, ""), timezone.now())
    except Unsigned:
        said = _("The signature is missing or wrong, or older than five minutes.")
        return answer(request, Problem(401, "signature_wrong", said))
    return HttpResponse(status=202)
