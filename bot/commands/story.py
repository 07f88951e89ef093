"""A short story for the demo, so that its page is alive at once."""

from __future__ import annotations

from bot.simulator.stage import Stage

PATIENCE = 15.0  # seconds


async def tell_story(stage: Stage) -> None:
    """Play a short story, so that the page is alive at once."""
    halina, zbigniew = stage.role(101).person, stage.role(102).person
    kamil, ewa = stage.role(103).person, stage.role(201).person
    zbigniew.start()
    await zbigniew.expect("Kto tu odpowiada", timeout=PATIENCE)
    zbigniew.send(
        "Proszę sprawdzić naszą umowę użyczenia remizy. "
        "Czy gmina może ją wypowiedzieć z dnia na dzień?"
    )
    await zbigniew.expect("Sprawa #1", timeout=PATIENCE)
    card = await stage.group.expect("#1 🔵", timeout=PATIENCE)
    ewa.click(card, "Biorę")
    await stage.group.expect("prowadzi: Ewa", timeout=PATIENCE)
    ewa.send(
        "Z dnia na dzień raczej nie. Decyduje punkt o wypowiedzeniu w umowie. "
        "Proszę przysłać zdjęcie tej strony, to sprawdzę.",
        reply_to=card,
    )
    await zbigniew.expect("Proszę przysłać zdjęcie", timeout=PATIENCE)
    kamil.start()
    kamil.send("Czy grupa bez osobowości dostanie dotację od gminy?")
    await kamil.expect("Stan prawny|Czy chodzi|Sprawa", timeout=PATIENCE)
    halina.start()
    halina.send("Jak zgłosić nowy zarząd koła?")
    await halina.expect("Stan prawny|Czy chodzi|Sprawa", timeout=PATIENCE)
