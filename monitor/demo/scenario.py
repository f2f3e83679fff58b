"""The demo's story: a dozen posts in four languages. All of it is made up for this demo; nothing in it is news."""

from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Literal

from monitor.demo.outlet import Asked, Outlet
from monitor.demo.outlets.dealt import DealtFeed
from monitor.demo.outlets.telegram import TelegramOutlet
from monitor.demo.outlets.x import XOutlet
from monitor.model import Post, Reply, Source

X, TELEGRAM = "api.x.example", "t.example"
TOKEN = "demo-bearer-token"  # noqa: S105 - what the demo's own X takes

HANDLE, CHANNEL = "aqorda_press", "aqorda_resmi"


def _at(day: int, hour: int, minute: int) -> datetime:
    return datetime(2026, 1, day, hour, minute, tzinfo=UTC)


@dataclass(frozen=True, kw_only=True)
class Scene:
    """Something that happens at an instant; ``where`` is a feed's host, "x", "telegram", or a host that breaks."""

    at: datetime
    where: str
    lang: str = ""
    title: str = ""
    text: str = ""
    what: Literal["post", "dies", "returns"] = "post"


SCENES = (
    Scene(
        at=_at(20, 4, 30), where="herald.example", lang="en",
        title="Wheat harvest: exporters look south",
        text="Grain traders in Kostanay expect more trains to the Caspian ports this spring.",
    ),
    Scene(
        at=_at(20, 9, 5), where="x", lang="ru",
        text="Глава государства Касым-Жомарт Токаев примет участие в церемонии подписания Устава Совета мира в Давосе "
        "по приглашению Президента США Дональда Трампа.",
    ),
    Scene(
        at=_at(20, 9, 12), where="telegram", lang="kk",
        text="Мемлекет басшысы Қасым-Жомарт Тоқаев АҚШ Президенті Дональд Трамптың шақыруымен Давоста Бейбітшілік "
        "кеңесінің Жарғысына қол қою рәсіміне қатысады.",
    ),
    Scene(
        at=_at(20, 9, 40), where="khabar-ar.example", lang="ar",
        title="توكاييف يشارك في مراسم توقيع ميثاق مجلس السلام في دافوس",
        text="يتوجه الرئيس قاسم جومارت توكاييف إلى دافوس بدعوة من الرئيس الأمريكي دونالد ترامب لحضور مراسم توقيع "
        "ميثاق مجلس السلام، وفق ما أعلنته أكوردا.",
    ),
    Scene(
        at=_at(20, 10, 15), where="herald.example", lang="en",
        title="Tokayev to attend signing of Board of Peace charter in Davos",
        text="President Kassym-Jomart Tokayev accepted Donald Trump's invitation and will take part in the ceremony in "
        "Davos, the presidential office Akorda announced.",
    ),
    Scene(
        at=_at(21, 3, 0), where="herald.example", lang="en",
        title="Opinion: What middle powers want from the Board of Peace",
        text="Why would Kazakhstan join? An essay on Tokayev's foreign policy and the Board of Peace.",
    ),
    Scene(at=_at(21, 6, 0), where="vesti.example", what="dies"),
    Scene(
        at=_at(22, 9, 20), where="qazaq.example", lang="kk",
        title="Тоқаев Давоста Бейбітшілік кеңесінің Жарғысына қол қойды",
        text="Давоста өткен рәсімде Қазақстан Президенті Бейбітшілік кеңесінің Жарғысына қол қойды. Қазақстан ұйымның "
        "құрылтайшы мүшесі болды.",
    ),
    Scene(
        at=_at(22, 9, 26), where="khabar-ar.example", lang="ar",
        title="كازاخستان توقع ميثاق مجلس السلام وتصبح عضواً مؤسساً",
        text="وقّع توكاييف في دافوس ميثاق مجلس السلام، لتصبح كازاخستان عضواً مؤسساً في المجلس.",
    ),
    Scene(
        at=_at(22, 9, 41), where="herald.example", lang="en",
        title="Tokayev signs Board of Peace charter in Davos",
        text="Kazakhstan became a founding member of the Board of Peace on Thursday, when Tokayev signed its charter.",
    ),
    Scene(at=_at(22, 12, 0), where="vesti.example", what="returns"),
    Scene(
        at=_at(22, 12, 10), where="vesti.example", lang="ru",
        title="Токаев подписал в Давосе Устав Совета мира",
        text="Казахстан стал одним из учредителей Совета мира: Президент Токаев подписал Устав на церемонии в Давосе.",
    ),
    Scene(
        at=_at(22, 15, 30), where="telegram", lang="kk",
        text="Тоқаев Ғазаға гуманитарлық көмек жіберу туралы шешімді жариялады: Бейбітшілік кеңесі арқылы астық пен "
        "дала госпиталі жеткізіледі.",
    ),
)  # fmt: skip

