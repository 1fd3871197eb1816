# Was Mitglieder lesen, auf Deutsch. Angesprochen wird mit „du“.

## Absagen und Fehler
too_many_questions = Das waren viele Fragen in kurzer Zeit. Frag in { $seconds ->
        [one] { $seconds } Sekunde
       *[other] { $seconds } Sekunden
    } noch einmal.
busy = Gerade fragen viele auf einmal, und ich komme nicht hinterher. Frag gleich noch einmal.
failed_to_answer = Bei mir ist etwas schiefgegangen, deshalb habe ich keine Antwort. Frag noch einmal; wenn es wieder passiert, sag einem Admin Bescheid.
shutting_down = Ich werde gerade neu gestartet. Frag in einer Minute noch einmal.
cannot_answer_here = Ich kann in { $channel } nicht antworten: Ich darf dort nicht schreiben. Ein Admin kann das in den Einstellungen des Kanals unter „Berechtigungen“ ändern: Erlaube mir „Kanal ansehen“, „Nachrichten senden“, „Nachrichten in Threads senden“ und „Links einbetten“. Bis dahin funktioniert dort /ask, und du kannst mir auch eine Direktnachricht schreiben.
this_thread_closed = Dieser Thread ist gesperrt oder archiviert, deshalb kann ich hier nichts posten. Frag in einem anderen Kanal, oder bitte einen Moderator, den Thread wieder zu öffnen.
thread_closed = Ich kann in { $thread } nicht antworten: Der Thread ist gesperrt oder archiviert. Frag in einem anderen Kanal, frag mich hier, oder bitte einen Moderator, den Thread wieder zu öffnen.
not_shared = Ich konnte das hier nicht posten. Drück in einer Minute noch einmal auf „{ share }“; wenn es wieder passiert, sag einem Admin Bescheid.
not_posted = Ich konnte das hier nicht posten. Drück in einer Minute noch einmal auf „{ post_here }“; wenn es wieder passiert, sag einem Admin Bescheid.
may_not_post = Du darfst in diesem Kanal keine Nachrichten senden, deshalb poste ich das hier nicht für dich.
may_not_ask = Auf diesem Server darfst du mich nicht fragen. Wenn du das für ein Versehen hältst, wende dich an die Moderation.
only_some_may_ask = Auf diesem Server dürfen mich nur bestimmte Mitglieder fragen, und du gehörst nicht dazu. Die Moderation kann das ändern.
mentions_off = Auf dem Server antworte ich nicht auf Erwähnungen und Antworten. Nimm dort stattdessen /ask.
not_here = In { $channel } darf ich nicht antworten. Frag in einem anderen Kanal oder schreib mir eine Direktnachricht.
private_here = In { $channel } sieht meine Antworten nur, wer fragt. Stell deine Frage mit /ask.
too_early = Ich habe hier vor Kurzem geantwortet, und dieser Server will eine Pause zwischen meinen Antworten. Versuch es { $when } noch einmal, oder nimm /ask mit private: True.
passage_gone = Die Artikel haben sich geändert, und diese Stelle steht nicht mehr darin. Frag noch einmal, um zu sehen, was jetzt darin steht.
not_yours_to_dismiss = Nur wer gefragt hat oder hier Nachrichten verwalten darf, kann diese Antwort entfernen.
old_button = Dieser Button stammt von einer älteren Version von mir und funktioniert nicht mehr. Frag noch einmal, dann bekommst du eine neue Antwort.
no_text = In dieser Nachricht steht kein Text, den ich nachschlagen könnte. Frag mit /ask in deinen eigenen Worten.
textless = Diese Nachricht ist { $what ->
        [picture] ein Bild
        [video] ein Video
        [voice] eine Sprachnachricht
        [sound] eine Tonaufnahme
        [sticker] ein Sticker
       *[file] eine Datei
    }, und ich kann nur Text nachschlagen. Frag mit /ask in deinen eigenen Worten.
