"""What people write, as pages show it: markdown, with HTML, pictures, tables and headings off.

Two walls: the parser never passes HTML on, and what it made is cut to a few tags and safe addresses.
"""

import re
from html import unescape

import nh3
from markdown_it import MarkdownIt

TAGS = {"p", "br", "strong", "em", "s", "code", "pre", "ul", "ol", "li", "blockquote", "a", "hr"}
ATTRIBUTES = {"a": {"href"}, "ol": {"start"}}
SCHEMES = {"http", "https", "mailto"}
# A heading inside a comment would stand in the outline of the page; a picture would tell its host who reads.
OFF = ["image", "heading", "lheading"]
MARKDOWN = MarkdownIt("commonmark", {"html": False, "breaks": True}).disable([*OFF, "html_block", "html_inline"])
BLANKS = re.compile(r"\s+")


def as_html(text: str) -> str:
    """`**Now**` -> `<p><strong>Now</strong></p>`; `<script>` is shown as text, `javascript:` is no link."""
    made = MARKDOWN.render(text)
    return nh3.clean(
        made, tags=TAGS, attributes=ATTRIBUTES, url_schemes=SCHEMES, link_rel="noopener noreferrer nofollow"
    ).strip()


def excerpt(text: str, longest: int = 140) -> str:
    """The words of markdown alone, on one line: for lists and mail. `**Now**` -> `Now`."""
    return as_line(unescape(nh3.clean(MARKDOWN.render(text), tags=set())), longest)


def as_line(text: str, longest: int = 140) -> str:
    """The text on one line, cut at a word."""
    plain = BLANKS.sub(" ", text).strip()
    if len(plain) <= longest:
        return plain
    return plain[: longest - 1].rsplit(" ", 1)[0].rstrip(",.;:") + "…"