#: When the digest is written: 7 in the morning in Almaty.
MORNING = _at(23, 2, 0)

FEEDS = {
    "herald.example": "The Steppe Herald",
    "khabar-ar.example": "أخبار السهوب",
    "qazaq.example": "Дала хабарлары",
    "vesti.example": "Степные вести",
}


@dataclass
class MayDie:
    """An outlet in front of another, which shows a captcha with status 200 between two instants."""

    inner: Outlet
    dead: tuple[datetime, datetime]
    page: bytes = field(
        default=b"<!DOCTYPE html><html><head><title>Just a moment...</title></head><body>"
        b"<h1>Checking your browser</h1><form id='challenge-form' action='/cdn-cgi/challenge-platform'></form>"
        b"</body></html>"
    )

    def __call__(self, asked: Asked) -> Reply:
        """The captcha while it is dead, else what the inner outlet says."""
        if self.dead[0] <= asked.at < self.dead[1]:
            headers = (("content-type", "text/html; charset=utf-8"), ("cf-mitigated", "challenge"))
            return Reply(asked=asked.url, url=asked.url, headers=headers, body=self.page, at=asked.at)
        return self.inner(asked)


def outlets() -> dict[str, Outlet]:
    """The places of the story, by host name."""
    x, telegram = XOutlet(token=TOKEN), TelegramOutlet()
    x.account(HANDLE)
    telegram.channel(CHANNEL, "Aqorda")
    feeds: dict[str, list[Post]] = {host: [] for host in FEEDS}
    for scene in SCENES:
        if scene.what != "post":
            continue
        if scene.where == "x":
            x.add(HANDLE, scene.text, scene.at, lang=scene.lang)
        elif scene.where == "telegram":
            telegram.add(CHANNEL, scene.text, scene.at)
        else:
            items = feeds[scene.where]
            items.append(_post(scene, len(items) + 1))
    served: dict[str, Outlet] = {X: x, TELEGRAM: telegram}
    for host, items in feeds.items():
        served[host] = DealtFeed(title=FEEDS[host], posts=items)
    died, back = (next(scene.at for scene in SCENES if scene.what == word) for word in ("dies", "returns"))
    served["vesti.example"] = MayDie(inner=served["vesti.example"], dead=(died, back))
    return served


def _post(scene: Scene, number: int) -> Post:
    return Post(
        source="",
        id=f"{scene.where}/{number}",
        url=f"https://{scene.where}/{number}",
        title=scene.title,
        text=scene.text,
        lang=scene.lang,
        published_at=scene.at,
    )


def sources(token_file: str) -> list[Source]:
    """The sources that follow it; ``PORT`` is where the world is served."""
    feeds = [
        Source(key=host.removesuffix(".example"), kind="feed", name=name, address=f"http://{host}:PORT/feed.xml")
        for host, name in FEEDS.items()
    ]
    x = {"token": f"file:{token_file}", "api": f"http://{X}:PORT"}
    return [
        Source(key="akorda-x", kind="x", name="Akorda on X", actor="akorda", address=f"@{HANDLE}", options=x),
        Source(
            key="akorda-telegram", kind="telegram", name="Akorda on Telegram", actor="akorda",
            address=f"http://{TELEGRAM}:PORT/s/{CHANNEL}",
        ),
        *feeds,
    ]  # fmt: skip
