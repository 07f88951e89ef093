"""Words by which a name of a person or a place is known in a text; all folded but the names.

Given names that are everyday words as well ("Maja", "Ala", "Róża") are left out: context finds
them. Used by `hiding` alone.
"""

from __future__ import annotations

import re


def _words(listed: str) -> frozenset[str]:
    return frozenset(listed.split())


GIVEN = _words(
    """Adam Agata Agnieszka Albert Aleksander Aleksandra Alicja Alina Andrzej Aneta Angelika Anna
    Ania Antoni Antonina Arkadiusz Artur Asia Barbara Bartłomiej Bartosz Basia Beata Bernadeta
    Błażej Bogdan Bogumiła Bogusław Bogusława Bolesław Bożena Bronisław Bronisława Cecylia
    Cezary Czesław Czesława Damian Daniel Danuta Daria Dariusz Dawid Dominik Dominika Dorota
    Edward Edyta Elżbieta Emil Emilia Eugeniusz Eugenia Ewa Ewelina Fabian Filip Franciszek
    Franciszka Gabriel Gabriela Genowefa Gosia Grażyna Grzegorz Halina Hanna Hania Helena Henryk
    Henryka Honorata Hubert Ignacy Ilona Irena Ireneusz Iwona Izabela Jacek Jadwiga Jakub Jan
    Janina Janusz Jarosław Jerzy Joanna Jolanta Józef Józefa Judyta Julia Julian Justyna Kacper
    Kamil Kamila Karol Karolina Kasia Katarzyna Kazimierz Kazimiera Kinga Klaudia Konrad
    Krystian Krystyna Krzysztof Krzysiek Leokadia Leszek Lidia Lucyna Ludwik Łukasz Maciej Magda
    Magdalena Małgorzata Marcel Marcin Marek Maria Marian Marianna Mariola Mariusz Marlena Marta
    Martyna Mateusz Michalina Michał Mieczysław Mikołaj Mirosław Mirosława Monika Natalia
    Norbert Oliwia Patrycja Patryk Paulina Paweł Piotr Piotrek Przemysław Radosław Rafał Regina
    Renata Robert Roman Ryszard Sabina Sebastian Sławomir Stanisław Stanisława Stefan Stefania
    Sylwia Szymon Tadeusz Teresa Tomasz Tomek Urszula Wacław Waldemar Wanda Weronika
    Wiesław Wiesława Wiktor Wiktoria Wioletta Witold Władysław Władysława Włodzimierz Wojciech
    Zbigniew Zbyszek Zdzisław Zdzisława Zenon Zofia Zosia Zuzanna Zygmunt"""
)

#: Parts of names of places, and of names people give themselves, that say nothing alone.
COMMON_PARTS = _words(
    """duzy duza duze maly mala male nowy nowa nowe stary stara stare bialy biala biale czarny
    czarna czarne gorny gorna gorne dolny dolna dolne wielki wielka wielkie wies wola kolonia
    gora gmina powiat miasto parafia kolo gospodyn wiejskich gospodynie stowarzyszenie fundacja
    klub ochotnicza straz pozarna osp kgw lks ks gok szkola podstawowa prezes soltys biuro bot
    admin user the for and von van dla przy"""
)

#: Beginnings of words of office: "pani prezes" is no name, what follows may be one.
OFFICES = (
    "prezes", "wiceprezes", "wojt", "burmistrz", "starost", "soltys", "skarbni", "sekretarz",
    "ksiegow", "przewodnicz", "dyrektor", "kierown", "naczelni", "komendant", "radn", "poslan",
    "posel", "posl", "senator", "marszal", "minist", "doradc", "koordynator", "instruktor",
    "ksiadz", "ksiedz", "probosz", "wikar", "mecenas", "adwokat", "notariusz", "profesor",
    "doktor", "redaktor", "urzedni", "inspektor", "prezydent", "opiekun", "nauczyciel", "wychowaw",
)  # fmt: skip

#: Words after which somebody names themselves, and how many of the name may be in small letters.
SAID = {("nazywam", "sie"): 2, ("mam", "na", "imie"): 1, ("na", "imie", "mi"): 1}
BEFORE_NAME = _words("pani pania panem panu pana pan panie panstwo panstwu panstwem")
GREETED = _words("pozdrawiam pozdrawiamy powazaniem pozdrowieniami podpisano podpisal")
ENDS_NAME = _words(
    """i a z w o oraz jestem mam chce chcialam chcialem chcialabym chcialbym prowadze pisze pytam
    prosze dzwonie dzialam reprezentuje zajmuje szukam moje moj moja nasze jako czy jak kiedy co"""
)
QUESTION = _words(
    "jak czy co kto kiedy gdzie ile jaki jaka jakie dlaczego ktory prosze mamy chcemy czym w"
)

BEFORE_PLACE = re.compile(r"gmin\w{0,3}|gm|wies|wsi|wsia|miejscowosc\w{0,3}|solectw\w{1,3}")
BEFORE_TITLE = re.compile(
    r"kgw|osp|lzs|lks|uks|gok|gops|sp|stowarzyszeni\w{1,3}|fundacj\w{1,3}|kol[aeou]\w{0,2}"
    r"|klub\w{0,3}|wiejskich|pozarn\w{1,3}|szkol\w{1,3}"
)
#: Capitals after "koło" or "szkoła" that name the kind, not the one.
KIND = re.compile(
    r"gospod\w{1,6}|wiejsk\w{1,4}|podstawow\w{1,3}|ponadpodstawow\w{1,3}|zwykl\w{1,3}|seniora?"
    r"|sportow\w{1,3}|rejestrow\w{1,3}|polsk\w{1,4}|lokaln\w{1,3}|lowieck\w{1,4}"
    r"|strazac\w{1,4}|pozarn\w{1,4}"
)
_IN = re.compile(r"\w{2,20}(?:owie|ewie|inie|ynie|icach|ycach|kach|cku|sku|cu|owku|owce)")
_FROM = re.compile(r"\w{2,20}(?:owa|ewa|ina|yna|ska|cka|owic|owka|owki)")
#: Endings that names of villages have after these words.
VILLAGES = {
    **dict.fromkeys(("w", "we"), _IN),
    **dict.fromkeys(("z", "ze", "do", "spod", "od", "kolo"), _FROM),
}
NO_VILLAGE = _words(
    """gminie rodzinie terminie magazynie linkach wnioskach warunkach wypadkach przypadkach
    srodkach budynkach podatkach zalacznikach wynikach krainie dziedzinie wojsku ognisku boisku
    srodowisku zwiazku schronisku nazwisku stanowisku wlasnie instrukcjach internecie ustawie
    umowie sprawie mowie glowie budowie naprawie wyprawie podstawie polowie zdrowie marcu
    czerwcu lipcu miejscu koncu witkacu rodzina godzina ustawa umowa"""
)
