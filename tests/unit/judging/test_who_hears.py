"""Who hears of a judged match, and when: tiers, cap, quiet hours, late pages, first polls."""

from datetime import UTC, datetime, timedelta

import pytest

from monitor.judging import Decision, decide, quiet_end
from monitor.model import Echo, Match, New, Policy, Post, Tier

NOON = datetime(2026, 1, 20, 12, 0, tzinfo=UTC)
NIGHTS = Policy(quiet_from="22:30", quiet_until="07:00", zone="Asia/Almaty")  # UTC+5: 17:30 to 02:00 UTC


def a_match(tier: Tier = "update", published_at: datetime | None = None, *, day: bool = False) -> Match:
    post = Post(
        source="akorda",
        id="1",
        published_at=published_at,
        date_basis="feed",
        date_precision="day" if day else "instant",
    )
    return Match(post=post, story="board", tier=tier, score=1.0, hits=())


def new(tier: Tier = "update", published_at: datetime | None = None, *, day: bool = False) -> New:
    return New(match=a_match(tier, published_at, day=day))


def an_echo(tier: Tier = "update", likeness: float = 0.7) -> Echo:
    return Echo(match=a_match(tier), of=7, likeness=likeness)


def decided(verdict: New | Echo, alerted: tuple[datetime, ...] = (), **changes: object) -> Decision:
    given: dict[str, object] = {"policy": Policy(), "at": NOON, **changes}
    return decide(verdict, alerted=alerted, **given)  # type: ignore[arg-type]


def test_a_new_update_is_alerted() -> None:
    assert decided(new()) == Decision(action="alert", why="new", cause="new")


def test_a_repeat_is_not_told_again() -> None:
    assert decided(an_echo()).action == "none"


def test_a_related_post_waits_for_the_digest() -> None:
    assert decided(new("related")).action == "digest"


def test_a_related_post_is_left_out_of_the_digest_only_if_it_is_a_copy() -> None:
    assert decided(an_echo("related", 0.7)).action == "digest"
    assert decided(an_echo("related", 0.97)).action == "none"


def test_an_update_on_something_nobody_was_told_of_is_alerted() -> None:
    decision = decided(an_echo(), told=False)
    assert (decision.action, decision.cause) == ("alert", "untold")


def test_the_backlog_of_a_first_poll_is_not_alerted() -> None:
    assert decided(new(), background=True).action == "digest"


def test_an_old_page_found_late_waits_for_the_digest() -> None:
    decision = decided(new(published_at=NOON - timedelta(days=12)))
    assert (decision.action, decision.cause) == ("digest", "late")
    assert "12 days" in decision.why


def test_a_page_dated_by_day_only_is_late_after_the_end_of_its_day() -> None:
    midnight = NOON.replace(hour=0)
    assert decided(new(published_at=midnight - timedelta(days=3), day=True)).action == "alert"
    assert decided(new(published_at=midnight - timedelta(days=4), day=True)).action == "digest"


def test_a_post_dated_in_the_future_is_alerted() -> None:
    assert decided(new(published_at=NOON + timedelta(days=400))).action == "alert"


def test_beyond_the_cap_posts_are_counted_in_one_more_message() -> None:
    sent = tuple(NOON - timedelta(minutes=minutes) for minutes in (5, 10, 15, 20, 25, 50))
    decision = decided(new(), sent)
    assert (decision.action, decision.cause) == ("held", "cap")
    assert decision.due == NOON + timedelta(minutes=10)
    assert decided(new(), sent[:5]).action == "alert"


def test_all_that_the_cap_holds_is_due_at_one_moment() -> None:
    sent = tuple(NOON - timedelta(minutes=minutes) for minutes in (1, 2, 3, 4, 5, 6))
    first = decided(new(), sent)
    later = decided(new(), sent, at=NOON + timedelta(minutes=30))
    assert first.due == later.due


def test_alerts_that_left_the_window_no_longer_count() -> None:
    sent = (NOON - timedelta(hours=1),) * 6
    assert decided(new(), sent).action == "alert"


def test_quiet_hours_hold_an_alert_until_they_end() -> None:
    night = datetime(2026, 1, 20, 20, 0, tzinfo=UTC)
    decision = decided(new(), policy=NIGHTS, at=night)
    assert (decision.action, decision.cause) == ("held", "quiet")
    assert decision.due == datetime(2026, 1, 21, 2, 0, tzinfo=UTC)
    assert "07:00 Asia/Almaty" in decision.why


def test_more_of_the_evening_is_not_told_in_the_middle_of_the_night() -> None:
    evening = datetime(2026, 1, 22, 17, 20, tzinfo=UTC)  # ten minutes before the quiet hours
    decision = decided(new(), (evening,) * NIGHTS.cap, policy=NIGHTS, at=evening)
    assert (decision.cause, decision.due) == ("cap", datetime(2026, 1, 23, 2, 0, tzinfo=UTC))


def test_the_morning_after_quiet_hours_is_capped_too() -> None:
    night, morning = datetime(2026, 1, 20, 20, 0, tzinfo=UTC), datetime(2026, 1, 21, 2, 0, tzinfo=UTC)
    decision = decided(new(), (morning,) * 6, policy=NIGHTS, at=night)
    assert (decision.action, decision.cause) == ("held", "cap")
    assert decision.due is not None and decision.due > morning


@pytest.mark.parametrize("bounds", [("", ""), ("22:00", ""), ("", "07:00"), ("07:00", "07:00")])
def test_equal_or_missing_bounds_are_never_quiet(bounds: tuple[str, str]) -> None:
    policy = Policy(quiet_from=bounds[0], quiet_until=bounds[1])
    assert all(quiet_end(policy, NOON + timedelta(hours=hours)) is None for hours in range(24))


@pytest.mark.parametrize(
    ("first", "last", "quiet"),
    [("22:00", "07:00", {22, 23, 0, 1, 2, 3, 4, 5, 6}), ("13:00", "15:00", {13, 14}), ("00:00", "02:00", {0, 1})],
)
def test_quiet_hours_may_run_over_midnight_or_not(first: str, last: str, quiet: set[int]) -> None:
    policy = Policy(quiet_from=first, quiet_until=last)
    day = NOON.replace(hour=0)
    assert {hour for hour in range(24) if quiet_end(policy, day + timedelta(hours=hour))} == quiet


@pytest.mark.parametrize("zone", ["Europe/Paris", "America/New_York", "Australia/Lord_Howe", "Asia/Almaty"])
@pytest.mark.parametrize("bounds", [("22:30", "02:30"), ("02:15", "02:45"), ("01:00", "03:00"), ("03:00", "01:00")])
def test_quiet_hours_end_after_they_began_on_every_night_of_the_year(zone: str, bounds: tuple[str, str]) -> None:
    policy = Policy(quiet_from=bounds[0], quiet_until=bounds[1], zone=zone)
    at = datetime(2026, 1, 1, tzinfo=UTC)
    while at.year == 2026:
        end = quiet_end(policy, at)
        assert end is None or at <= end <= at + timedelta(hours=24)
        at += timedelta(minutes=17)
