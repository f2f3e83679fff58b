"""What holds for any posts: judging never raises, order does not matter, a post judged twice echoes itself."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from monitor.judging import Background, decide, features, judge, terms_of
from monitor.model import Echo, Match, New, Policy, Post, Told

NOON = datetime(2026, 1, 20, 12, 0, tzinfo=UTC)
WORDS = (
    "Tokayev signs the charter in Davos 38 500 2026 Токаев подписал устав Совета мира توكاييف وقع ميثاق مجلس السلام "
    "Aliyev özür diledi אבל התנצל 和平 https://a.kz/1 https://a.kz/ RT @x: \ud800 \x00 😀 #тег к-ж d'une l’accord _ ' "
    "٣٨ ½ ² İ ß ŉ ﷺ a\u0301\u0301 \u200b \u202e"
)

texts = st.one_of(st.text(max_size=80), st.lists(st.sampled_from(WORDS.split(" ")), max_size=30).map(" ".join))
moments = st.integers(min_value=-200, max_value=200).map(lambda hours: NOON + timedelta(hours=hours))
ends_of_time = st.sampled_from([datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC)])
posts = st.builds(
    Post,
    source=st.sampled_from(["", "a", "b"]),
    id=st.sampled_from(["1", "2", "3", "4", "\ud800"]),
    url=st.sampled_from(["", "https://a.kz/", "https://a.kz/1", "http://www.a.kz/1?utm_source=x", "nonsense"]),
    title=texts,
    text=texts,
    lang=st.sampled_from(["", "en", "ru", "ar", "kk-Latn", "xx", "и"]),
    published_at=st.none() | moments,
    date_basis=st.sampled_from(["api", "seen", "feed"]),
    date_precision=st.sampled_from(["instant", "day"]),
    quotes=st.lists(st.sampled_from(["1", "https://a.kz/1", "z"]), max_size=2).map(tuple),
    reply_to=st.sampled_from(["", "2"]),
)


def a_match(post: Post) -> Match:
    return Match(post=post, story="s", tier="update", score=1.0, hits=())


def told_of(post: Post, development: int, at: datetime) -> Told:
    kept = json.loads(json.dumps(features(a_match(post), Background())))
    return Told(
        development=development,
        source=post.source,
        post_id=post.id,
        url=post.url,
        lang=post.lang,
        at=at,
        features=kept,
    )


tolds = st.lists(st.builds(told_of, posts, st.integers(1, 4), moments), max_size=8)


@given(posts, tolds, st.randoms(use_true_random=False))
def test_the_order_of_what_was_told_does_not_change_the_verdict(post: Post, told: list[Told], random: object) -> None:
    match = a_match(post)
    known = features(match, Background())
    verdict = judge(match, known, told, at=NOON, policy=Policy())
    random.shuffle(told)  # type: ignore[attr-defined]
    assert judge(match, known, told, at=NOON, policy=Policy()) == verdict
    if isinstance(verdict, Echo):
        assert verdict.of in {each.development for each in told} and 0.0 <= verdict.likeness <= 1.0
    decide(verdict, policy=Policy(), at=NOON, alerted=[])


@given(posts)
def test_a_post_judged_twice_is_an_echo_of_itself(post: Post) -> None:
    match = a_match(post)
    known = features(match, Background())
    verdict = judge(match, known, [told_of(post, 7, NOON)], at=NOON, policy=Policy())
    assert isinstance(verdict, Echo) and verdict.of == 7


@given(posts, st.lists(posts, max_size=4))
def test_features_are_small_json_whatever_was_seen_before(post: Post, seen: list[Post]) -> None:
    background = Background().with_terms(terms_of(each) for each in seen)
    known = features(a_match(post), background)
    assert json.loads(json.dumps(known)) == known
    assert len(json.dumps(known)) < 4_500


@given(st.lists(posts, max_size=5))
def test_a_background_is_kept_and_read_back(seen: list[Post]) -> None:
    background = Background().with_terms(terms_of(post) for post in seen)
    assert Background.from_bytes(background.to_bytes()) == background


def test_something_else_than_a_background_is_an_empty_one() -> None:
    assert Background.from_bytes(b"nonsense") == Background()


@given(st.dictionaries(st.text(max_size=8), st.none() | st.integers() | st.text(max_size=5), max_size=5))
def test_foreign_features_are_never_trusted(foreign: dict[str, object]) -> None:
    post = Post(source="a", id="1", text="Tokayev signs")
    match = a_match(post)
    known = features(match, Background())
    odd = Told(development=1, source="b", post_id="9", url="", lang="", at=NOON, features={**foreign, "v": None})
    assert isinstance(judge(match, known, [odd], at=NOON, policy=Policy()), New)


@given(
    posts,
    tolds,
    ends_of_time | moments,
    ends_of_time,
    st.integers(0, 2),
    st.sampled_from(["Asia/Almaty", "America/Lima"]),
)
def test_no_instant_that_a_place_names_is_too_early_or_too_late_to_be_judged(
    post: Post, told: list[Told], at: datetime, published_at: datetime, cap: int, zone: str
) -> None:
    match = a_match(replace(post, published_at=published_at))
    known = features(match, Background())
    told = [*told, *(replace(each, at=published_at) for each in told)]
    policy = Policy(cap=cap, quiet_from="22:30", quiet_until="07:00", zone=zone)
    verdict = judge(match, known, told, at=at, policy=policy)
    assert decide(verdict, policy=policy, at=at, alerted=[published_at, at, NOON]).why
