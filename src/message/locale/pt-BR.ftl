# O que os membros leem, em português do Brasil. O tratamento é “você”.

## Recusas e falhas
too_many_questions = Foram muitas perguntas em pouco tempo. Pergunte de novo em { $seconds ->
        [one] { $seconds } segundo
       *[other] { $seconds } segundos
    }.
busy = Tem muita gente perguntando ao mesmo tempo, e não estou dando conta. Pergunte de novo daqui a pouco.
failed_to_answer = Algo deu errado do meu lado, então não tenho resposta. Pergunte de novo; se acontecer outra vez, avise um admin.
shutting_down = Estou sendo reiniciado. Pergunte de novo em um minuto.
cannot_answer_here = Não consigo responder em { $channel }: não tenho permissão para escrever lá. Um admin pode mudar isso nas configurações do canal, em “Permissões”: é só me permitir “Ver canal”, “Enviar mensagens”, “Enviar mensagens em tópicos” e “Inserir links”. Até lá, o /ask funciona nesse canal, e você também pode me mandar uma mensagem direta.
this_thread_closed = Este tópico está trancado ou arquivado, então não posso postar nele. Pergunte em outro canal ou peça a um moderador para reabrir o tópico.
thread_closed = Não consigo responder em { $thread }: o tópico está trancado ou arquivado. Pergunte em outro canal, pergunte para mim aqui ou peça a um moderador para reabrir o tópico.
not_shared = Não consegui postar isto aqui. Clique em “{ share }” de novo em um minuto; se acontecer outra vez, avise um admin.
not_posted = Não consegui postar isto aqui. Clique em “{ post_here }” de novo em um minuto; se acontecer outra vez, avise um admin.
may_not_post = Você não pode enviar mensagens neste canal, então não vou postar isto aqui por você.
may_not_ask = Você não pode me fazer perguntas neste servidor. Se achar que é um engano, fale com a moderação.
only_some_may_ask = Neste servidor, só alguns membros podem me fazer perguntas, e você não é um deles. A moderação pode mudar isso.
mentions_off = Nesse servidor não respondo a menções nem a respostas. Use /ask lá.
not_here = Não posso responder em { $channel }. Pergunte em outro canal ou me mande uma mensagem direta.
private_here = Em { $channel }, só quem pergunta vê minhas respostas. Use /ask com a sua pergunta.
too_early = Respondi aqui há pouco, e este servidor quer uma pausa entre as minhas respostas. Tente de novo { $when }, ou use /ask com private: True.
passage_gone = Os artigos mudaram, e este trecho não está mais neles. Pergunte de novo para ver o que eles dizem agora.
not_yours_to_dismiss = Só quem perguntou, ou alguém que pode gerenciar mensagens aqui, pode dispensar esta resposta.
old_button = Este botão é de uma versão antiga minha e não funciona mais. Pergunte de novo para receber uma resposta nova.
no_text = Não há nenhum texto nessa mensagem que eu possa pesquisar. Pergunte com suas próprias palavras usando /ask.
textless = Essa mensagem é { $what ->
        [picture] uma imagem
        [video] um vídeo
        [voice] uma mensagem de voz
        [sound] um áudio
        [sticker] uma figurinha
       *[file] um arquivo
    }, e eu só consigo pesquisar texto. Pergunte com suas próprias palavras usando /ask.
