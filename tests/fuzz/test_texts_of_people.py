"""What people write that becomes a page: knowledge files, drafts of entries, Markdown."""

from __future__ import annotations

import random
import shutil
from datetime import date
from functools import cache
from pathlib import Path
from types import MappingProxyType

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.knowledge.complaints import KnowledgeError, Refused
from bot.knowledge.decoding import decode
from bot.knowledge.entry_pages import Written, page, with_answer
from bot.knowledge.loading import load
from bot.knowledge.markdown import objections, plain_text, to_telegram_html
from bot.knowledge.yaml_reading import read_yaml
from bot.simulator.tags import read_html
from bot.website.prose import prose
from tests.fuzz.amount import tried
from tests.fuzz.wrong import WORDS, bent
from tests.knowledge.sample import SAMPLE

ON = date(2026, 11, 26)
BITS = (
    b"\0", b"\xff", b"---\n", b"\n\n", b"- ", b": ", b"&a ", b"*a", b"!!python/object:os.system ",
    b"[", b"{", b"'", b'"', b"\t", b"\xc2\x85", b"{{ x }}", b"](javascript:alert(1))", b"<script>",
    b"| ", b"> ", b"```\n", b"%TAG ! x\n", b"? ", b"<<: *a",
)  # fmt: skip
MARKDOWN = st.lists(
    st.one_of(
        WORDS,
        st.sampled_from(
            ["**", "*", "_", "[x](https://a.pl)", "[x](javascript:a)", "![x](y)", "`"]
        ),
        st.sampled_from(
            ["\n\n", "\n- ", "\n1. ", "\n> ", "\n| a | b |\n|---|---|\n", "<b>", "&lt;"]
        ),
    ),
    max_size=12,
).map("".join)


@cache
def pages() -> dict[str, bytes]:
    """Return every file of the sample."""
    files = [one for one in SAMPLE.rglob("*") if one.suffix in (".md", ".yaml")]
    return {one.relative_to(SAMPLE).as_posix(): one.read_bytes() for one in sorted(files)}


def opened(over: dict[str, str]) -> list[str]:
    """Return what is wrong with the sample when these files lie over it."""
    try:
        load(SAMPLE, MappingProxyType(over))
    except KnowledgeError as wrong:
        return [str(one) for one in wrong.complaints]
    return []


@tried(25)
@given(st.integers(0, 2**32))
def test_any_page_or_sheet_is_read_or_refused_with_its_line(seed: int) -> None:
    luck = random.Random(seed)
    name = luck.choice(sorted(pages()))
    try:
        text = decode(bent(pages()[name], luck, BITS), name)
    except Refused:
        return
    assert all(":" in one and "\n" not in one for one in opened({name: text}))


@tried(150)
@given(st.one_of(WORDS, st.integers(0, 2**32).map(
    lambda seed: bent(pages()["topics.yaml"], random.Random(seed), BITS).decode("utf-8", "replace")
)))  # fmt: skip
def test_any_text_is_yaml_or_refused(text: str) -> None:
    try:
        read_yaml(text, "x.yaml")
    except Refused as refused:
        assert refused.complaint.line >= 1


@tried(120)
@given(MARKDOWN)
def test_any_markdown_gives_tags_that_telegram_takes_and_no_strange_links(markdown: str) -> None:
    list(objections(markdown))
    plain_text(markdown)
    read_html(to_telegram_html(markdown))
    html = prose(markdown, lambda ident: f"{ident}.html").html
    assert "<script" not in html
    assert 'href="javascript:' not in html.lower()


@tried(30)
@given(WORDS, st.lists(WORDS, max_size=2), MARKDOWN, WORDS)
@example("", [], "", "\x80")  # made a page that nobody could read
def test_a_draft_cannot_say_more_than_its_fields(
    question: str, ways: list[str], answer: str, source: str
) -> None:
    text = page(Written(question, ways, answer, source), ON)
    again = with_answer(text, answer, ON, ON)
    for made in (text, again):
        head = made.split("\n---\n", 1)[0].removeprefix("---\n")
        fields = read_yaml(head, "x.md").value
        assert set(fields) <= {
            "question", "also_asked", "sources", "checked", "valid_until", "confirm",
        }  # fmt: skip
        assert all(isinstance(one, str) for one in (fields["question"], *fields["also_asked"]))


@pytest.mark.parametrize("folder", ["faq/legal", "guides", "practices", "programme"])
def test_what_leads_out_of_the_directory_is_refused(tmp_path: Path, folder: str) -> None:
    copy = tmp_path / "knowledge"
    shutil.copytree(SAMPLE, copy)
    outside = tmp_path / "outside.md"
    outside.write_text("---\nquestion: Czy to widać?\n---\nSEKRET\n", "utf-8")
    (copy / folder).mkdir(parents=True, exist_ok=True)
    (copy / folder / "out.md").symlink_to(outside)
    (copy / folder / "up.yaml").symlink_to("../" * 12 + "etc/passwd")
    with pytest.raises(KnowledgeError) as wrong:
        load(copy)
    told = "\n".join(map(str, wrong.value.complaints))
    assert "SEKRET" not in told
    assert "root:" not in told


def test_the_sample_itself_is_fine() -> None:
    assert opened({}) == []
