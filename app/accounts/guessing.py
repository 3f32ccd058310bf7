"""How many guesses a password withstands from somebody who begins with what people mostly take:
words, names, walks over the keyboard, years, repetitions, and what is known of its owner.

The password is cut into such pieces where that makes it cheapest; each piece costs as many
decimal places as there are of its kind, any other character one, and a letter in what could be
spoken somewhat less (the method of D. Wheeler, "zxcvbn: Low-Budget Password Strength Estimation",
USENIX Security 2016, in small).
"""

import re
from functools import cache

from app.text import normal

MANY_GUESSES = 7.0  # ten million: what a slow-down leaves out of reach
CHARACTER, SPOKEN, PIECE = 1.0, 0.75, 0.3
LOOKED_AT = 64  # characters; whoever types more than that is past guessing anyway

_ROWS = (
    *("1234567890", "qwertzuiopü", "asdfghjklöä", "yxcvbnm", "qwertyuiop", "zxcvbnm"),
    *("azertyuiop", "qsdfghjklm", "wxcvbn", "abcdefghijklmnopqrstuvwxyz"),
    *("1qay2wsx3edc4rfv5tgb6zhn7ujm", "1qaz2wsx3edc4rfv5tgb6yhn7ujm", "147258369", "159357"),
)
_IN_TURNS = ("qwertzuiop", "qwertyuiop", "asdfghjkl", "abcdefghij")
_LIKE_LETTERS = str.maketrans("013457@$!8", "oieastasib")
_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})

