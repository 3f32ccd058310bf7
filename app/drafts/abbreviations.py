"""Words after which a full stop is not the end, and words with which a sentence begins.

German capitalises every noun, so a capital after "3." or "bzw." says nothing. What does say
something is the word itself: an article, a pronoun or a preposition written with a capital stands
at the beginning of a sentence and nowhere else.
"""

_OPEN = """
abb abs abschn allg amtl anl anm aufl bd begr bes betr bez bspw bsp bzgl bzw ca ders dgl dipl dr
durchschn ehem ehrenamtl einschl entspr erg ev evang evtl exkl fa fam fn frl gem gepl ges geb gegr
ggf ggü ghzg hr hrn hrsg hg i.a inkl insb insbes inzw jew kap kath lfd lit lt max med mind
monatl mr mrs ms nr nrn nördl ök ökon östl pfr pol prof rd resp rev s sog soz sr städt st stv südl
tab tägl tel tsd univ urspr usf v verantw verf verg vgl vorauss vors vs westl wg wiss wöchentl zb
zit zust zzgl zzt ziff zif rn rz buchst jan feb mrz apr jun jul aug sept sep okt nov dez d.h z.b
i.d.r o.g u.u i.v.m i.s.v i.s.d i.h.v i.z.m i.b.a m.e v.a z.zt z.z.t i.d.f i.e e.g b.z.w s.g i.w
i.a.r a.d n.chr v.chr z.hd z.h d.s d.i b.a i.r.d m.h m.i.h z.t u.ä.m inc ltd fig eq approx ст вул
ім див напр тис ред просп обл буд кв
"""
_BEFORE_NUMBER = "art no pos"
_CLOSING = """
bgm co dgl e.v ebd etc f ff jh jhd jr mio mrd mill std str tgl u.a u.ä u.a.m u.dgl u.v.m u.v.a o.ä
o.dgl s.o s.u a.a.o s.a n.n usw u.s.w uvm uva ä bez.reg al pkt pl eur min sek o.j o.o s.l
m.w.d corp bros р рр млн млрд грн т.д т.п та.ін ін
"""
_STARTERS = """
Ab Aber Ach Alle Allein Allem Allen Aller Allerdings Alles Als Also Am An Andere Anderen
Andererseits Anders Anfangs Anhand Anschließend Ansonsten Anstatt Anstelle Auch Auf Aufgrund
Aufseiten Aus Außer Außerdem Außerhalb Bald Bei Beide Beiden Beides Beim Beispielhaft
Beispielsweise Bereits Besonders Bestenfalls Bevor Bis Bisher Bitte Bleibt Da Dabei Dadurch Dafür
Dagegen Daher Dahin Dahinter Damals Damit Danach Daneben Dank Dann Daran Darauf Daraufhin Daraus
Darf Darin Darüber Darum Darunter Das Dass Dasselbe Davon Davor Dazu Dein Deine Dem Demnach Den
Denn Dennoch Der Deren Derselbe Derzeit Des Deshalb Dessen Deswegen Die Dies Diese Diesem Diesen
Dieser Dieses Dieselbe Diesbezüglich Doch Dort Du Durch Dürfen Ebenfalls Ebenso Ehe Eigentlich Ein
Eine Einem Einen Einer Einerseits Eines Einige Einigen Einiges Einmal Einst Endlich Entlang
Entscheidend Entsprechend Entweder Er Erst Erstens Es Etliche Etwa Etwas Euer Eure Eventuell Falls
Fast Ferner Folglich Freilich Für Ganz Gegen Gegenüber Gegenwärtig Gemeinsam Genau Genauso Gerade
Gerne Gibt Gilt Gleiches Gleichzeitig Grundsätzlich Haben Hat Hätte Her Heute Hier Hierbei
Hierdurch Hierfür Hierin Hiermit Hierunter Hiervon Hierzu Hingegen Hinter Hinzu Höchstens Ich Ihm
Ihn Ihnen Ihr Ihre Ihrem Ihren Ihrer Im Immer Immerhin In Indem Infolge Infolgedessen Inklusive
Innerhalb Ins Insbesondere Insgesamt Insofern Insoweit Inwiefern Inwieweit Inzwischen Irgendwann
Ist Ja Je Jede Jedem Jeden Jeder Jedes Jedoch Jemand Jene Jenen Jener Jenes Jetzt Jeweils Kann
Kaum Kein Keine Keinem Keinen Keiner Keines Können Konkret Künftig Kurz Längst Laut Lediglich
Leider Letztlich Liegt Man Manche Manchen Mancher Manches Manchmal Mehr Mehrere Mein Meine Meist
Meistens Mindestens Mit Mithilfe Mittels Mittlerweile Möglichst Muss Müssen Nach Nachdem Nachher
Nächste Nämlich Natürlich Neben Nehmen Nein Nicht Nichts Nie Niemand Noch Notwendig Nun Nur Ob
Oberhalb Obgleich Obwohl Oder Oft Oftmals Ohne Ohnehin Parallel Plötzlich Pro Rund Schließlich
Schon Sehr Sei Seien Sein Seine Seinem Seinen Seiner Seit Seitdem Seitens Selbst
Selbstverständlich Sie Siehe Sind So Sobald Sodass Sofern Sofort Sogar Solange Solch Solche
Solchen Soll Sollen Sollte Sollten Somit Sondern Sonst Soviel Soweit Sowie Sowohl Später
Spätestens Statt Stattdessen Stets Tatsächlich Trotz Trotzdem Über Überall Überdies Übrigens Um
Und Unser Unsere Unserem Unseren Unserer Unter Unterhalb Viel Viele Vielen Vieles Vielleicht
Vielmehr Voll Vom Von Vonseiten Vor Vorab Voran Vorbehaltlich Vorerst Vorher Wann War Waren Warum
Was Weder Wegen Weil Weiter Weitere Weiterhin Weiters Welche Welchem Welchen Welcher Welches Wem
Wen Wenig Wenige Wenn Wer Werden Weshalb Wessen Wichtig Wie Wieder Wiederum Wieso Wieweit Wir Wird
Wo Wobei Wodurch Wofür Woher Wohin Womit Woran Worauf Woraus Worin Worüber Worum Wovon Wozu Würde
Während Zehn Zeitgleich Zu Zudem Zuerst Zugleich Zukünftig Zuletzt Zum Zumal Zunächst Zur Zurzeit
Zusammen Zusammenfassend Zusätzlich Zuvor Zwar Zwei Drei Vier Fünf Sechs Sieben Neun Zwölf The
This That These Those There It Its He She We They You If When While After Before However But For
From With Our Their His Her Such To By At On Це Цей Ця Ці Він Вона Вони Воно Ми Ви Я Але Якщо Коли
Також Для На У В З До При Тому Так Як Що Под После Это Эти Он Она Они Мы Вы Но Если Когда Также
"""

# These want something after them: no sentence ends here, whatever follows.
OPEN = frozenset(_OPEN.split())

# Abbreviations only where a number follows; without one they are words like any other.
BEFORE_NUMBER = frozenset(_BEFORE_NUMBER.split())

# These may close a sentence; they do where a word follows that only begins one.
CLOSING = frozenset(_CLOSING.split())

# Written with a capital, these begin a sentence.
STARTERS = frozenset(_STARTERS.split())
