# What members read, in English. `src/message/discord.rs` says what each message is for.
#
# $user, $to, $channel and $thread are mentions, which Discord shows as names. All other texts are escaped already.

## Refusals and failures
too_many_questions = That was a lot of questions in a short time. Ask again in { $seconds ->
        [one] { $seconds } second
       *[other] { $seconds } seconds
    }.
busy = Many people are asking at once, and I can't keep up. Ask again in a moment.
failed_to_answer = Something went wrong on my side, so I have no answer. Ask again; if it happens again, tell an admin.
shutting_down = I'm being restarted. Ask again in a minute.
cannot_answer_here = I can't answer in { $channel }: I'm not allowed to write there. An admin can change that in the channel's settings, under Permissions: allow me View Channel, Send Messages, Send Messages in Threads and Embed Links. Until then, /ask works there, and so does a direct message to me.
this_thread_closed = This thread is locked or archived, so I can't post in it. Ask in another channel, or have a moderator reopen the thread.
thread_closed = I can't answer in { $thread }: the thread is locked or archived. Ask in another channel, ask me here, or have a moderator reopen the thread.
not_shared = I couldn't post this here. Press { share } again in a minute; if it happens again, tell an admin.
not_posted = I couldn't post this here. Press { post_here } again in a minute; if it happens again, tell an admin.
may_not_post = You can't send messages in this channel, so I won't post this here for you.
may_not_ask = You may not ask me in this server. If you think that this is a mistake, ask its moderators.
only_some_may_ask = Only some members of this server may ask me, and you aren't one of them. Its moderators can change that.
mentions_off = In that server I don't answer mentions or replies. Use /ask there instead.
not_here = I may not answer in { $channel }. Ask in another channel, or in a direct message to me.
private_here = In { $channel }, only the person who asks sees my answers. Use /ask with your question.
too_early = I answered here recently, and this server wants a pause between my answers. Try again { $when }, or use /ask with private: True.
passage_gone = The articles have changed, and this passage is no longer in them. Ask again to see what they say now.
not_yours_to_dismiss = Only the person who asked, or somebody who may manage messages here, can dismiss this answer.
old_button = This button is from an older version of me and no longer works. Ask again to get a fresh answer.
no_text = There is no text in that message that I could look up. Ask in your own words with /ask.
textless = That message is { $what ->
        [picture] a picture
        [video] a video
        [voice] a voice message
        [sound] a sound
        [sticker] a sticker
       *[file] a file
    }, and I can only look up text. Ask in your own words with /ask.
unreadable_message = Discord doesn't show me the text of that message. On it, use Apps > { find_the_answer }, or ask me in your own words.
unreadable_reply = I can't read a reply that doesn't ping me. Mention me in it, or leave the @ on when you reply.
not_an_admin = Only my admins can do this. To become one, ask an admin to name you in /settings, or whoever runs me to add you to VERBATIM_ADMINS.
not_a_manager = Only those who may manage this server can do this, and the people whom they name in /settings.
owner_unknown = Discord hasn't told me yet who my owner is, so I can't tell whether you may do this. Try again in a minute.
only_in_a_server = This only works in a server that I'm in, not in direct messages.
no_library_here = Each server has articles of its own, and I can't tell whose you mean here. Ask me in your server; after that, I answer you here, too.
which_server = You are in several servers that have articles of their own. Whose do you mean?
choose_server = Choose a server
server_chosen = From now on I answer you here from the articles of that server. Ask your question again.
not_in_that_server = You aren't in that server, or I'm not, so I don't answer you from its articles.
library_opening = I'm just opening the articles of this server. Ask again in a minute.
library_closed = I can't open the articles of this server. Ask again in a minute; if it happens again, tell whoever runs me.
server_suspended = I don't answer in this server for now, because whoever runs me has suspended it. Ask them why.
article_gone = That article is no longer here. Choose another one, or leave article out to ask all of them.
no_such_article = There is no article named "{ $name }". Choose one of those that are offered as you type, or leave article out to ask all of them.

## Votes
glad_that_helped = Thanks, glad that helped!
did_not_help = Thanks, I've noted that this didn't help. Try asking in different words.
vote_not_recorded = I couldn't confirm that your vote was recorded. Vote again in a minute; it won't count twice.

## Above an answer
shared_by = Shared by { $user }:
posted_by = Posted by { $user }:
posted_for = Posted by { $user } for { $to }:
about_message = About [this message]({ $link }):
about = About: { $question }
only_from = Only from **{ $title }**:
unsure = I'm not sure this answers it, but here's the closest passage:
but_elsewhere = Another article may answer this: ask again without article.
only_the_first = I answer up to { $questions } questions in one message. Ask the rest in another.
overview = In the article's own words, section by section:
overview_of_all = In the articles' own words, one after another:

