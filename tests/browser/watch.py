"""What a browser test may not cause: console errors, page errors, policy reports, failed or outside requests."""

import re

from playwright.sync_api import ConsoleMessage, Page, Request, Response

STATUS_IN_CONSOLE = re.compile(r"status of (\d{3})")
NO_ANSWER = 0
"""Allowed as a status: the test cut the line itself."""
CUT_OFF = ("net::ERR_", "htmx:error: Failed to fetch")


class Watch:
    """Collects the faults of one page. `allow` names the status codes a test means to get."""

    def __init__(self, page: Page, site: str, allowed: set[int]) -> None:
        self.site = site
        self.allowed = allowed
        self.faults: list[str] = []
        page.on("console", self._console)
        page.on("pageerror", lambda error: self.faults.append(f"page error: {error}"))
        page.on("request", self._request)
        page.on("requestfailed", self._failed)
        page.on("response", self._response)

    def begin(self, allowed: set[int]) -> None:
        """Another page in the same window."""
        self.allowed = allowed
        self.faults.clear()

    def allow(self, *codes: int) -> None:
        self.allowed.update(codes)

    def _console(self, message: ConsoleMessage) -> None:
        """Chromium logs each answer of 400 and more as an error; a broken policy is one too."""
        meant = STATUS_IN_CONSOLE.search(message.text)
        if NO_ANSWER in self.allowed and any(words in message.text for words in CUT_OFF):
            return
        if message.type == "error" and not (meant and int(meant.group(1)) in self.allowed):
            self.faults.append(f"console: {message.text}")

    def _request(self, request: Request) -> None:
        if not request.url.startswith((self.site, "data:", "blob:", "about:")):
            self.faults.append(f"outside address: {request.url}")

    def _failed(self, request: Request) -> None:
        """A page that is left takes its open requests with it; that is no fault."""
        if request.failure != "net::ERR_ABORTED" and NO_ANSWER not in self.allowed:
            self.faults.append(f"failed: {request.method} {request.url} {request.failure}")

    def _response(self, response: Response) -> None:
        if response.status >= 400 and response.status not in self.allowed:
            self.faults.append(f"{response.status}: {response.request.method} {response.url}")
