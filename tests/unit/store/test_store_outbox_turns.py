"""A message is handed over by one daemon at a time, and a pause that a channel asked for holds for all of them."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Engine

from monitor.messages.notice import compose_notice
from monitor.model import Receipt
from monitor.store import catching_up, outbox, sending
from monitor.store.letters import drop, letter, letters
from monitor.store.letters import is_dying as is_dying_with
from monitor.store.reading import reading
from monitor.store.writing import writing

NOW = datetime(2026, 1, 21, 9, 0, tzinfo=UTC)
LEASE = timedelta(minutes=5)
#: The moment of a daemon that waited at the database's door, or whose clock is a little slow.
EARLIER = NOW - timedelta(seconds=20)


def put(engine: Engine, key: str = "dev/1", to: str = "desk") -> bool:
    with writing(engine) as door:
        words = compose_notice(key, ["x"], form="text")
        return outbox.put(door, key, to, words, now=NOW - timedelta(minutes=1), story="board")


def borrow(engine: Engine, now: datetime) -> list[sending.Parcel]:
    with writing(engine) as door:
        return sending.claim(door, now=now, lease=LEASE, only=["desk"])


def states(engine: Engine) -> dict[str, str]:
    with reading(engine) as door:
        return {f"{one.delivery.key} to {one.delivery.channel}": one.delivery.state for one in letters(door)}


def next_due(engine: Engine, now: datetime) -> datetime | None:
    with reading(engine) as door:
        return sending.soonest(door, now=now, lease=LEASE, only=["desk"])


def test_a_message_that_is_being_sent_is_not_sent_beside_it(engine: Engine) -> None:
    put(engine)
    assert len(borrow(engine, NOW)) == 1
    assert borrow(engine, EARLIER) == []
    assert next_due(engine, EARLIER) == NOW + LEASE


def test_a_retry_waits_also_for_a_daemon_whose_moment_is_from_before_the_failure(engine: Engine) -> None:
    put(engine)
    (parcel,) = borrow(engine, NOW)
    with writing(engine) as door:
        sending.put_back(door, parcel, now=NOW, wait=timedelta(seconds=30), error="429")
    assert borrow(engine, EARLIER) == []
    assert next_due(engine, EARLIER) == NOW + timedelta(seconds=30)


def test_a_pause_that_was_asked_for_holds_for_a_daemon_whose_moment_is_from_before(engine: Engine) -> None:
    put(engine)
    with writing(engine) as door:
        sending.pause(door, "desk", now=NOW, wait=timedelta(seconds=30), failed=True)
    assert borrow(engine, EARLIER) == []
    assert next_due(engine, EARLIER) == NOW + timedelta(seconds=30)


def test_what_a_clock_far_ahead_has_put_off_is_due_all_the_same(engine: Engine) -> None:
    put(engine)
    year = timedelta(days=365)
    (parcel,) = borrow(engine, NOW + year)
    with writing(engine) as door:
        sending.put_back(door, parcel, now=NOW + year, wait=timedelta(seconds=30), error="429")
        sending.pause(door, "desk", now=NOW + year, wait=timedelta(seconds=30), failed=True)
    assert len(borrow(engine, NOW)) == 1


def test_a_late_daemon_cannot_undo_what_the_one_that_took_its_place_does(engine: Engine) -> None:  # 49
    put(engine)
    (late,) = borrow(engine, NOW)
    (ours,) = borrow(engine, NOW + LEASE + timedelta(seconds=1))
    assert ours.delivery.id == late.delivery.id
    at = NOW + LEASE + timedelta(seconds=2)
    with writing(engine) as door:
        assert not sending.put_back(door, late, now=at, wait=timedelta(0), error="late")
        assert not sending.bury(door, late, error="late")
        sending.release(door, late)
    assert borrow(engine, at) == [], "it is still the other's"
    with writing(engine) as door:
        sending.sent(door, ours, Receipt(), now=at)
    assert next_due(engine, at + LEASE * 2) is None


def test_what_a_late_daemon_did_send_is_marked_all_the_same(engine: Engine) -> None:
    put(engine)
    (late,) = borrow(engine, NOW)
    with writing(engine) as door:
        sending.sent(door, late, Receipt(), now=NOW + LEASE + timedelta(minutes=1))
    assert borrow(engine, NOW + LEASE + timedelta(minutes=2)) == []


def test_half_a_character_in_what_a_channel_answers_does_not_have_the_message_sent_again(engine: Engine) -> None:
    put(engine)
    (parcel,) = borrow(engine, NOW)
    with writing(engine) as door:
        sending.sent(door, parcel, Receipt(ids={"ts": "1\ud800\0"}, note="\udfff"), now=NOW)
    later = NOW + LEASE * 2
    assert borrow(engine, later) == []
    with reading(engine) as door:
        (sent,) = letters(door, key="dev/1")
    assert (sent.delivery.state, sent.delivery.receipt) == ("sent", Receipt(ids={"ts": "1\ufffd"}, note="\ufffd"))


def test_half_a_character_in_what_a_channel_refuses_is_told_as_far_as_it_can_be(engine: Engine) -> None:
    put(engine)
    (parcel,) = borrow(engine, NOW)
    with writing(engine) as door:
        assert sending.put_back(door, parcel, now=NOW, wait=timedelta(0), error="no \ud800")
    (parcel,) = borrow(engine, NOW + timedelta(seconds=1))
    assert parcel.delivery.last_error == "no \ufffd"
    with writing(engine) as door:
        assert sending.bury(door, parcel, error="never \0\udfff")
    with reading(engine) as door:
        (dead,) = letters(door, key="dev/1")
    assert (dead.delivery.state, dead.delivery.last_error) == ("dead", "never \ufffd")


def test_a_message_whose_sending_is_cut_off_goes_as_soon_as_it_is_given_back(engine: Engine) -> None:
    put(engine)
    (parcel,) = borrow(engine, NOW)
    with reading(engine) as door:
        assert sending.lent(door, now=NOW, lease=LEASE) == 1
    with writing(engine) as door:
        sending.release(door, parcel)
    assert next_due(engine, NOW) == NOW
    assert len(borrow(engine, NOW)) == 1


def test_a_message_is_put_once_and_gets_no_new_words_once_it_is_on_its_way(engine: Engine) -> None:
    assert put(engine, "more/1")
    assert not put(engine, "more/1")
    words = compose_notice("2 more", ["x"], form="text")
    with writing(engine) as door:
        assert outbox.waiting_more(door, "board", "mail") is None
        waiting = outbox.waiting_more(door, "board", "desk")
        assert waiting is not None
        assert outbox.replace(door, waiting.key, "desk", words)
    (parcel,) = borrow(engine, NOW)
    assert parcel.delivery.message.subject == "2 more"
    with writing(engine) as door:
        assert not outbox.replace(door, "more/1", "desk", words), "what it would tell must go in another"


@pytest.mark.parametrize("outcome", ["sent", "dead"])
def test_what_a_catch_up_tells_shares_its_fate_on_that_channel_alone(engine: Engine, outcome: str) -> None:
    for key, to in (("dev/1", "desk"), ("dev/2", "desk"), ("dev/1", "mail"), ("dev/2", "mail")):
        put(engine, key, to)
    with writing(engine) as door:
        late = catching_up.late(door, before=NOW, now=NOW, only=["desk"])
        missed = compose_notice("2 messages", ["x"], form="text")
        catching_up.put_catch_up(door, "catchup/1", "desk", missed, late, now=NOW)
    (parcel,) = borrow(engine, NOW)
    assert parcel.delivery.key == "catchup/1"
    assert borrow(engine, NOW + LEASE * 2)[0].delivery.key == "catchup/1", "the others go with it, never by themselves"
    (parcel,) = borrow(engine, NOW + LEASE * 4)
    with writing(engine) as door:
        if outcome == "sent":
            sending.sent(door, parcel, Receipt(), now=NOW)
        else:
            assert sending.bury(door, parcel, error="gone")
    told, waits = dict.fromkeys(("catchup/1 to desk", "dev/1 to desk", "dev/2 to desk"), outcome), "waiting"
    assert states(engine) == {**told, "dev/1 to mail": waits, "dev/2 to mail": waits}


def test_a_catch_up_tells_neither_what_is_just_being_sent_nor_what_it_tells_already(engine: Engine) -> None:
    put(engine, "dev/1")
    put(engine, "dev/2")
    (on_its_way,) = borrow(engine, NOW)
    with writing(engine) as door:
        late = catching_up.late(door, before=NOW, now=NOW, only=["desk"])
        assert [one.key for one in late] == ["dev/2"] and on_its_way.delivery.key == "dev/1"
        catching_up.put_catch_up(door, "catchup/1", "desk", compose_notice("1", ["x"], form="text"), late, now=NOW)
        put_back = sending.put_back(door, on_its_way, now=NOW, wait=timedelta(0), error="503")
        assert put_back and catching_up.open_catch_up(door, "desk") == ("catchup/1", False)
        late = catching_up.late(door, before=NOW, now=NOW, only=["desk"])
        assert [one.key for one in late] == ["dev/1"]
        catching_up.put_catch_up(door, "catchup/1", "desk", compose_notice("2", ["x"], form="text"), late, now=NOW)
    later = NOW + timedelta(seconds=1)
    (parcel,) = borrow(engine, later)
    assert (parcel.delivery.key, parcel.delivery.message.subject) == ("catchup/1", "2")
    with writing(engine) as door:
        assert catching_up.open_catch_up(door, "desk") == ("catchup/1", True)


def test_where_dead_letters_were_given_up_the_next_death_is_news(engine: Engine) -> None:
    def dies(key: str) -> tuple[int, bool]:
        put(engine, key)
        (parcel,) = borrow(engine, NOW)
        with writing(engine) as door:
            is_dying = is_dying_with(door, parcel.delivery)
            assert sending.bury(door, parcel, error="gone")
        return parcel.delivery.id, is_dying

    (first, is_dying) = dies("dev/1")
    assert not is_dying
    (second, is_dying) = dies("dev/2")
    assert is_dying, "the first was told, and nothing was mended since"
    with writing(engine) as door:
        found = letter(door, second)
        assert found is not None and found.key == "dev/2" and letter(door, second + 1) is None
        assert drop(door, [first, second], "") == 2
    assert not dies("dev/3")[1]
