"""What is measured and decided, by the names that people at a terminal read.

A new feature, signal or kind needs a name here; a test says when one is missing.
"""

from __future__ import annotations

from collections.abc import Mapping

FEATURE_LABELS: Mapping[str, str] = {
    "likelihood": "tak pyta się o to hasło",
    "lemmas_cover": "wspólne słowa",
    "pieces_cover": "podobne fragmenty słów",
    "pieces_share": "fragmenty wobec najlepszego",
    "query_holds_wording": "sposób mieści się w pytaniu",
    "wording_alike": "najbliższy sposób pytania",
    "third_alike": "trzeci najbliższy sposób",
    "matched": "słowa pytania obecne w haśle",
    "topic": "temat hasła",
    "meaning": "bliskie znaczenie (model zdań)",
}
CONFIDENCE_LABELS: Mapping[str, str] = {
    "bias": "punkt wyjścia",
    "lead": "przewaga nad drugim",
    "share": "udział pierwszego wśród kandydatów",
    "likely": "tylko o to hasło tak się pyta",
    "lemmas_cover": "wspólne słowa",
    "pieces_cover": "podobne fragmenty słów",
    "wording_alike": "najbliższy sposób pytania",
    "third_alike": "trzeci najbliższy sposób",
    "matched": "słowa pytania obecne w haśle",
    "topic": "temat hasła",
    "known": "słowa znane bazie",
    "missing": "słowa, których hasło nie ma",
    "meaning": "bliskie znaczenie (model zdań)",
}
TOPIC_LABELS: Mapping[str, str] = {
    "lemmas": "słowa, jakimi mówi temat",
    "pieces": "fragmenty słów tematu",
    "votes": "głosy najlepszych haseł",
    "words": "słowa z topics.yaml",
}
OFF_TOPIC_LABELS: Mapping[str, str] = {
    "bias": "punkt wyjścia",
    "lemmas": "słowa jak w pytaniach nie do nas",
    "pieces": "fragmenty jak w pytaniach nie do nas",
    "known": "słowa znane bazie",
    "cover": "wspólne słowa z najlepszym hasłem",
    "alike": "podobieństwo do sposobu pytania",
    "words": "słowa z topics.yaml",
}
KIND_LABELS: Mapping[str, str] = {
    "question": "pytanie",
    "greeting": "powitanie",
    "thanks": "podziękowanie",
    "goodbye": "pożegnanie",
    "smalltalk": "pogawędka",
    "denial": "„nie” na to, co pokazał bot",
    "confirmation": "„tak” na to, co pokazał bot",
    "human": "prośba o rozmowę z człowiekiem",
    "resolved": "sprawa już załatwiona",
    "abuse": "obelga",
    "foreign_uk": "wiadomość po ukraińsku albo rosyjsku",
    "foreign_en": "wiadomość po angielsku",
    "personal": "sprawa osobista",
    "complaint": "skarga",
    "letter": "pismo z urzędu",
    "offtopic": "pytanie nie do nas",
    "nonsense": "nic, co dałoby się zrozumieć",
    "empty": "pusta wiadomość",
    "urgent": "pośpiech",
}


def label(labels: Mapping[str, str], name: str) -> str:
    """Return what people read for a name; the name itself while it has none."""
    return labels.get(name, name)