# What people love, hope for, follow and have before their eyes. Written down for this program.
_WORDS = """
passwort password kennwort kennung geheim secret login anmelden zugang access admin administrator
root user benutzer gast guest test tester testing demo default standard changeme letmein open
hallo hello willkommen welcome servus moin tschuess danke thanks bitte please ja nein yes liebe
love lover loveyou iloveyou ichliebedich ichhassedich dich mich ich liebedich forever immer schatz
schatzi schnucki maus mausi hase hasi baby babe honey darling sweetheart engel angel prinz
prinzessin prince princess king queen koenig koenigin boss chef master meister lord god gott jesus
christus allah devil teufel hoelle himmel heaven paradies sonne sonnenschein sunshine sun mond
moon stern sterne star stars regen rain sturm storm feuer fire wasser water eis ice winter sommer
summer herbst autumn fruehling frueling spring ostern weihnachten christmas urlaub ferien holiday
montag dienstag mittwoch donnerstag freitag samstag sonntag monday tuesday wednesday thursday
friday saturday sunday januar februar maerz april mai juni juli august september oktober november
dezember january february march june july october december heute morgen today rot blau gruen gelb
schwarz weiss rosa lila orange silber gold golden red blue green yellow black white purple pink
silver hund katze kater pferd loewe tiger baer wolf adler vogel fisch drache delfin delphin
schmetterling elefant affe monkey dog cat horse lion bear eagle bird fish dragon dolphin butterfly
elephant shadow schatten panther phoenix unicorn einhorn spider mustang fussball football soccer
baseball basketball hockey handball tennis golf turnen sport trainer bayern bayernmuenchen
dortmund borussia schalke werder bremen hamburg hsv stpauli koeln effzeh hertha union eintracht
frankfurt stuttgart vfb leipzig berlin muenchen duesseldorf essen dresden hannover nuernberg
wiesbaden mainz ulm kiel bonn wien zuerich london paris rom madrid newyork deutschland germany
austria oesterreich schweiz tuerkei turkey russland america amerika europa galatasaray fenerbahce
besiktas barcelona realmadrid chelsea arsenal liverpool manchester ferrari porsche mercedes audi
volkswagen opel bmw toyota honda yamaha harley corvette computer internet google facebook youtube
instagram whatsapp windows microsoft apple iphone samsung android telefon handy laptop server
matrix pokemon minecraft fortnite roblox starwars startrek superman batman spiderman ironman
naruto hogwarts harrypotter gandalf frodo killer ninja samurai pirat pirate ritter knight soldier
soldat hunter jaeger ranger rocker punk metal metallica nirvana rammstein slipknot eminem beatles
musik music gitarre guitar piano party disco bier beer wein wine kaffee coffee schokolade
chocolate kuchen cookie pizza banane banana apfel cherry kirsche erdbeere peanut pepper ginger
zucker sugar candy keks kartoffel haus home zuhause garten garden wald forest blume flower rose
lilie baum berg see strand beach meer ocean insel familie family mama papa mutter vater mother
father bruder schwester brother sister kinder freund freunde freundin friend friends freiheit
freedom frieden peace glueck lucky luck leben life hoffnung hope traum dream geld money arbeit
work schule school lehrer student office buero firma stadt rathaus verein whatever nothing nichts
egal keine ahnung keineahnung vergessen forgot super cool sexy geil arschloch scheisse fuck
fuckyou bitch asshole hurensohn idiot hallowelt helloworld trustno security sicher sicherheit abc
abcd xxx yyy zzz qwer qwert asdf yxcv zxcv wasd merlin ashley bailey buddy snoopy randnotiz
beteiligung anmerkung konto account anfang start ende ziel target erfolg erinnerung widder stier
zwilling krebs jungfrau waage skorpion schuetze steinbock wassermann fische kaninchen hamster
schnecke frosch igel fuchs dachs maulwurf pinguin schildkroete papagei huhn ente biene wespe
ameise kaefer spinne schlange krokodil gorilla giraffe kamel ziege schaf kuh schwein kruemel
flocke struppi bello waldi minka mausebaer teddybaer kuschel knuddel schnuffel sternchen engelchen
baerchen hasilein liebling suesse zicke hexe fee elfe kobold zwerg riese drachen gespenst
frankreich italien spanien portugal griechenland schweden norwegen daenemark finnland polen
ukraine syrien iran irak afghanistan eritrea kanada mexiko brasilien argentinien australien japan
china indien afrika mallorca kreta istanbul ankara izmir warschau moskau kiew prag budapest
mannheim karlsruhe augsburg bochum duisburg wuppertal bielefeld muenster aachen kassel rostock
freiburg heidelberg saarbruecken potsdam magdeburg erfurt chemnitz gladbach wolfsburg hoffenheim
feuerwehr polizei bundeswehr krankenhaus kindergarten autobahn motorrad fahrrad traktor lastwagen
eisenbahn flugzeug schiff kapitaen trompete klavier schlagzeug geige chor tanzen schwimmen reiten
angeln wandern kegeln schach skat lesen malen kochen backen grillen schnitzel bratwurst currywurst
spaghetti nudeln pommes ketchup milch butter kaese salat tomate gurke zwiebel paprika schinken
wolke regenbogen gewitter schnee nebel donner blitz sonnenblume veilchen tulpe vergissmeinnicht
gaensebluemchen wiese acker bauernhof scheune blumentopf gartenzwerg apfelbaum stammbaum baumhaus
ficken penis schlampe wichser lecktmich leckmich fickdich verpissdich deinemutter hallodu ichbins
asterix obelix idefix dagobert donald mickey garfield schlumpf simpsons spongebob pumuckl winnetou
einstein mozart goethe schiller napoleon caesar kleopatra herkules zeus odin thor loki warcraft
diablo zelda sonic playboy playstation nintendo xbox siemens bosch adidas nike puma lego kawasaki
suzuki nissan renault peugeot skoda trabant cocacola pepsi redbull nutella haribo marlboro
kingkong godzilla titanic avatar dragonball undertaker hellokitty linkinpark greenday bushido
"""
_NAMES = """
alex alexander alexandra ali amira andrea andreas andrew angelika anja anna annika anton antonia
aylin ayse barbara ben benjamin bernd birgit brigitte carolin caroline charlie charlotte chris
christian christina christine clara claudia daniel daniela david denise dennis dieter dominik
elena elias elisabeth emil emily emma erik eva fabian fatma felix finn florian frank franziska
fritz gabi gabriel gabriele george gerd hannah hannelore hans harald heike heinrich heinz helga
helmut hendrik henry herbert horst ibrahim ida ines ingrid isabel jakob james jan jana jasmin
jason jennifer jens jessica joachim joerg johanna johannes john jonas jonathan jordan joseph
joshua judith juergen julia julian justin jürgen karin karl katharina kathrin katja kerstin kevin
klaus kristina lara laura lea lena leon leonardo leonie lina linda lisa lucas luis luisa lukas
manfred manuel manuela marcel marco maria marie mario markus martin martina matthew matthias max
maximilian mehmet melanie melissa mia michael michaela michelle mike mila mohammed monika moritz
mustafa nadine natalie natascha nicholas nicole niklas nikolaus nils nina noah norbert olaf oliver
oskar patricia patrick paul paula peter petra philipp ralf ramona rebecca renate robert robin
roland ruth sabine sabrina samantha samuel sandra sara sarah sascha sebastian silke simon simone
sonja sophia sophie stefan stefanie steffen stephan susanne sven svenja tamara tanja tatjana
theresa thomas thorsten tim timo tobias tom torsten udo ulrich ursula ute uwe valentin vanessa
vera veronika victoria vincent volker walter werner wolfgang yannick yusuf zeynep
"""


