# Lo que leen los miembros, en español: de tú, y con palabras que se entienden tanto en España como en América.

## Negativas y fallos
too_many_questions = Son muchas preguntas en poco tiempo. Vuelve a preguntar en { $seconds ->
        [one] { $seconds } segundo
       *[other] { $seconds } segundos
    }.
busy = Hay mucha gente preguntando a la vez y no doy abasto. Vuelve a preguntar en un momento.
failed_to_answer = Algo falló de mi lado, así que no tengo respuesta. Vuelve a preguntar; si pasa otra vez, avisa a un administrador.
shutting_down = Me están reiniciando. Vuelve a preguntar en un minuto.
cannot_answer_here = No puedo responder en { $channel }: no tengo permiso para escribir ahí. Un administrador puede cambiarlo en los ajustes del canal, en «Permisos»: tiene que permitirme «Ver canal», «Enviar mensajes», «Enviar mensajes en hilos» e «Insertar enlaces». Mientras tanto, ahí funciona /ask, y también puedes enviarme un mensaje directo.
this_thread_closed = Este hilo está bloqueado o archivado, así que no puedo publicar en él. Pregunta en otro canal o pide a un moderador que reabra el hilo.
thread_closed = No puedo responder en { $thread }: el hilo está bloqueado o archivado. Pregunta en otro canal, pregúntame aquí o pide a un moderador que reabra el hilo.
not_shared = No pude publicar esto aquí. Pulsa «{ share }» otra vez en un minuto; si vuelve a pasar, avisa a un administrador.
not_posted = No pude publicar esto aquí. Pulsa «{ post_here }» otra vez en un minuto; si vuelve a pasar, avisa a un administrador.
may_not_post = No puedes enviar mensajes en este canal, así que no publicaré esto aquí por ti.
may_not_ask = En este servidor no puedes preguntarme. Si crees que es un error, habla con sus moderadores.
only_some_may_ask = En este servidor solo pueden preguntarme algunos miembros, y tú no eres uno de ellos. Sus moderadores pueden cambiarlo.
mentions_off = En ese servidor no respondo a menciones ni a respuestas. Usa /ask allí.
not_here = No puedo responder en { $channel }. Pregunta en otro canal o envíame un mensaje directo.
private_here = En { $channel }, solo quien pregunta ve mis respuestas. Usa /ask con tu pregunta.
too_early = Respondí aquí hace poco, y este servidor quiere una pausa entre mis respuestas. Inténtalo de nuevo { $when }, o usa /ask con private: True.
passage_gone = Los artículos han cambiado y este pasaje ya no está en ellos. Vuelve a preguntar para ver qué dicen ahora.
not_yours_to_dismiss = Solo quien preguntó, o alguien que pueda gestionar los mensajes aquí, puede descartar esta respuesta.
old_button = Este botón es de una versión anterior de mí y ya no funciona. Vuelve a preguntar para obtener una respuesta nueva.
no_text = En ese mensaje no hay ningún texto que pueda buscar. Pregunta con tus propias palabras usando /ask.
textless = Ese mensaje es { $what ->
        [picture] una imagen
        [video] un video
        [voice] un mensaje de voz
        [sound] un audio
        [sticker] un sticker
       *[file] un archivo
    }, y yo solo puedo buscar texto. Pregunta con tus propias palabras usando /ask.