unreadable_message = O Discord não me mostra o texto dessa mensagem. Nela, use Apps > { find_the_answer } ou me pergunte com suas próprias palavras.
unreadable_reply = Não consigo ler uma resposta que não me menciona. Mencione-me nela ou deixe o @ ativado ao responder.
not_an_admin = Só meus admins podem fazer isso. Para ser um, peça a um admin que adicione você em /settings, ou a quem me mantém que adicione você a VERBATIM_ADMINS.
not_a_manager = Só quem pode gerenciar este servidor pode fazer isso, e as pessoas que indicarem em /settings.
owner_unknown = O Discord ainda não me disse a quem pertenço, então não sei se você pode fazer isso. Tente de novo em um minuto.
only_in_a_server = Isso só funciona em um servidor em que eu esteja, não em mensagens diretas.
no_library_here = Cada servidor tem seus próprios artigos, e aqui não sei de quais você fala. Pergunte no seu servidor; depois disso, também respondo aqui.
which_server = Você está em vários servidores que têm artigos próprios. De qual deles você fala?
choose_server = Escolha um servidor
server_chosen = A partir de agora respondo a você aqui com os artigos desse servidor. Faça sua pergunta de novo.
not_in_that_server = Você não está nesse servidor, ou eu não estou, então não respondo a você com os artigos dele.
library_opening = Estou abrindo os artigos deste servidor. Pergunte de novo em um minuto.
library_closed = Não consigo abrir os artigos deste servidor. Pergunte de novo em um minuto; se acontecer outra vez, avise quem me mantém.
server_suspended = Por enquanto não respondo neste servidor, porque quem me mantém o suspendeu. Pergunte o motivo a essa pessoa.
article_gone = Esse artigo não está mais aqui. Escolha outro ou deixe “article” em branco para buscar em todos.
no_such_article = Não existe nenhum artigo chamado “{ $name }”. Escolha um dos que aparecem enquanto você digita ou deixe “article” em branco para buscar em todos.

## Votos
glad_that_helped = Valeu, que bom que ajudou!
did_not_help = Valeu, anotei que isto não ajudou. Tente perguntar com outras palavras.
vote_not_recorded = Não consegui confirmar que seu voto foi registrado. Vote de novo em um minuto; ele não vai contar duas vezes.

## Acima de uma resposta
shared_by = Compartilhado por { $user }:
posted_by = Postado por { $user }:
posted_for = Postado por { $user } para { $to }:
about_message = Sobre [esta mensagem]({ $link }):
about = Sobre: { $question }
only_from = Só de **{ $title }**:
unsure = Não tenho certeza de que isto responde à pergunta, mas este é o trecho mais próximo:
but_elsewhere = Talvez outro artigo responda a isto: pergunte de novo sem “article”.
only_the_first = Respondo até { $questions } perguntas por mensagem. Faça as outras em uma nova.
overview = Nas palavras do próprio artigo, seção por seção:
overview_of_all = Nas palavras dos próprios artigos, um após o outro:

## Sem resposta
nothing_found = Não encontrei nada sobre isso nos artigos.
nothing_found_in = Não encontrei nada sobre isso em **{ $title }**.
what_they_cover = Veja do que eles tratam:
what_it_covers = Veja do que ele trata:
all_in_sources = O menu só mostra os primeiros; /sources lista todos.

## Ao lado de uma resposta ou seção
passage_of = { $number } de { $all }
page_of = página { $number } de { $all }
pages = { $count ->
        [one] página { $range }
       *[other] páginas { $range }
    }
slides = { $count ->
        [one] slide { $range }
       *[other] slides { $range }
    }
of_server = dos artigos deste servidor
of_house = dos artigos compartilhados
links = Links
extent = { $sections ->
        [one] { $sections } seção
       *[other] { $sections } seções
    }, { $passages ->
        [one] { $passages } trecho
       *[other] { $passages } trechos
    }
untitled = Sem título
untitled_section = (sem título)

## Os artigos
sources = Cito de { $passages ->
        [one] { $passages } trecho
       *[other] { $passages } trechos
    } em { $articles ->
        [one] { $articles } artigo
       *[other] { $articles } artigos
    }:
no_sources = Ainda não há artigos. Um admin pode adicionar alguns.
choose_section_below = Escolha uma seção abaixo para ler.

## Botões e menus
previous = Anterior
next = Próximo
whole_section = Seção inteira
helpful = Ajudou
not_helpful = Não ajudou
share = Compartilhar
post_here = Postar aqui
post_for = Postar aqui para alguém, com um ping
dismiss = Dispensar
not_a_question = Não é uma pergunta
choose_section = Escolha uma seção para ler
choose_article = Escolha um artigo

## Ajuda
how_to_ask =
    Pergunte sobre os artigos: use /ask ou me mencione com sua pergunta.
    Eu respondo citando palavra por palavra; saiba mais com /help.
