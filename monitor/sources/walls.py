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
    r"|_Incapsula_Resource\?[SC]WUDNSAI|/\.well-known/ddos-guard/|ddos-guard\.net/|validateCaptcha|sgcaptcha|/_sec/cp_challenge/"
    r"|/\.within\.website/|anubis_challenge|/go-away/cmd/|/\.basedflare/|/\.well-known/vercel/security/|/_fs-ch-|bm-verify="
    r"|sec-if-cpt|sucuri_cloudproxy_js|/__qrator/qauth|acw_sc__v2|_____tmd_____|/hcdn-cgi/jschallenge|wsidchk|/\.lsrecap/"
    r"|/\.bunny-shield/challenge|/\.safeline/|/\.myracloud/",
    re.IGNORECASE,
)
#: A captcha's widget, or a guard's script: on ordinary pages too, in a comment or sign-up form.
_WIDGET = re.compile(
    r"(?:class|id|name)=[\"']?[^\"'>]{0,80}(?:g-recaptcha|h-captcha|cf-turnstile|smart-?captcha|geetest|frc-captcha|captcha)"
    r"|(?:src|action)=[\"']?[^\"'>\s]{0,200}(?:recaptcha|hcaptcha|turnstile|captcha|arkoselabs)"
    r"|\bKPSDK\b|_Incapsula_Resource\?SWJIYLWA|\brbzns\b|servicepipe\.ru/",
    re.IGNORECASE,
)
#: Without one of these (in small letters) neither of the two can match, and words are found a hundred times as fast.
_SIGNS = (
    b"captcha", b"challenge", b"_cf_chl_opt", b"awswaf", b"incapsula", b"ddos-guard", b"turnstile", b"geetest",
    b".within.website", b"go-away", b"basedflare", b"vercel", b"_fs-ch-", b"bm-verify", b"sec-if-cpt", b"sucuri",
    b"qrator", b"acw_sc__v2", b"_____tmd_____", b"wsidchk", b"lsrecap", b"safeline", b"myracloud", b"arkose", b"kpsdk",
    b"rbzns", b"servicepipe",
)  # fmt: skip
_CHALLENGE_TITLE = re.compile(
    r"^\W*(?:just a moment|один момент|please wait while|checking your browser|проверка браузера|"
    r"verify(?:ing)? (?:you|that you)|are you (?:a )?(?:human|robot)|making sure you(?:['’]|&#0?39;)?re not a|"
    r"checking (?:that )?you are not a|access to this page has been denied|pardon our interruption|вы не робот|"
    r"подтвердите, что|لحظة واحدة|التحقق من أن|"
    # a headline goes on with other words
    r"(?:attention required|please wait|ddos[- ](?:guard|protection)|one more step|security (?:check|verification)|"
    r"human verification|robot check|captcha|ой|подтвердите|проверка безопасности|التحقق|client challenge|"
    r"challenge validation|vercel security checkpoint|establishing a secure connection|you are being redirected|"
    r"one moment(?:, please)?|hold on|бір сәт|сәл күтіңіз|зачекайте|einen moment(?: bitte)?|bitte warten|un instant|"
    r"un momento|bir dakika(?: lütfen)?|请稍候|请稍等|お待ちください)\s*(?:$|[^\w\s:]))",
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
#: A script that sets a cookie and asks anew: a page that does nothing else wants to know whether we are a browser.
_COOKIE = re.compile(r"\bdocument\.cookie\s*=[^=]|\bset_?cookie\s*\(", re.IGNORECASE)
_ASKS_ANEW = re.compile(
    r"\blocation\.(?:reload|replace|assign)\s*\(|\blocation(?:\.href)?\s*=[^=]|http-equiv\s*=\s*[\"']?refresh",
    re.IGNORECASE,
)
#: What such a page says besides ("enable JavaScript") is not longer than this, and a link or two.
_NOTHING, _NO_LINKS = 300, 2
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
        return self.links <= _MOST_LINKS and self.shows <= _MOST_TEXT

    @cached_property
    def links(self) -> int:
        """How many links it has, as far as they count."""
        return sum(1 for _ in islice(_LINK.finditer(self.text), _MOST_LINKS + 1))

    @cached_property
    def shows(self) -> int:
        """How many characters it shows."""
        return len(plain(self.text))

    @cached_property
    def is_full(self) -> bool:
        """Whether it surely has many links: told without looking at each."""
        return self.small.count(b"<a href") > _MOST_LINKS

    @cached_property
    def only_tries_us(self) -> bool:
        """Whether it does nothing but set a cookie and ask anew."""
        if not (b"cookie" in self.small and (b"location" in self.small or b"refresh" in self.small)):
            return False
        asks = _COOKIE.search(self.text) and _ASKS_ANEW.search(self.text)
        return bool(asks) and self.is_bare and self.links <= _NO_LINKS and self.shows <= _NOTHING


def _is_captcha(page: _Page, *, sure: bool) -> bool:
    known = bool(_CHALLENGE_TITLE.search(page.title))
    if page.is_full and not (known or sure):
        return False
    if any(sign in page.small for sign in _SIGNS):
        if _CHALLENGE.search(page.text):
            return known or sure or page.is_bare
        if _WIDGET.search(page.text):
            return (sure and known) or page.is_bare
    return (known and page.is_bare and bool(_HANDED_ON.search(page.text))) or page.only_tries_us


def _is_login(reply: Reply, page: _Page, *, sure: bool) -> bool:
    path = reply.url.partition("://")[2]
    sent_there = reply.url != reply.asked and bool(_LOGIN_PATH.search(path))
    if not (b"<input" in page.small and b"password" in page.small and _PASSWORD.search(page.text)):
        # some ask for the name first, or build their form by script
        return sent_there and bool(_LOGIN_TITLE.search(page.title)) and page.is_bare
    named = bool(_LOGIN_TITLE.search(page.title))
    return page.is_bare + sent_there + named >= (1 if sure else 2)