unreadable_message = Discord no me muestra el texto de ese mensaje. Usa en él Aplicaciones > { find_the_answer }, o pregúntame con tus propias palabras.
unreadable_reply = No puedo leer una respuesta en la que no se me menciona. Mencióname en ella, o deja activada la @ cuando respondas.
not_an_admin = Esto solo lo pueden hacer mis administradores. Para ser uno de ellos, pide a un administrador que te añada en /settings, o a quien me gestiona que te añada a VERBATIM_ADMINS.
not_a_manager = Solo pueden hacerlo quienes pueden gestionar este servidor y las personas que ellos indiquen en /settings.
owner_unknown = Discord todavía no me ha dicho a quién pertenezco, así que no sé si puedes hacer esto. Inténtalo otra vez en un minuto.
only_in_a_server = Esto solo funciona en un servidor en el que yo esté, no en mensajes directos.
no_library_here = Cada servidor tiene sus propios artículos y aquí no sé a cuáles te refieres. Pregúntame en tu servidor; después también te respondo aquí.
which_server = Estás en varios servidores que tienen sus propios artículos. ¿A cuáles te refieres?
choose_server = Elige un servidor
server_chosen = A partir de ahora te respondo aquí con los artículos de ese servidor. Haz tu pregunta de nuevo.
not_in_that_server = No estás en ese servidor, o no estoy yo, así que no te respondo con sus artículos.
library_opening = Estoy abriendo los artículos de este servidor. Vuelve a preguntar en un minuto.
library_closed = No puedo abrir los artículos de este servidor. Vuelve a preguntar en un minuto; si vuelve a pasar, avisa a quien me mantiene.
server_suspended = Por ahora no respondo en este servidor, porque quien me mantiene lo ha suspendido. Pregúntale por qué.
article_gone = Ese artículo ya no está aquí. Elige otro, o deja «article» vacío para buscar en todos.
no_such_article = No hay ningún artículo llamado «{ $name }». Elige uno de los que aparecen mientras escribes, o deja «article» vacío para buscar en todos.

## Votos
glad_that_helped = ¡Gracias, me alegra que haya servido!
did_not_help = Gracias, tomo nota de que no sirvió. Prueba a preguntar con otras palabras.
vote_not_recorded = No pude confirmar que tu voto quedara guardado. Vota otra vez en un minuto; no contará dos veces.

## Encima de una respuesta
shared_by = Compartido por { $user }:
posted_by = Publicado por { $user }:
posted_for = Publicado por { $user } para { $to }:
about_message = Sobre [este mensaje]({ $link }):
about = Sobre: { $question }
only_from = Solo de **{ $title }**:
unsure = No sé con certeza si esto responde a la pregunta, pero es el pasaje más cercano:
but_elsewhere = Puede que otro artículo responda a esto: pregunta otra vez sin «article».
only_the_first = Respondo hasta { $questions } preguntas por mensaje. Haz las demás en otro.
overview = Con las palabras del propio artículo, sección por sección:
overview_of_all = Con las palabras de los propios artículos, uno tras otro:

## Sin respuesta
nothing_found = No encontré nada sobre esto en los artículos.
nothing_found_in = No encontré nada sobre esto en **{ $title }**.
what_they_cover = Estos son los temas que tratan:
what_it_covers = Estos son los temas que trata:
all_in_sources = El menú solo muestra los primeros; /sources los enumera todos.

## Junto a una respuesta o una sección
passage_of = { $number } de { $all }
page_of = página { $number } de { $all }
pages = { $count ->
        [one] página { $range }
       *[other] páginas { $range }
    }
slides = { $count ->
        [one] diapositiva { $range }
       *[other] diapositivas { $range }
    }
of_server = de los artículos de este servidor
of_house = de los artículos compartidos
links = Enlaces
extent = { $sections ->
        [one] { $sections } sección
       *[other] { $sections } secciones
    }, { $passages ->
        [one] { $passages } pasaje
       *[other] { $passages } pasajes
    }
untitled = Sin título
untitled_section = (sin encabezado)

## Los artículos
sources = Cito de { $passages ->
        [one] { $passages } pasaje
       *[other] { $passages } pasajes
    } en { $articles ->
        [one] { $articles } artículo
       *[other] { $articles } artículos
    }:
no_sources = Todavía no hay artículos. Un administrador puede añadirlos.
choose_section_below = Elige abajo una sección para leerla.

## Botones y menús
previous = Anterior
next = Siguiente
whole_section = Sección completa
helpful = Útil
not_helpful = No es útil
share = Compartir
post_here = Publicar aquí
post_for = Publicar aquí para alguien, con un ping
dismiss = Descartar
not_a_question = No es una pregunta
choose_section = Elige una sección para leer
choose_article = Elige un artículo

## Ayuda
how_to_ask =
    Pregúntame sobre los artículos: usa /ask, o mencióname con tu pregunta.
    Respondo citándolos palabra por palabra; más en /help.