welcome =
    Olá! Respondo a perguntas citando artigos palavra por palavra, e este servidor tem uma biblioteca própria para eles. Os próximos passos, para quem gerencia o servidor:
    1. Adicione artigos com `/corpus add`: arquivos, um arquivo ZIP ou o endereço de uma página.
    2. Pergunte com `/ask`, ou me mencione com uma pergunta.
    3. Escolha com `/settings` onde e a quem respondo, e quem mais cuida dos artigos.
help =
    Respondo perguntas sobre { $passages ->
        [one] { $passages } trecho
       *[other] { $passages } trechos
    } em { $articles ->
        [one] { $articles } artigo
       *[other] { $articles } artigos
    }, citando palavra por palavra.
    { "**" }Como perguntar**
    - /ask e sua pergunta; com a opção “private”, só você vê a resposta, e “article” limita a busca a um artigo
    - me mencione com sua pergunta
    - responda a uma das minhas respostas (deixe o @ ativado)
    - me mande uma mensagem direta
    - na mensagem de outra pessoa: Apps > { find_the_answer }
    /sources lista os artigos e deixa você lê-los.
reads_what_is_addressed = Só leio o que é dirigido a mim, e nada disso sai deste bot.
reads_messages = O Discord me mostra todas as mensagens daqui. Procuro resposta para o que é dirigido a mim e, nos canais que este servidor escolheu para isso, para o que parece uma pergunta. As outras eu não guardo, e nada disso sai deste bot.
keeps_questions = Anoto, sem nomes, as perguntas que os artigos não respondem, para que meus admins vejam o que falta.

## Conversa
greeting = Olá! Respondo perguntas sobre os artigos daqui, citando trechos deles.
thanks = De nada!
farewell = Até mais! Os artigos e eu continuamos por aqui.
who_i_am = Sou um bot, não uma pessoa: encontro nos artigos daqui os trechos que respondem a uma pergunta e os cito palavra por palavra.
how_i_am = Tudo ótimo, obrigado!
small_talk = Só sei o que os artigos daqui dizem, e respondo citando trechos deles.
ask_about = { $examples ->
        [0] Faça uma pergunta sobre os artigos.
        [1] Você pode perguntar, por exemplo, sobre: { $one }.
        [2] Você pode perguntar, por exemplo, sobre: { $one } ou { $two }.
       *[3] Você pode perguntar, por exemplo, sobre: { $one }, { $two } ou { $three }.
    }

## Comandos
find_the_answer = Encontrar a resposta
describe_ask = Receba uma resposta citada dos artigos
describe_question = O que você quer saber, com suas próprias palavras
describe_private = Mostrar a resposta só para você
describe_to = Dirigir a resposta a alguém, que recebe um único ping
describe_article = Buscar só neste artigo
describe_sources = Listar os artigos de onde tiro as respostas e abrir uma seção
describe_help = Como perguntar e o que eu faço
describe_corpus = Gerenciar os artigos (só admins)
describe_status = Mostrar a situação dos artigos e do índice
describe_reindex = Incorporar as mudanças da pasta de artigos
describe_add = Adicionar ou substituir artigos; primeiro mostro como vão ficar
describe_file = Um arquivo .txt, .md, .html, .pdf ou .docx, ou outro que eu leia
describe_another_file = Outro arquivo
describe_remove = Remover um artigo; você pode restaurá-lo
describe_removed = O artigo a remover
describe_restore = Restaurar um artigo que foi removido ou substituído
describe_restored = O artigo a restaurar
describe_unanswered = Perguntas que os artigos não responderam
describe_url = O endereço de uma página ou sitemap ou, com / no fim, de todas as páginas abaixo dele
describe_answer = Responder a uma pergunta, feita com quaisquer palavras, com uma seção
describe_answered = A pergunta: uma sem resposta ou qualquer outra
describe_section = A seção que responde a ela
describe_answers = As respostas que os admins escolheram
describe_export = Receber os artigos e as perguntas em um arquivo ZIP
describe_settings = Onde respondo neste servidor, com que frequência e a quem
this_answers_it = Isto responde
