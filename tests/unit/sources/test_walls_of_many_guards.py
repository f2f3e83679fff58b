"""Pages that guards put in place of another, with status 200: told as a captcha or a login, never read as an article.

Written after what Cloudflare, Anubis, go-away, Fastly, Akamai, Sucuri, Imperva, Imunify360, Aliyun, Qrator, Kasada and
small hosts (a cookie set by script, then the same address again) send out.
"""

from datetime import UTC, datetime

import pytest

from monitor.model import Reply
from monitor.sources.walls import wall

NOW = datetime(2026, 1, 21, tzinfo=UTC)
ADDRESS = "https://outlet.example/news/1"
NEWS = "<p>The ministry said on Friday that the dam would be closed for repairs until spring.</p>"


def a_page(title: str, body: str, head: str = "") -> str:
    return f"<!DOCTYPE html><html><head><title>{title}</title>{head}</head><body>{body}</body></html>"


def tried_by(script: str, body: str = "") -> str:
    return f"<html><head></head><body><script>{script}</script>{body}</body></html>"


def reply(page: str, url: str = ADDRESS) -> Reply:
    return Reply(asked=ADDRESS, url=url, status=200, headers=(), body=page.encode(), at=NOW)


GUARDS = {
    "kazakh cloudflare": a_page("Бір сәт…", "<p>Тексерілуде</p><script>1</script>"),
    "anubis": a_page(
        "Making sure you&#39;re not a bot!",
        '<script async src="/.within.website/x/cmd/anubis/static/js/main.mjs"></script><p>'
        + "You are seeing this because the administrator of this website has set up Anubis. " * 25,
    ),
    "go-away": a_page("Checking you are not a bot", "<p>Loading challenge</p><script src='/load.mjs'></script>"),
    "fastly": a_page("Client Challenge", "<p>Enable JavaScript</p><script src='/_fs-ch-1T1/script.js'></script>"),
    "akamai": a_page("", "<script>1</script>", "<meta http-equiv=refresh content=\"5; URL='/?bm-verify=AAQ'\">"),
    "sucuri": a_page("You are being redirected...", "<script>var s={},sucuri_cloudproxy_js='';</script>"),
    "imperva": a_page("", '<iframe src="/_Incapsula_Resource?CWUDNSAI=23">Request unsuccessful</iframe>'),
    "imunify": a_page("One moment, please...", '<form><input type="hidden" id="wsidchk"></form><script>1</script>'),
    "aliyun": tried_by("""var arg1='2C';setCookie("acw_sc__v2", x);document.location.reload();"""),
    "qrator": '<html><head><script src="/__qrator/qauth_utm_v2_118.js"></script></head><body></body></html>',
    "kasada": tried_by("window.KPSDK={};", "<script src='/149e/ips.js'></script>"),
    "a cookie, and again": tried_by("""document.cookie = "humans_21909=1"; document.location.reload(true)"""),
    "a cookie by a function": tried_by("function set_cookie(){document.cookie='b=ok';}set_cookie();location.reload();"),
    "a cookie, then the way on": tried_by(
        """document.cookie="__test="+d; location.href="/?i=1";""",
        "<noscript>This site requires Javascript to work</noscript>",
    ),
}

LOGINS = {
    "https://login.microsoftonline.com/common/oauth2/authorize?x": a_page(
        "Sign in to your account", '<form><input type="email" name="loginfmt"></form>'
    ),
    "https://outlet.okta.com/login/login.htm": a_page("Outlet - Sign In", "<script src='/okta.js'></script>"),
}

ORDINARY = {
    "about captchas": a_page("Captcha broken by students", NEWS + "<script>1</script>"),
    "about guards": a_page("Anubis asks for work", f"{NEWS}<p>It is 'making sure you're not a bot'.</p>"),
    "begins like a wait": a_page("Un momento storico per la pace", NEWS + "<script>1</script>"),
    "a security check": a_page("Security check at the airport delays thousands", NEWS + "<script>1</script>"),
    "goes on behind a colon": a_page("Hold on: what the treaty says", NEWS + "<script>1</script>"),
    "a switch of colours": a_page(
        "Flood", NEWS * 2 + "<a href=/>1</a>" * 4 + "<script>document.cookie='theme=d';location.reload()</script>"
    ),
    "built by script": a_page("News", "<div id=root></div><noscript>You need to enable JavaScript</noscript>"),
    "behind imperva": a_page("News", NEWS * 20 + "<script src='/_Incapsula_Resource?SWJIYLWA=7'></script>"),
    "behind kasada": a_page("News", '<a href="/1">One</a>' * 30 + "<script>window.KPSDK={};</script>"),
    "an account of a war": a_page("An account of the war", NEWS + "<script>1</script>"),
}


@pytest.mark.parametrize("page", GUARDS.values(), ids=GUARDS)
def test_the_page_of_a_guard_is_no_article_and_no_listing(page: str) -> None:
    assert wall(reply(page)) == wall(reply(page), expected_html=False) == "captcha"


@pytest.mark.parametrize(("url", "page"), LOGINS.items(), ids=LOGINS)
def test_a_login_that_asks_for_the_name_first_is_a_login(url: str, page: str) -> None:
    assert wall(reply(page, url)) == "login"


@pytest.mark.parametrize("page", ORDINARY.values(), ids=ORDINARY)
def test_an_ordinary_page_is_no_wall(page: str) -> None:
    assert wall(reply(page)) == ""
