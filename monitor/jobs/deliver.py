"""A message from the outbox is handed to its channel; what does not go through waits, or is buried and told."""

import asyncio
from collections.abc import Mapping, Sequence
from datetime import timedelta

from monitor.jobs import pace
from monitor.jobs.app import LONGEST, App, as_told
from monitor.jobs.notices import notify, others
from monitor.model import ChannelPort, Delivery, MonitorError, Receipt, Refused, TryLater
from monitor.store import letters, sending
from monitor.store.doors import Reading, Writing
from monitor.store.sending import Parcel
from monitor.text.clean import isolate

#: Begins the key of the notice of a dead letter; the letter's number follows.
_OF_DEAD = "notice/dead/"


async def deliver(app: App, parcel: Parcel) -> None:
    """One delivery, behind its own wall. It is sent, then marked: only this one can come twice after a crash."""
    delivery = parcel.delivery
    log = app.log.bind(channel=delivery.channel, delivery=delivery.key, attempt=delivery.attempts + 1)
    if (port := app.channels.get(delivery.channel)) is None:
        await app.write(sending.release, parcel)  # taken out of the configuration since it was borrowed
        return
    try:
        app.fail_at("before_send")
        receipt = app.unmarked.get(delivery.id)
        if receipt is None:
            receipt = _to_keep(await _send(app, port, parcel))
            # kept until it is written down: a store that fails now must not make it go twice
            app.unmarked[delivery.id] = receipt
        app.fail_at("sent_not_marked")
    except (MonitorError, TimeoutError, MemoryError) as problem:
        error = as_told(problem)
        await _failed(app, parcel, error)
        log.warning("not delivered", error=error.code, detail=error.message)
    except Exception as error:
        log.exception("delivery broke", kind=type(error).__name__)
        await _failed(app, parcel, TryLater(f"our own code failed on it: {type(error).__name__}", code="bug"))
    else:
        await app.write(mark_sent, app, parcel, receipt)
        app.unmarked.pop(delivery.id, None)
        app.fail_at("marked")
        if receipt.note:
            # one of several recipients was refused, a thread was gone: taken, and yet somebody should know
            log.warning("delivered", note=receipt.note)
        else:
            log.info("delivered")


async def _send(app: App, port: ChannelPort, parcel: Parcel) -> Receipt:
    """Hands it over. Who alone could not be reached for long is waited for no longer: the others have it, and would be
    told it again as something that they have missed. Raises as ``ChannelPort.send``; TimeoutError."""
    try:
        async with asyncio.timeout(LONGEST):
            return await port.send(app.web, parcel.delivery.message, parcel.delivery.key, parcel.after)
    except TryLater as problem:
        tried = parcel.delivery.attempts
        if problem.partly is None or not pace.is_given_up(_age(app, parcel), tried, after=pace.GIVE_UP_ONE):
            raise
        return problem.partly


def _age(app: App, parcel: Parcel) -> timedelta:
    return app.clock.now() - parcel.made_at


def _to_keep(given: object) -> Receipt:
    """A receipt that can be written down. Another package's channel may give back anything: its message has gone, and
    would go again and again if that could not be marked."""
    if not isinstance(given, Receipt) or not isinstance(given.ids, Mapping):
        return Receipt(note=f"its channel should give back a Receipt with ids, and gave a {type(given).__name__}")
    return Receipt(ids={str(name): str(each) for name, each in given.ids.items()}, note=str(given.note or ""))


def mark_sent(door: Writing, app: App, parcel: Parcel, receipt: Receipt) -> None:
    """Notes that a channel took a message. A channel with a ``spacing`` takes the next one only after that."""
    spacing = getattr(app.channels.get(parcel.delivery.channel), "spacing", None)
    wait = spacing if isinstance(spacing, timedelta) else timedelta(0)
    sending.sent(door, parcel, receipt, now=app.clock.now(), spacing=wait)


async def give_back(app: App, parcels: Sequence[Parcel]) -> None:
    """Ends what was cut off (the store failed, or we are stopping): marked if it was sent, else freed."""
    for parcel in parcels:
        receipt = app.unmarked.get(parcel.delivery.id)
        if receipt is None:
            await app.write(sending.release, parcel)
        else:
            await app.write(mark_sent, app, parcel, receipt)
            app.unmarked.pop(parcel.delivery.id, None)


async def _failed(app: App, parcel: Parcel, error: MonitorError) -> None:
    hopeless = isinstance(error, Refused) or pace.is_given_up(_age(app, parcel), parcel.delivery.attempts)
    await app.write(bury_and_tell if hopeless else keep_waiting, app, parcel, error)


def keep_waiting(door: Writing, app: App, parcel: Parcel, error: MonitorError) -> None:
    """The message waits. A pause that the channel asked for holds for all its messages; so does its failing, unless
    this message alone has to wait."""
    now, channel = app.clock.now(), parcel.delivery.channel
    alone = isinstance(error, TryLater) and error.partly is not None
    failures = 0 if alone else sending.failures_of(door, channel)
    wait = pace.before_retry(max(parcel.delivery.attempts, failures), app.rng)
    if isinstance(error, TryLater) and error.retry_at is not None:
        wait = max(wait, error.retry_at - now)
    if sending.put_back(door, parcel, now=now, wait=wait, error=error.message):
        sending.pause(door, channel, now=now, wait=timedelta(0) if alone else wait, failed=not alone)


def bury_and_tell(door: Writing, app: App, parcel: Parcel, error: MonitorError) -> None:
    """The message never will go through: a dead letter, told on another channel; of those that follow it, none.

    A notice of a dead letter that dies in its turn is handed on: when two channels break at once, a third must hear.
    """
    delivery = parcel.delivery
    is_notice = delivery.key.startswith(_OF_DEAD)
    letter = letters.letter(door, int(delivery.key.removeprefix(_OF_DEAD))) if is_notice else delivery
    is_told = not is_notice and letters.is_dying(door, delivery)
    if not sending.bury(door, parcel, error=error.message) or is_told or letter is None:
        return
    why = letter.last_error if is_notice else error.message
    lines = (
        f"To channel {letter.channel}: {isolate(letter.message.subject)}",
        f"Why: {why}",
        f"Mend the channel, then: monitor outbox retry {letter.id}",
        "Others that die until it is mended are not told one by one: monitor outbox list --dead",
    )
    if other := _who_hears(door, app, letter):
        subject = "A message could not be delivered"
        notify(door, app, app.clock.now(), f"{_OF_DEAD}{letter.id}", subject, lines, to=[other])


def _who_hears(door: Reading, app: App, letter: Delivery) -> str:
    """The channel on which a dead letter is told: one that takes messages just now, if there is one, since a notice
    that waits beside the letter helps nobody. "" if all have been tried."""
    tried = {one.delivery.channel for one in letters.letters(door, key=f"{_OF_DEAD}{letter.id}")}
    there = [key for key in others(app, letter.channel) if key not in tried]
    return next((key for key in there if not sending.failures_of(door, key)), there[0] if there else "")
