"""Pages that stand where a place should: a captcha, a login. Told by their build, never by loose text alone.

A news page may carry a captcha in its comment form, a login box in its head, and the words "Just a moment" in a
title. So a 200 page is a wall only if it shows next to nothing else.
"""

import re
from functools import cached_property
from itertools import islice

from monitor.model import Reply
from monitor.text.html import plain

#: A page longer than this is no wall: those seen are 2 to 60 KB, the longest for their inline script.
LONGEST = 200_000
#: More readable characters or links than this, and the page is about something.
_MOST_TEXT = 1_500
_MOST_LINKS = 15

_ROOT = re.compile(
    rb"\A(?:\xef\xbb\xbf)?\s*+(?:<!--(?:[^-]|-(?!->))*+-->\s*+|<\?xml[^>]*+>\s*+)*+<(?:!doctype\s++html|html|head|body)\b",
    re.IGNORECASE,
)
_TITLE = re.compile(rb"<title\b[^<>]*+>([^<]*+)", re.IGNORECASE)
_LINK = re.compile(r"<a\s[^<>]*?href\s*=", re.IGNORECASE)

#: What only a challenge itself is built of; ordinary pages behind the same guard do not have it.
_CHALLENGE = re.compile(
    r"_cf_chl_opt|cf-challenge-running|id=[\"']?challenge-(?:form|running|error)|/cdn-cgi/challenge-platform/h/[bg]/orchestrate"
    r"|captcha-delivery\.com/(?:captcha|c\.js|i\.js)|id=[\"']?px-captcha|/showcaptcha\?|checkcaptcha|AwsWafIntegration"
    r"|_Incapsula_Resource\?SWUDNSAI|/\.well-known/ddos-guard/|ddos-guard\.net/|validateCaptcha|sgcaptcha|/_sec/cp_challenge/",
    re.IGNORECASE,
)
#: A captcha's widget: on ordinary pages too, in a comment or sign-up form.
_WIDGET = re.compile(
    r"(?:class|id|name)=[\"']?[^\"'>]{0,80}(?:g-recaptcha|h-captcha|cf-turnstile|smart-?captcha|geetest|frc-captcha|captcha)"
    r"|(?:src|action)=[\"']?[^\"'>\s]{0,200}(?:recaptcha|hcaptcha|turnstile|captcha)",
    re.IGNORECASE,
)
#: Without one of these (in small letters) neither of the two can match, and words are found a hundred times as fast.
_SIGNS = (
    b"captcha", b"challenge", b"_cf_chl_opt", b"awswaf", b"incapsula", b"ddos-guard", b"turnstile", b"geetest"
)  # fmt: skip
_CHALLENGE_TITLE = re.compile(
    r"^\W*(?:just a moment|один момент|attention required|please wait|ddos[- ](?:guard|protection)|"
    r"checking your browser|one more step|security (?:check|verification)|verify(?:ing)? (?:you|that you)|"
    r"are you (?:a )?(?:human|robot)|human verification|robot check|captcha|"
    r"access to this page has been denied|pardon our interruption|вы не робот|ой|проверка браузера|подтвердите|"
    r"проверка безопасности|لحظة واحدة|التحقق)",
    re.IGNORECASE,
)
#: What only pages about something have: a short piece of news may have a captcha in its comment form.
_ARTICLE = re.compile(
    r"<article\b|<time\b|\bdatePublished\b|article:published_time|[\"']og:type[\"']\s+content=[\"']article",
    re.IGNORECASE,
)
_PASSWORD = re.compile(r"<input\b[^<>]*?\btype\s*=\s*[\"']?password\b", re.IGNORECASE)
_LOGIN_PATH = re.compile(
    r"(?:^|[/._-])(?:log-?in|sign-?in|logon|auth|sso|session|account|accounts|wp-login|oauth2?|saml|cas)(?:[/._-]|$)",
    re.IGNORECASE,
)
_LOGIN_TITLE = re.compile(
    r"\b(?:log ?in|log on|sign ?in|sign on|authentication required|member login|вход|войти|авторизация|кіру|giriş)\b"
    r"|تسجيل الدخول|دخول",
    re.IGNORECASE,
)
_HANDED_ON = re.compile(r"http-equiv\s*=\s*[\"']?refresh|<script\b|<form\b|<noscript\b", re.IGNORECASE)


def is_html(body: bytes) -> bool:
    """Whether a body begins as an HTML document does, whatever its Content-Type says."""
    return bool(_ROOT.match(body[:4096]))


def wall(reply: Reply, *, expected_html: bool = True) -> str:
    """``"captcha"`` or ``"login"`` if the answer is such a page instead of the place, "" if not.

    ``expected_html`` False is for places that never answer in HTML (feeds, APIs): there one sign less is enough.
    """
    if reply.header("cf-mitigated").strip().lower() == "challenge" or reply.header("x-amzn-waf-action"):
        return "captcha"
    if not reply.body or not is_html(reply.body):
        return ""
    page = _Page(reply.body)
    sure = not expected_html or reply.status >= 400
    if _is_captcha(page, sure=sure):
        return "captcha"
    return "login" if _is_login(reply, page, sure=not expected_html) else ""


class _Page:
    """The beginning of a page. Nearly all pages are told by a few words that they lack; the rest is found out only
    of those that may be a wall."""

    def __init__(self, body: bytes) -> None:
        self._body, self._begins = body, body[:LONGEST]
        self.small = self._begins.lower()  # letters of ASCII alone, as all that is looked for in it

    @cached_property
    def text(self) -> str:
        return self._begins.decode("utf-8", "replace")

    @cached_property
    def title(self) -> str:
        found = _TITLE.search(self._begins) if b"<title" in self.small else None
        return found[1].decode("utf-8", "replace").strip() if found else ""

    @cached_property
    def is_bare(self) -> bool:
        """Whether it shows next to nothing: few links, few words, and no sign of an article."""
        if len(self._body) > LONGEST or _ARTICLE.search(self.text):
            return False
        links = sum(1 for _ in islice(_LINK.finditer(self.text), _MOST_LINKS + 1))
        return links <= _MOST_LINKS and len(plain(self.text)) <= _MOST_TEXT


def _is_captcha(page: _Page, *, sure: bool) -> bool:
    known = bool(_CHALLENGE_TITLE.search(page.title))
    if not any(sign in page.small for sign in _SIGNS):
        return known and page.is_bare and bool(_HANDED_ON.search(page.text))
    if _CHALLENGE.search(page.text):
        return known or sure or page.is_bare
    if _WIDGET.search(page.text):
        return (sure and known) or page.is_bare
    return known and page.is_bare and bool(_HANDED_ON.search(page.text))


def _is_login(reply: Reply, page: _Page, *, sure: bool) -> bool:
    if not (b"<input" in page.small and b"password" in page.small and _PASSWORD.search(page.text)):
        return False
    path = reply.url.partition("://")[2]
    sent_there = reply.url != reply.asked and bool(_LOGIN_PATH.search(path))
    named = bool(_LOGIN_TITLE.search(page.title))
    return page.is_bare + sent_there + named >= (1 if sure else 2)