unreadable_message = Discord zeigt mir den Text dieser Nachricht nicht. Wähl im Menü der Nachricht Apps > { find_the_answer }, oder frag mich in deinen eigenen Worten.
unreadable_reply = Ich kann eine Antwort nicht lesen, in der ich nicht erwähnt werde. Erwähn mich darin, oder lass beim Antworten das @ eingeschaltet.
not_an_admin = Das können nur meine Admins. Um einer zu werden, bitte einen Admin, dich in /settings einzutragen, oder die Person, die mich betreibt, dich in VERBATIM_ADMINS aufzunehmen.
not_a_manager = Das können nur diejenigen, die diesen Server verwalten dürfen, und wen sie in /settings eintragen.
owner_unknown = Discord hat mir noch nicht gesagt, wem ich gehöre, deshalb weiß ich nicht, ob du das darfst. Versuch es in einer Minute noch einmal.
only_in_a_server = Das geht nur auf einem Server, auf dem ich bin, nicht in Direktnachrichten.
no_library_here = Jeder Server hat eigene Artikel, und hier weiß ich nicht, welche du meinst. Frag mich auf deinem Server; danach antworte ich dir auch hier.
which_server = Du bist auf mehreren Servern, die eigene Artikel haben. Welche meinst du?
choose_server = Wähle einen Server
server_chosen = Von jetzt an antworte ich dir hier aus den Artikeln dieses Servers. Stell deine Frage noch einmal.
not_in_that_server = Du bist nicht auf diesem Server, oder ich bin es nicht; deshalb antworte ich dir nicht aus seinen Artikeln.
library_opening = Ich öffne gerade die Artikel dieses Servers. Frag in einer Minute noch einmal.
library_closed = Ich kann die Artikel dieses Servers nicht öffnen. Frag in einer Minute noch einmal; wenn es wieder passiert, sag es der Person, die mich betreibt.
server_suspended = Ich antworte auf diesem Server zurzeit nicht, weil die Person, die mich betreibt, ihn gesperrt hat. Frag sie nach dem Grund.
article_gone = Diesen Artikel gibt es hier nicht mehr. Wähl einen anderen, oder lass „article“ weg, um in allen zu suchen.
no_such_article = Es gibt keinen Artikel namens „{ $name }“. Wähl einen von denen, die dir beim Tippen angeboten werden, oder lass „article“ weg, um in allen zu suchen.

## Bewertungen
glad_that_helped = Danke, freut mich, dass es geholfen hat!
did_not_help = Danke, ich habe notiert, dass das nicht geholfen hat. Versuch es mit anderen Worten.
vote_not_recorded = Ich weiß nicht sicher, ob deine Bewertung gespeichert wurde. Bewerte in einer Minute noch einmal; doppelt zählt es nicht.

## Über einer Antwort
shared_by = Geteilt von { $user }:
posted_by = Gepostet von { $user }:
posted_for = Gepostet von { $user } für { $to }:
about_message = Zu [dieser Nachricht]({ $link }):
about = Zur Frage: { $question }
only_from = Nur aus **{ $title }**:
unsure = Ich bin nicht sicher, ob das die Frage beantwortet, aber diese Stelle passt am ehesten:
but_elsewhere = Vielleicht steht die Antwort in einem anderen Artikel: Frag noch einmal ohne „article“.
only_the_first = Ich beantworte bis zu { $questions } Fragen in einer Nachricht. Stell die übrigen in einer weiteren.
overview = In den Worten des Artikels, Abschnitt für Abschnitt:
overview_of_all = In den Worten der Artikel, einer nach dem anderen:

## Keine Antwort
nothing_found = Dazu habe ich in den Artikeln nichts gefunden.
nothing_found_in = Dazu habe ich in **{ $title }** nichts gefunden.
what_they_cover = Darum geht es in ihnen:
what_it_covers = Darum geht es darin:
all_in_sources = Das Menü zeigt nur die ersten; /sources listet alle auf.

## Neben einer Antwort oder einem Abschnitt
passage_of = { $number } von { $all }
page_of = Seite { $number } von { $all }
pages = { $count ->
        [one] Seite { $range }
       *[other] Seiten { $range }
    }
slides = { $count ->
        [one] Folie { $range }
       *[other] Folien { $range }
    }
of_server = aus den Artikeln dieses Servers
of_house = aus den gemeinsamen Artikeln
links = Links
extent = { $sections ->
        [one] { $sections } Abschnitt
       *[other] { $sections } Abschnitte
    }, { $passages ->
        [one] { $passages } Textstelle
       *[other] { $passages } Textstellen
    }
untitled = Ohne Titel
untitled_section = (ohne Überschrift)

## Die Artikel
sources = Ich zitiere aus { $passages ->
        [one] { $passages } Textstelle
       *[other] { $passages } Textstellen
    } in { $articles ->
        [one] { $articles } Artikel
       *[other] { $articles } Artikeln
    }:
no_sources = Es gibt noch keine Artikel. Ein Admin kann welche hinzufügen.
choose_section_below = Wähl unten einen Abschnitt, um ihn zu lesen.

## Buttons und Menüs
previous = Zurück
next = Weiter
whole_section = Ganzer Abschnitt
helpful = Hilfreich
not_helpful = Nicht hilfreich
share = Teilen
post_here = Hier posten
post_for = Hier für jemanden posten, mit Ping
dismiss = Entfernen
not_a_question = Keine Frage
choose_section = Wähl einen Abschnitt zum Lesen
choose_article = Wähl einen Artikel

## Hilfe
how_to_ask =
    Frag mich etwas zu den Artikeln: mit /ask, oder erwähn mich mit deiner Frage.
    Ich antworte mit wörtlichen Zitaten; mehr dazu unter /help.
