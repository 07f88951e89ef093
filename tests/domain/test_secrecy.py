"""Words by which somebody asks that few read them."""

from __future__ import annotations

import pytest

from bot.domain.secrecy import asks_for_secrecy


@pytest.mark.parametrize(
    "text",
    [
        "Mam 15 lat i nie wiem, co robić",
        "mam szesnaście lat",
        "nie chce zeby wszyscy to czytali",
        "To poufne, proszę.",
        "Proszę o dyskretną odpowiedź",
        "w tajemnicy: prezes bierze pieniądze",
        "napisze, ale zeby nikt sie nie dowiedzial",
        "Nie mówcie nikomu!",
    ],
)
def test_a_wish_for_secrecy_is_heard(text: str) -> None:
    assert asks_for_secrecy(text)


@pytest.mark.parametrize(
    "text",
    [
        "mam 65 lat i prowadzę koło",
        "mam osiemnaście lat",
        "mam 8 lat doświadczenia w zarządzie",
        "czy wolontariusz może mieć 15 lat?",
        "nie chce żeby dotacja przepadła",
        "",
    ],
)
def test_other_words_are_none(text: str) -> None:
    assert not asks_for_secrecy(text)