## No answer
nothing_found = I found nothing about this in the articles.
nothing_found_in = I found nothing about this in **{ $title }**.
what_they_cover = Here is what they cover:
what_it_covers = Here is what it covers:
all_in_sources = The menu shows only the first ones; /sources lists them all.

## Beside an answer or a section
passage_of = { $number } of { $all }
page_of = page { $number } of { $all }
pages = { $count ->
        [one] page { $range }
       *[other] pages { $range }
    }
slides = { $count ->
        [one] slide { $range }
       *[other] slides { $range }
    }
of_server = from this server's articles
of_house = from the shared articles
links = Links
extent = { $sections ->
        [one] { $sections } section
       *[other] { $sections } sections
    }, { $passages ->
        [one] { $passages } passage
       *[other] { $passages } passages
    }
untitled = Untitled
untitled_section = (no heading)

## The articles
sources = I quote from { $passages ->
        [one] { $passages } passage
       *[other] { $passages } passages
    } in { $articles ->
        [one] { $articles } article
       *[other] { $articles } articles
    }:
no_sources = There are no articles yet. An admin can add some.
choose_section_below = Choose a section below to read it.

## Buttons and menus
previous = Previous
next = Next
whole_section = Whole section
helpful = Helpful
not_helpful = Not helpful
share = Share
post_here = Post here
post_for = Post here for somebody, who is pinged
dismiss = Dismiss
not_a_question = Not a question
choose_section = Choose a section to read
choose_article = Choose an article

## Help
how_to_ask =
    Ask me about the articles: use /ask, or mention me with your question.
    I answer by quoting them word for word; /help says more.
welcome =
    Hello! I answer questions by quoting articles, word for word, and this server has a library of its own for them. The next steps, for those who manage the server:
    1. Add articles with `/corpus add`: files, a ZIP archive, or the address of a page.
    2. Ask with `/ask`, or mention me with a question.
    3. Choose with `/settings` where and whom I answer, and who else looks after the articles.
help =
    I answer questions about { $passages ->
        [one] { $passages } passage
       *[other] { $passages } passages
    } in { $articles ->
        [one] { $articles } article
       *[other] { $articles } articles
    } by quoting them word for word.
    { "**" }How to ask**
    - /ask and your question; private: True shows the answer only to you, article asks one article alone
    - mention me with your question
    - reply to one of my answers (leave the @ on)
    - write me a direct message
    - on somebody's message: Apps > { find_the_answer }
    /sources lists the articles and lets you read them.
reads_what_is_addressed = I only read what is addressed to me, and none of it leaves this bot.
reads_messages = Discord shows me all messages here. I look up what is addressed to me and, in the channels that this server has chosen for that, what reads as a question. I don't keep the other messages, and none of it leaves this bot.
keeps_questions = I note questions that the articles don't answer, without names, so that my admins can see what is missing.

## Small talk
greeting = Hello! I answer questions about the articles here by quoting them.
thanks = You're welcome!
farewell = Goodbye! The articles and I will be here.
who_i_am = I'm a bot, not a person: I find the passages in the articles here that answer a question, and quote them word for word.
how_i_am = Doing great, thanks!
small_talk = I only know what the articles here say, and answer by quoting them.
ask_about = { $examples ->
        [0] Ask me a question about the articles.
        [1] You can ask me about: { $one }.
        [2] You can ask me about: { $one } or { $two }.
       *[3] You can ask me about: { $one }, { $two }, or { $three }.
    }

## Commands: a name of at most 32 characters, and descriptions of at most 100
find_the_answer = Find the answer
describe_ask = Get an answer quoted from the articles
describe_question = What you want to know, in your own words
describe_private = Show the answer only to you
describe_to = Address the answer to somebody; they are pinged once
describe_article = Ask this article alone
describe_sources = List the articles I answer from, and open a section
describe_help = How to ask, and what I do
describe_corpus = Manage the articles (admins only)
describe_status = Show the status of the articles and the index
describe_reindex = Pick up changes in the corpus folder
describe_add = Add articles, or replace some; I show how they will look first
describe_file = A .txt, .md, .html, .pdf or .docx file, or another that I read
describe_another_file = Another file
describe_remove = Remove an article; you can restore it
describe_removed = The article to remove
describe_restore = Restore an article that was removed or replaced
describe_restored = The article to restore
describe_unanswered = Questions that the articles did not answer
describe_url = The address of a page or a sitemap, or, with a slash at the end, of all pages below it
describe_answer = Answer a question, in whatever words it is asked, with a section
describe_answered = The question: an unanswered one, or any other
describe_section = The section that answers it
describe_answers = The answers that admins have chosen
describe_export = Get the articles and questions as a ZIP archive
describe_settings = Where I answer in this server, how often, and whom
this_answers_it = This answers it
