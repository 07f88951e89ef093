"""Questions are heard with and without their mark."""

import pytest

from bot.domain.asking import asks


@pytest.mark.parametrize("text", ["dobrze, a na kiedy", "ok?", "Dziękuję, ile to kosztuje"])
def test_words_that_ask(text: str) -> None:
    assert asks(text)


@pytest.mark.parametrize("text", ["dziękuję bardzo", "dobrze", "", "kiedyś było inaczej"])
def test_words_that_do_not(text: str) -> None:
    assert not asks(text)
