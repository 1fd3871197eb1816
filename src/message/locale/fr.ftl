# Ce que lisent les membres, en français. On tutoie. Avant « : », « ; », « ! » et « ? » et dans les guillemets, l’espace est insécable.

## Refus et échecs
too_many_questions = Ça fait beaucoup de questions en peu de temps. Repose ta question dans { $seconds ->
        [one] { $seconds } seconde
       *[other] { $seconds } secondes
    }.
busy = Beaucoup de monde pose des questions en même temps, et je n’arrive pas à suivre. Réessaie dans un instant.
failed_to_answer = Quelque chose s’est mal passé de mon côté, donc je n’ai pas de réponse. Repose ta question ; si ça se reproduit, préviens un admin.
shutting_down = On est en train de me redémarrer. Repose ta question dans une minute.
cannot_answer_here = Je ne peux pas répondre dans { $channel } : je n’ai pas le droit d’y écrire. Un admin peut changer ça dans les paramètres du salon, sous « Permissions » : il faut m’accorder « Voir le salon », « Envoyer des messages », « Envoyer des messages dans les fils » et « Intégrer des liens ». En attendant, /ask y fonctionne, et tu peux aussi m’envoyer un message privé.
this_thread_closed = Ce fil est verrouillé ou archivé, donc je ne peux rien y publier. Pose ta question dans un autre salon, ou demande à la modération de rouvrir le fil.
thread_closed = Je ne peux pas répondre dans { $thread } : le fil est verrouillé ou archivé. Pose ta question dans un autre salon, pose-la-moi ici, ou demande à la modération de rouvrir le fil.
not_shared = Je n’ai pas pu publier ça ici. Appuie de nouveau sur « { share } » dans une minute ; si ça se reproduit, préviens un admin.
not_posted = Je n’ai pas pu publier ça ici. Appuie de nouveau sur « { post_here } » dans une minute ; si ça se reproduit, préviens un admin.
may_not_post = Tu ne peux pas envoyer de messages dans ce salon, donc je ne publierai pas ça ici pour toi.
may_not_ask = Tu ne peux pas me poser de questions sur ce serveur. Si tu penses que c’est une erreur, adresse-toi à ses modérateurs.
only_some_may_ask = Sur ce serveur, seuls certains membres peuvent me poser des questions, et tu n’en fais pas partie. Ses modérateurs peuvent changer cela.
mentions_off = Sur ce serveur, je ne réponds ni aux mentions ni aux réponses. Utilise plutôt /ask là-bas.
not_here = Je ne peux pas répondre dans { $channel }. Pose ta question dans un autre salon, ou en message privé.
private_here = Dans { $channel }, seule la personne qui pose la question voit mes réponses. Utilise /ask avec ta question.
too_early = J’ai répondu ici il y a peu, et ce serveur veut une pause entre mes réponses. Réessaie { $when }, ou utilise /ask avec private: True.
passage_gone = Les articles ont changé, et ce passage n’y est plus. Repose ta question pour voir ce qu’ils disent maintenant.
not_yours_to_dismiss = Seule la personne qui a posé la question, ou quelqu’un qui peut gérer les messages ici, peut retirer cette réponse.
old_button = Ce bouton vient d’une ancienne version de moi et ne fonctionne plus. Repose ta question pour obtenir une nouvelle réponse.
no_text = Il n’y a dans ce message aucun texte que je puisse chercher. Pose ta question avec tes propres mots grâce à /ask.
textless = Ce message est { $what ->
        [picture] une image
        [video] une vidéo
        [voice] un message vocal
        [sound] un fichier audio
        [sticker] un autocollant
       *[file] un fichier
    }, et je ne peux chercher que du texte. Pose ta question avec tes propres mots grâce à /ask.