welcome =
    ¡Hola! Respondo preguntas citando artículos palabra por palabra, y este servidor tiene su propia biblioteca para ellos. Los siguientes pasos, para quienes administran el servidor:
    1. Añade artículos con `/corpus add`: archivos, un archivo ZIP o la dirección de una página.
    2. Pregunta con `/ask`, o mencióname con una pregunta.
    3. Elige con `/settings` dónde y a quién respondo, y quién más cuida los artículos.
help =
    Respondo preguntas sobre { $passages ->
        [one] { $passages } pasaje
       *[other] { $passages } pasajes
    } en { $articles ->
        [one] { $articles } artículo
       *[other] { $articles } artículos
    }, citándolos palabra por palabra.
    { "**" }Cómo preguntar**
    - /ask y tu pregunta; con la opción «private» solo tú ves la respuesta, y «article» limita la búsqueda a un artículo
    - mencióname con tu pregunta
    - responde a una de mis respuestas (deja activada la @)
    - escríbeme un mensaje directo
    - en el mensaje de otra persona: Aplicaciones > { find_the_answer }
    /sources enumera los artículos y te permite leerlos.
reads_what_is_addressed = Solo leo lo que va dirigido a mí, y nada de eso sale de este bot.
reads_messages = Discord me muestra todos los mensajes de aquí. Busco respuesta a lo que va dirigido a mí y, en los canales que este servidor ha elegido para ello, a lo que parece una pregunta. Los demás no los guardo, y nada de eso sale de este bot.
keeps_questions = Anoto, sin nombres, las preguntas que los artículos no responden, para que mis administradores vean qué falta.

## Charla
greeting = ¡Hola! Respondo preguntas sobre los artículos de aquí, citándolos.
thanks = ¡De nada!
farewell = ¡Hasta luego! Los artículos y yo seguiremos aquí.
who_i_am = Soy un bot, no una persona: busco en los artículos de aquí los pasajes que responden a una pregunta y los cito palabra por palabra.
how_i_am = ¡Muy bien, gracias!
small_talk = Solo sé lo que dicen los artículos de aquí, y respondo citándolos.
ask_about = { $examples ->
        [0] Hazme una pregunta sobre los artículos.
        [1] Puedes preguntarme, por ejemplo, sobre: { $one }.
        [2] Puedes preguntarme, por ejemplo, sobre: { $one } o { $two }.
       *[3] Puedes preguntarme, por ejemplo, sobre: { $one }, { $two } o { $three }.
    }

## Comandos
find_the_answer = Buscar la respuesta
describe_ask = Obtén una respuesta citada de los artículos
describe_question = Lo que quieres saber, con tus propias palabras
describe_private = Mostrar la respuesta solo a ti
describe_to = Dirigir la respuesta a alguien, que recibe un solo ping
describe_article = Buscar solo en este artículo
describe_sources = Ver los artículos de los que respondo y abrir una sección
describe_help = Cómo preguntar y qué hago
describe_corpus = Administrar los artículos (solo administradores)
describe_status = Mostrar el estado de los artículos y del índice
describe_reindex = Incorporar los cambios de la carpeta de artículos
describe_add = Añadir artículos o reemplazarlos; primero muestro cómo se verán
describe_file = Un archivo .txt, .md, .html, .pdf o .docx, u otro que yo lea
describe_another_file = Otro archivo
describe_remove = Quitar un artículo; puedes restaurarlo
describe_removed = El artículo que se quita
describe_restore = Restaurar un artículo que se quitó o se reemplazó
describe_restored = El artículo que se restaura
describe_unanswered = Preguntas que los artículos no respondieron
describe_url = La dirección de una página o sitemap o, con / al final, de todas las páginas que contiene
describe_answer = Responder una pregunta, se formule como se formule, con una sección
describe_answered = La pregunta: una sin respuesta o cualquier otra
describe_section = La sección que la responde
describe_answers = Las respuestas que han elegido los administradores
describe_export = Obtener los artículos y las preguntas en un archivo ZIP
describe_settings = Dónde respondo en este servidor, cada cuánto y a quién
this_answers_it = Esto lo responde