@cache
def _known_words() -> frozenset[str]:
    return frozenset(_WORDS.split()) | frozenset(_NAMES.split())


@cache
def _walks() -> tuple[str, ...]:
    """Every row forwards, backwards and again from its start, and pairs of rows in turns."""
    rows = list(_ROWS)
    for letters in _IN_TURNS:
        pairs = list(zip("1234567890", letters, strict=False))
        rows += ["".join(a + b for a, b in pairs), "".join(b + a for a, b in pairs)]
    around = [row + row for row in rows]
    return tuple(around + [row[::-1] for row in around])


def _of_owner(email: str, name: str) -> set[str]:
    known = f"{email} {email.partition('@')[0]} {name}".lower()
    parts = {email.lower(), *re.split(r"[^a-zäöüß]+", known), name.lower().replace(" ", "")}
    return {form for part in parts if len(part) >= 3 for form in (part, part.translate(_UMLAUTS))}


def _is_repeated(piece: str) -> bool:
    """Whether it is a shorter piece over and over: "121212", "hallohallo"."""
    return piece in (piece + piece)[1:-1]


def _is_date(piece: str) -> bool:
    year = r"(19\d\d|20[0-3]\d)"
    day = r"(0?[1-9]|[12]\d|3[01])[.\-/]?(0?[1-9]|1[0-2])[.\-/]?"
    return re.fullmatch(rf"{year}|{day}{year}|{day}\d\d", piece) is not None


def _cost(piece: str, owner: set[str]) -> float | None:
    """The decimal places of guesses for a piece of a known kind; None for any other."""
    if len(piece) < 2:
        return None
    letters = piece.translate(_LIKE_LETTERS)
    forms = {piece, piece.translate(_UMLAUTS), letters, letters.replace("i", "l")}
    if forms & owner:
        return 1.0
    if len(piece) >= 3 and forms & _known_words():
        return 2.8
    if len(piece) >= 3 and any(piece in walk for walk in _walks()):
        return 1.5
    if len(piece) >= 4 and _is_date(piece):
        return 2.0 if len(piece) == 4 else 3.5
    if len(piece) >= 3 and len(set(piece)) == 1:
        return 1.5
    return None


def _could_be_spoken(plain: str) -> bool:
    """Whether its letters may be one word: in one case, with vowels where one needs them."""
    letters = "".join(filter(str.isalpha, plain))
    plainly_written = letters.lower() == letters or letters[1:] in (
        letters[1:].lower(),
        letters[1:].upper(),
    )
    return (
        plainly_written and re.search(r"[^aeiouyäöü]{6}|^[^aeiouyäöü]+$", letters.lower()) is None
    )


def _cheapest(typed: str, owner: set[str], letter: float) -> float:
    """The cheapest way of cutting `typed` into pieces, where any other letter costs `letter`."""
    best = [0.0]
    for end in range(1, len(typed) + 1):
        ways = [best[end - 1] + (letter if typed[end - 1].isalpha() else CHARACTER)]
        for start in range(max(0, end - 30), end - 1):
            cost = _cost(typed[start:end], owner)
            if cost is not None:
                ways.append(best[start] + cost + PIECE)
        best.append(min(ways))
    return best[-1]


def how_hard(plain: str, email: str, name: str) -> float:
    """The decimal logarithm of the guesses that find `plain`, roughly: 7.0 are ten million."""
    plain = normal(plain, "NFKC")
    plain = re.sub(r"(.)\1{3,}", r"\1\1\1", plain)[:LOOKED_AT]
    typed = plain.lower()
    letter = SPOKEN if _could_be_spoken(plain) else CHARACTER
    owner = _of_owner(email, name)
    if email and typed == email.lower()[:LOOKED_AT]:
        return 0.0
    shorter = typed
    if _is_repeated(typed):
        shorter = typed[: (typed + typed).find(typed, 1)]
    extra = 1.0 if shorter != typed else 0.0
    return min(_cheapest(typed, owner, letter), _cheapest(shorter, owner, letter) + extra)