unreadable_message = Discord ne me montre pas le texte de ce message. Dans le menu du message, choisis Applications > { find_the_answer }, ou pose-moi la question avec tes propres mots.
unreadable_reply = Je ne peux pas lire une réponse qui ne me mentionne pas. Mentionne-moi dedans, ou laisse le @ activé quand tu réponds.
not_an_admin = Seuls mes admins peuvent faire ça. Pour en devenir un, demande à un admin de t’ajouter dans /settings, ou à la personne qui me fait tourner de t’ajouter à VERBATIM_ADMINS.
not_a_manager = Seules les personnes qui peuvent gérer ce serveur peuvent faire ça, et celles qu’elles désignent dans /settings.
owner_unknown = Discord ne m’a pas encore dit à qui j’appartiens, donc je ne sais pas si tu as le droit de faire ça. Réessaie dans une minute.
only_in_a_server = Ça ne marche que sur un serveur où je suis, pas dans les messages privés.
no_library_here = Chaque serveur a ses propres articles, et ici je ne sais pas lesquels tu veux dire. Demande-moi sur ton serveur ; ensuite, je te réponds aussi ici.
which_server = Tu es sur plusieurs serveurs qui ont leurs propres articles. Lesquels veux-tu dire ?
choose_server = Choisis un serveur
server_chosen = Désormais, je te réponds ici avec les articles de ce serveur. Repose ta question.
not_in_that_server = Tu n’es pas sur ce serveur, ou je n’y suis pas ; je ne te réponds donc pas avec ses articles.
library_opening = J’ouvre justement les articles de ce serveur. Redemande dans une minute.
library_closed = Je n’arrive pas à ouvrir les articles de ce serveur. Redemande dans une minute ; si ça recommence, préviens la personne qui me fait tourner.
server_suspended = Je ne réponds pas sur ce serveur pour l’instant, car la personne qui me fait tourner l’a suspendu. Demande-lui pourquoi.
article_gone = Cet article n’est plus là. Choisis-en un autre, ou laisse « article » vide pour les interroger tous.
no_such_article = Aucun article ne s’appelle « { $name } ». Choisis l’un de ceux qui te sont proposés pendant que tu écris, ou laisse « article » vide pour les interroger tous.

## Votes
glad_that_helped = Merci, tant mieux si ça a aidé !
did_not_help = Merci, j’ai noté que ça n’a pas aidé. Essaie de poser la question autrement.
vote_not_recorded = Je n’ai pas pu vérifier que ton vote est enregistré. Vote de nouveau dans une minute ; il ne comptera pas deux fois.

## Au-dessus d’une réponse
shared_by = Partagé par { $user } :
posted_by = Publié par { $user } :
posted_for = Publié par { $user } pour { $to } :
about_message = À propos de [ce message]({ $link }) :
about = À propos de : { $question }
only_from = Uniquement dans **{ $title }** :
unsure = Je ne sais pas si ça répond vraiment à la question, mais voici le passage le plus proche :
but_elsewhere = Un autre article y répond peut-être : repose ta question sans « article ».
only_the_first = Je réponds à { $questions } questions au maximum par message. Pose les autres dans un nouveau message.
overview = Avec les mots de l’article, section par section :
overview_of_all = Avec les mots des articles, l’un après l’autre :

## Pas de réponse
nothing_found = Je n’ai rien trouvé à ce sujet dans les articles.
nothing_found_in = Je n’ai rien trouvé à ce sujet dans **{ $title }**.
what_they_cover = Voici de quoi ils parlent :
what_it_covers = Voici de quoi il parle :
all_in_sources = Le menu ne montre que les premiers ; /sources les liste tous.

## À côté d’une réponse ou d’une section
passage_of = { $number } sur { $all }
page_of = page { $number } sur { $all }
pages = { $count ->
        [one] page { $range }
       *[other] pages { $range }
    }
slides = { $count ->
        [one] diapo { $range }
       *[other] diapos { $range }
    }
of_server = des articles de ce serveur
of_house = des articles partagés
links = Liens
extent = { $sections ->
        [one] { $sections } section
       *[other] { $sections } sections
    }, { $passages ->
        [one] { $passages } passage
       *[other] { $passages } passages
    }
untitled = Sans titre
untitled_section = (sans titre)

## Les articles
sources = Je cite { $passages ->
        [one] { $passages } passage
       *[other] { $passages } passages
    } dans { $articles ->
        [one] { $articles } article
       *[other] { $articles } articles
    } :
no_sources = Il n’y a pas encore d’articles. Un admin peut en ajouter.
choose_section_below = Choisis une section ci-dessous pour la lire.

## Boutons et menus
previous = Précédent
next = Suivant
whole_section = Section entière
helpful = Utile
not_helpful = Pas utile
share = Partager
post_here = Publier ici
post_for = Publier ici pour quelqu’un, avec un ping
dismiss = Retirer
not_a_question = Pas une question
choose_section = Choisis une section à lire
choose_article = Choisis un article