welcome =
    Hallo! Ich beantworte Fragen, indem ich Artikel Wort für Wort zitiere, und dieser Server hat dafür eine eigene Bibliothek. Die nächsten Schritte für alle, die den Server verwalten:
    1. Füge mit `/corpus add` Artikel hinzu: Dateien, ein ZIP-Archiv oder die Adresse einer Seite.
    2. Frag mit `/ask`, oder erwähne mich mit einer Frage.
    3. Wähle mit `/settings`, wo und wem ich antworte und wer sich noch um die Artikel kümmert.
help =
    Ich beantworte Fragen zu { $passages ->
        [one] { $passages } Textstelle
       *[other] { $passages } Textstellen
    } in { $articles ->
        [one] { $articles } Artikel
       *[other] { $articles } Artikeln
    } mit wörtlichen Zitaten daraus.
    { "**" }So fragst du**
    - /ask und deine Frage; mit der Option „private“ siehst nur du die Antwort, mit „article“ suche ich nur in einem Artikel
    - erwähn mich mit deiner Frage
    - antworte auf eine meiner Antworten (lass das @ eingeschaltet)
    - schreib mir eine Direktnachricht
    - bei der Nachricht von jemand anderem: Apps > { find_the_answer }
    /sources listet die Artikel auf, und du kannst sie dort lesen.
reads_what_is_addressed = Ich lese nur, was an mich gerichtet ist, und nichts davon verlässt diesen Bot.
reads_messages = Discord zeigt mir hier alle Nachrichten. Ich schlage nach, was an mich gerichtet ist, und in den Kanälen, die dieser Server dafür ausgewählt hat, was wie eine Frage aussieht. Die anderen behalte ich nicht, und nichts davon verlässt diesen Bot.
keeps_questions = Fragen, auf die die Artikel keine Antwort haben, notiere ich ohne Namen, damit meine Admins sehen, was fehlt.

## Plaudern
greeting = Hallo! Ich beantworte Fragen zu den Artikeln hier und zitiere sie dabei.
thanks = Gern geschehen!
farewell = Tschüss! Die Artikel und ich bleiben hier.
who_i_am = Ich bin ein Bot, kein Mensch: Ich suche in den Artikeln hier die Stellen, die eine Frage beantworten, und zitiere sie wörtlich.
how_i_am = Mir geht’s prima, danke!
small_talk = Ich weiß nur, was in den Artikeln hier steht, und antworte mit Zitaten daraus.
ask_about = { $examples ->
        [0] Frag mich etwas zu den Artikeln.
        [1] Du kannst mich zum Beispiel danach fragen: { $one }.
        [2] Du kannst mich zum Beispiel danach fragen: { $one } oder { $two }.
       *[3] Du kannst mich zum Beispiel danach fragen: { $one }, { $two } oder { $three }.
    }

## Befehle
find_the_answer = Antwort finden
describe_ask = Hol dir eine Antwort, zitiert aus den Artikeln
describe_question = Was du wissen willst, in deinen eigenen Worten
describe_private = Die Antwort nur dir zeigen
describe_to = Die Antwort an jemanden richten; die Person wird einmal gepingt
describe_article = Nur in diesem Artikel suchen
describe_sources = Die Artikel auflisten, aus denen ich antworte, und einen Abschnitt öffnen
describe_help = Wie du fragst, und was ich tue
describe_corpus = Die Artikel verwalten (nur Admins)
describe_status = Den Zustand der Artikel und des Index anzeigen
describe_reindex = Änderungen im Ordner der Artikel übernehmen
describe_add = Artikel hinzufügen oder ersetzen; ich zeige zuerst, wie sie aussehen werden
describe_file = Eine .txt-, .md-, .html-, .pdf- oder .docx-Datei, oder eine andere, die ich lesen kann
describe_another_file = Noch eine Datei
describe_remove = Einen Artikel entfernen; du kannst ihn wiederherstellen
describe_removed = Der Artikel, der entfernt werden soll
describe_restore = Einen entfernten oder ersetzten Artikel wiederherstellen
describe_restored = Der Artikel, der wiederhergestellt werden soll
describe_unanswered = Fragen, auf die die Artikel keine Antwort hatten
describe_url = Die Adresse einer Seite oder Sitemap oder, mit / am Ende, aller Seiten darunter
describe_answer = Eine Frage, egal wie sie gestellt wird, mit einem Abschnitt beantworten
describe_answered = Die Frage: eine unbeantwortete oder irgendeine andere
describe_section = Der Abschnitt, der sie beantwortet
describe_answers = Die Antworten, die Admins ausgewählt haben
describe_export = Die Artikel und Fragen als ZIP-Archiv holen
describe_settings = Wo ich auf diesem Server antworte, wie oft, und wem
this_answers_it = Das beantwortet es