## Aide
how_to_ask =
    Pose-moi une question sur les articles : utilise /ask, ou mentionne-moi avec ta question.
    Je réponds en les citant mot pour mot ; /help en dit plus.
welcome =
    Bonjour ! Je réponds aux questions en citant des articles mot pour mot, et ce serveur a sa propre bibliothèque pour eux. Les prochaines étapes, pour celles et ceux qui gèrent le serveur :
    1. Ajoute des articles avec `/corpus add` : des fichiers, une archive ZIP ou l’adresse d’une page.
    2. Pose une question avec `/ask`, ou mentionne-moi avec ta question.
    3. Choisis avec `/settings` où et à qui je réponds, et qui d’autre s’occupe des articles.
help =
    Je réponds aux questions sur { $passages ->
        [one] { $passages } passage
       *[other] { $passages } passages
    } dans { $articles ->
        [one] { $articles } article
       *[other] { $articles } articles
    }, en les citant mot pour mot.
    { "**" }Comment demander**
    - /ask et ta question ; avec l’option « private », la réponse n’est visible que par toi, et « article » n’interroge qu’un seul article
    - mentionne-moi avec ta question
    - réponds à l’une de mes réponses (laisse le @ activé)
    - envoie-moi un message privé
    - sur le message de quelqu’un : Applications > { find_the_answer }
    /sources liste les articles et te permet de les lire.
reads_what_is_addressed = Je ne lis que ce qui m’est adressé, et rien de tout ça ne quitte ce bot.
reads_messages = Discord me montre tous les messages d’ici. Je cherche une réponse à ce qui m’est adressé et, dans les salons que ce serveur a choisis pour ça, à ce qui ressemble à une question. Je ne garde pas les autres, et rien de tout ça ne sort de ce bot.
keeps_questions = Je note, sans les noms, les questions auxquelles les articles ne répondent pas, pour que mes admins voient ce qui manque.

## Bavardage
greeting = Bonjour ! Je réponds aux questions sur les articles d’ici en les citant.
thanks = Avec plaisir !
farewell = À bientôt ! Les articles et moi, on reste là.
who_i_am = Je suis un bot, pas une personne : je cherche dans les articles d’ici les passages qui répondent à une question, et je les cite mot pour mot.
how_i_am = Très bien, merci !
small_talk = Je ne sais que ce que disent les articles d’ici, et je réponds en les citant.
ask_about = { $examples ->
        [0] Pose-moi une question sur les articles.
        [1] Tu peux m’interroger par exemple sur : { $one }.
        [2] Tu peux m’interroger par exemple sur : { $one } ou { $two }.
       *[3] Tu peux m’interroger par exemple sur : { $one }, { $two } ou { $three }.
    }

## Commandes
find_the_answer = Trouver la réponse
describe_ask = Obtenir une réponse citée des articles
describe_question = Ce que tu veux savoir, avec tes propres mots
describe_private = Ne montrer la réponse qu’à toi
describe_to = Adresser la réponse à quelqu’un, qui reçoit un seul ping
describe_article = N’interroger que cet article
describe_sources = Lister les articles dont je tire mes réponses, et ouvrir une section
describe_help = Comment demander, et ce que je fais
describe_corpus = Gérer les articles (admins uniquement)
describe_status = Afficher l’état des articles et de l’index
describe_reindex = Prendre en compte les changements du dossier des articles
describe_add = Ajouter ou remplacer des articles ; je montre d’abord à quoi ils ressembleront
describe_file = Un fichier .txt, .md, .html, .pdf ou .docx, ou un autre que je sais lire
describe_another_file = Un autre fichier
describe_remove = Supprimer un article ; tu peux le restaurer
describe_removed = L’article à supprimer
describe_restore = Restaurer un article supprimé ou remplacé
describe_restored = L’article à restaurer
describe_unanswered = Les questions auxquelles les articles n’ont pas répondu
describe_url = L’adresse d’une page ou d’un sitemap ou, avec / à la fin, de toutes les pages en dessous
describe_answer = Répondre à une question, quelle que soit sa formulation, par une section
describe_answered = La question : une restée sans réponse, ou une autre
describe_section = La section qui y répond
describe_answers = Les réponses choisies par les admins
describe_export = Recevoir les articles et les questions dans une archive ZIP
describe_settings = Où je réponds sur ce serveur, à quelle fréquence et à qui
this_answers_it = Ceci y répond
