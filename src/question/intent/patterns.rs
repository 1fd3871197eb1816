//! What small talk and requests for an overview look like, as patterns of [`super::matcher`].
//!
//! The words stand as [`crate::text::words`] folds them: in lower case, without apostrophes ("dont"), and "what's"
//! is "what". No subject that an article may have is named here.

use super::Kind;
use super::matcher::Group;

/// What patterns refer to by `@name`.
pub(super) const GROUPS: &[Group] = &[
    ("what", &["what|wat|wut|wht|waht|whats|wats|wuts|whts|wot"]),
    ("you", &["you|u|ya|yu"]),
    ("are", &["are|r|is"]),
    (
        "noun",
        &[
            "article|articles|text|texts|page|pages|document|documents|doc|docs|post|posts|story|essay|piece|blog|contents|file|files",
        ],
    ),
    (
        "article",
        &["all? of? the|this|that|these|those|your|ur|dis|da? whole|full|entire|actual|last|latest? @noun"],
    ),
    (
        "this",
        &[
            "this|these|dis|everything|all",
            "@article",
            "all? of? this|these",
            "this|that|these stuff|thing",
        ],
    ),
    ("it", &["@this", "it|that", "all of? it|that"]),
    ("of", &["of|in|from|on|for|about|behind|by|to|abt"]),
    ("of_it", &["@of @it", "@of? here"]),
    (
        "short",
        &[
            "short|brief|quick|small|little|simple|general|concise|rough|good|basic|high|level|full|detailed|nice|longer|shorter|bullet|point",
        ],
    ),
    (
        "summary",
        &[
            "a|an|the|ur|your|one|some? @short? @short? summary|summaries|sumary|overview|synopsis|recap|rundown|outline|tldr|tdlr|tldnr|summarization|summarisation",
            "a|the? tl dr",
            "the big|bigger|whole picture",
        ],
    ),
    (
        "sum",
        &[
            "summarize|summarise|summerize|summerise|sumarize|sumarise|summary|recap|outline|tldr|eli5",
            "sum up",
            "tl dr",
        ],
    ),
    (
        "main",
        &["main|key|major|central|core|most|important|primary|essential|basic|overall|biggest|general"],
    ),
    (
        "points",
        &[
            "points|point|idea|ideas|takeaway|takeaways|topic|topics|theme|themes|message|argument|arguments|fact|facts|conclusion|conclusions|thing|things|findings|thesis|subject|content|parts|bits",
        ],
    ),
    (
        "gist",
        &[
            "gist|takeaway|takeaways|highlights|topic|topics|thesis|tldr",
            "take aways",
            "bullet points",
            "essence",
        ],
    ),
    (
        "about",
        &["about|on|called|named|titled|entitled|regarding|concerning|covering|abt"],
    ),
    (
        "few",
        &[
            "a|an|the|one|two|three|four|five|six|ten|few|couple|of|simple|plain|short|own|your|easy|bullet|less|than|max|more|some|most|#",
        ],
    ),
    (
        "adjective",
        &[
            "stupid|dumb|trash|useless|bad|terrible|awful|worst|annoying|lame|broken|boring|garbage|shit|crap|wrong|slow|mean|rude|good|great|best|nice|smart|clever|cool|awesome|amazing|funny|helpful|cute|sweet|brilliant|perfect|wonderful|fantastic|excellent|incredible|silly|crazy|weird|fun|dope|goated|based|cringe|impressive|fake|sus|retarded|ugly",
        ],
    ),
    (
        "insult",
        &["idiot|moron|fool|loser|clown|bitch|asshole|bastard|noob|retard|dumbass|trash|garbage|shit|bozo"],
    ),
    (
        "very",
        &[
            "so|very|really|such|the|a|an|just|too|pretty|quite|fucking|freaking|damn|most|absolute|absolutely|totally|kinda|literally",
        ],
    ),
    (
        "bot",
        &["bot|robot|ai|machine|human|person|app|program|chatbot|guy|gpt|chatgpt|llm|people|thing"],
    ),
    (
        "creature",
        &[
            "a|an|the? real|actual|living? @bot",
            "a? real|alive|sentient|conscious|man|woman|girl|boy|claude|gemini|bard|siri|alexa",
        ],
    ),
    ("topics", &["@noun", "topics|subjects|themes"]),
    ("youre", &["you|u|ya|yu|youre|ur|your|yall|this|that|it|bot"]),
    ("were", &["are|r|is|was|were|be"]),
    (
        "so_much",
        &["a|very|so|sm|loads|tons|again|once|most? lot|much|bunch|ton|million|kindly|again|more|indeed"],
    ),
    (
        "for_it",
        &[
            "for the|your|ur|that|this|all? the|your|this|that? quick|great|nice|kind? help|helping|answer|answers|info|information|reply|time|explanation|responding|answering|response|everything|it|that|this|nothing me|us?",
        ],
    ),
    (
        "weekday",
        &["day|night|evening|morning|afternoon|weekend|one|week|time|sleep|rest"],
    ),
];

/// Whole phrases, by what they are; a message is small talk if it is made of such phrases alone. Of two that fit,
/// the higher kind counts, then the earlier pattern: so "*" stands last.
pub(super) const PHRASES: &[(Kind, &[&str])] = &[
    (Kind::Overview, OVERVIEW),
    (Kind::WhoAreYou, WHO_ARE_YOU),
    (Kind::HowAreYou, HOW_ARE_YOU),
    (Kind::Thanks, THANKS),
    (Kind::Farewell, FAREWELL),
    (Kind::Greeting, GREETING),
    (Kind::Other, OTHER),
    (Kind::Filler, FILLER),
];

const OVERVIEW: &[&str] = &[
    "@what is|are|r|does? all? @it all? about|abt|bout",
    "@what @it is|are? all? about|abt|bout",
    "@what is|are|r|the? @of? @article",
    "@what is|are? this|dis",
    "@what is|are? all? in|inside|on @this",
    "@what is|are? all? in|inside here|it|there",
    "@what do|have we have|got here",
    "@what does|do @this say|cover|discuss|contain|mean|talk|tell|include|explain|deal us|me? about|with?",
    "@what is|are|r? the|your|some? @main @main? @points @of_it?",
    "@what is|are|r? the|your|some? @main @main? @points @it makes|make|covers|cover|about?",
    "@what is|are|r? the? @gist @of_it?",
    "@what is|are? @summary @of_it?",
    "@what is|are? the author|writer @main? @points",
    "@what should|must i know @of_it?",
    "@what do i need to know @of_it?",
    "which|what|wat @topics do|are|is you|u|there|we have|cover|know|available|got|read? about?",
    "which|what|wat @topics can i ask @you? about",
    "list @it",
    "table of contents",
    "the? @main @main? @points @of_it?",
    "the? @gist @of_it?",
    "what? point|points @of @article",
    "@summary @of_it?",
    "@article summary|overview|recap|tldr|synopsis|outline",
    "@sum @it?",
    "sum @it up",
    "break @it down",
    "explain|describe|simplify|shorten|condense|paraphrase|present|introduce|overview @this",
    "tell|talk me|us? about|abt? @this",
    "too long|lazy didnt|dont|to|did|do not? read @it?",
    "@what is|are|does|do @article @about *",
    "@sum @article @about *",
    "explain|describe @article @about *",
    "@summary @of @article @about *",
    "@summary of|on|about|for *",
    "@sum *",
];

const WHO_ARE_YOU: &[&str] = &[
    "who|what|wat|whats|wats @are? @you exactly|even|really|actually?",
    "who|what @you @are",
    "@are @you @creature",
    "@are @you @creature or a|an|just? @creature",
    "@you @are? @creature or @creature",
    "is this|it|that @creature",
    "is this|it|that @creature or @creature",
    "@are @you using? chatgpt|gpt|openai|claude|gemini|llama",
    "am i talking|speaking|chatting to|with @creature",
    "am i talking|speaking|chatting to|with @creature or @creature",
    "who made|built|created|wrote|programmed|coded|owns|developed|trained|runs|designed @you",
    "who made|built|created|programmed|coded|owns|runs this|the bot|chatbot",
    "who is|are? your|ur|the? creator|developer|owner|maker|author|dev|master|boss",
    "@what is|are? your|ur name|names|purpose|job|function|model|use",
    "your|ur name",
    "do @you have a name",
    "@what can|could|do|should @you do|answer|help|know? with|here|exactly|about?",
    "@what @you can do",
    "@what else can @you do|answer",
    "@what are @you for|good for|at?",
    "@what can|should|could|do i ask|do|say @you? here|about?",
    "@what questions? can i ask @you? about?",
    "@what kind|sort of questions can|do i|you ask|answer @you?",
    "@what is|does? this|the bot|chatbot do|for|about?",
    "how do|does|can @you work|function|answer",
    "how do|does|can this|the bot|chatbot work|function",
    "how do|does|can i use this|you|u|it|the? bot?",
    "how to use this|you|u|it|the? bot?",
    "how can|do|could @you help|assist me|us?",
    "tell me|us? something|more|a|bit? about yourself|you|urself",
    "introduce yourself|urself",
    "help me|us? out?",
    "i|we need some|your|ur? help",
    "commands|instructions|manual|usage",
    "where are|r|do @you from|live",
    "where @you from",
    "how old are|r @you",
];

const HOW_ARE_YOU: &[&str] = &[
    "how are|r|is|do? you|u|ya|things|everything|life|everyone|yall doing|feeling|doin|been|going|do|holding? up?",
    "how is? your|ur? day|life|morning|evening|night|week going|been|so? far?",
    "how have|has? @you been",
    "how is? it goin|going|hanging|everything",
    "how is? your day going",
    "hru|hyd|wbu|hbu|wassup|wassap|wazzup|whatsup|sup|wsp|wyd",
    "@what is? up|good|poppin|popping|cracking|gucci with? @you?",
    "@what are|r? @you doing|up to|upto|thinking to?",
    "@are? @you ok|okay|fine|good|well|alright|happy|sad|tired|doing|bored well|ok|good|okay?",
    "and|what|how about? @you",
    "hope @you are|r|is? ok|okay|doing|fine|good|well well|fine|good?",
    "ca va|bien",
    "que tal|pasa|onda",
    "como|como estas|esta|vai|va|stai",
    "wie geht es|s? dir|ihnen|euch?",
    "come stai|va",
    "comment vas|allez|ca tu|vous|va",
];

const THANKS: &[&str] = &[
    "thanks|thank|thankyou|thnx|thnks|thanx|thankx|tnx|thx|tx|ty|tyvm|tysm|tks @you? @so_much? @for_it?",
    "many|much|big|no|lots thanks|of thanks?",
    "merci|gracias|danke|grazie|obrigado|obrigada|arigato|arigatou|tack|takk|spasibo|shukran|dziekuje|mersi|merci|kiitos|tesekkurler|dhanyavad|xiexie|bedankt|спасибо|شكرا|ممنون @so_much?",
    "mille|muchas|vielen|molte|muito|merci grazie|gracias|dank|obrigado|beaucoup",
    "cheers",
    "much appreciated",
    "i|we? really? appreciate|appreciated it|that|this|you|your? help?",
    "that|this|it|you|u was|is|were|really|helped|helps very|really|so? helpful|useful|a|me|helped|great|perfect? lot|help?",
    "very? helpful",
];

const FAREWELL: &[&str] = &[
    "bye|byee|byebye|goodbye|gn|gnight|goodnight|cya|cu|ttyl|bb|farewell|adios|tschuss|tschau|sayonara|gtg|g2g|brb|toodles|laters|adieu|до|پاکا|пока|خداحافظ bye|свидания?",
    "good bye|night|nite",
    "au revoir",
    "hasta luego|la|manana|pronto vista?",
    "auf wiedersehen",
    "see|c @you around|later|soon|tomorrow|tmrw|tmr|tomorow|next|then|again? time|week|day?",
    "talk|speak|catch|until|till to? @you? later|soon|tomorrow|next? time?",
    "later|laters",
    "take care",
    "have a|yourself|an|yourselves? a? good|nice|great|lovely|wonderful|blessed|amazing|fun @weekday",
    "sleep well|tight",
    "i? have|got|gotta|must|need|should|will|am|im to? go|leave|leaving|going|off|out now|sleep|to|home|bed? bed|sleep|school|work?",
    "peace out?",
    "until|till next time",
];

const GREETING: &[&str] = &[
    "hi|hii|hiya|hie|hay|hey|heya|hei|hej|hello|helo|hallo|hullo|hllo|hewwo|helu|yo|yoo|ello|howdy|hola|bonjour|salut|ciao|salaam|salam|selam|salom|aloha|namaste|namaskar|merhaba|shalom|konnichiwa|konichiwa|konbanwa|ohayo|annyeong|nihao|privet|zdravo|ahoj|czesc|moin|servus|gruezi|ola|oi|oye|ave|greetings|welcome|gm|ga|ge|dorood|привет|سلام|مرحبا|안녕|안녕하세요 there|again|back|all|to|yall? @you?",
    "good|gud|top morning|mornin|morn|evening|evenin|afternoon|day",
    "morning|mornin|evening|afternoon",
    "guten|gutn|gute|gruss tag|morgen|abend|gott",
    "buenos|buenas|buen|bom|boa|buona|buon dias|dia|tardes|noches|tarde|noite|giorno|sera",
    "god morgen|dag|kveld",
    "dobry|dobar den|dzien|dan",
    "as|assalamu|assalam|assalamualaikum|salam|salaam|asalam|wa|walaikum alaikum|aleikum|alaykum|o|assalam|salam? alaikum|aleikum?",
    "ni hao",
    "你 好",
    "long time no see",
    "nice|glad|pleased|good to meet|see @you",
    "how do @you do",
    "is? anyone|anybody|someone|somebody there|here|home|around?",
    "@are? @you there|here|awake|alive|online|on|up|working|around|ready|live",
    "happy|merry new|birthday|christmas|easter|holidays|monday|friday|ramadan|eid|diwali|halloween year?",
];

const OTHER: &[&str] = &[
    "test|testing|tests|ping|pong|check|mic # #? #?",
    "test|testing|tests|ping|pong",
    "just|this|it? is? a|just? testing|test this|the|you|it? bot|out?",
    "ok|okay|okey|okie|okk|k|kk|oki|alright|aight|ight|sure|fine|yes|yeah|yea|yep|yup|ya|ye|yh|no|nope|nah|nop|maybe|perhaps|indeed|exactly|true|false|correct|right|agreed|done|great|awesome|nice|cool|perfect|amazing|wow|woah|whoa|wonderful|excellent|fantastic|brilliant|bravo|congrats|neat|sweet|lit|fire|based|cringe|bruh|bro|oof|damn|dang|hm|hmm|mhm|mm|uh|uhh|um|umm|eh|huh|ah|oh|aha|ooh|ugh|meh|yay|omg|omfg|wtf|wth|idk|idc|nvm|smh|rip|gg|ez|pog|poggers|w|l|sorry|oops|whatever|nothing|lies|cap|bet|facts|same|boo|interesting|stfu|welp|hmmm",
    "i see|know|agree|understand|got",
    "got it",
    "never mind",
    "no|not problem|worries|way|bad|thanks|idea",
    "i dont|do not? know|care|understand",
    "oh|my god|my gosh|god|gosh",
    "sounds|looks|seems|that is|sounds? @very? @adjective",
    "@very? @adjective @adjective? bot|job|work|one|answer|stuff|answers|idea|question|response|boy|girl|info|point",
    "@very? @adjective",
    "well done|said|played",
    "way|keep to|it|up go|up?",
    "@youre @were? not? @very? @very? @adjective? @adjective? bot|ai|machine|app|thing|job|one|answer|help|lol|at",
    "@youre @were? not? @very? @very? @adjective",
    "@youre @were? @very? @very? @adjective? @adjective? @insult",
    "@youre suck|sucks|rock|rocks|rule|stink|stinks|dont|doesnt|cant|lie|lied|failed|again|read|work? work?",
    "@youre know|dont nothing|know|anything|understand anything|nothing|me?",
    "@very? @adjective? @insult",
    "shut|shutup|stfu|screw|fuck|fck|piss|go|get|eat|damn up|off|away|you|u|shit|lost|to|it|the|yourself|this? hell|fuck?",
    "fuck|shit|damn|hell",
    "i|we really? love|like|hate|luv|adore|miss|despise @youre so|very|this? much|bot|answer?",
    "love|luv|like @youre",
    "do you|u love|like|hate me|us",
    "will|would|can @you marry|love|date me",
    "tell|say|know me|us? a|another|some|something|any? joke|jokes|story|poem|riddle|funny",
    "sing|write|make me|us? a|another|some? song|joke|poem|rap|story",
    "im|i bored|tired|sad|happy|back|hungry|am|feel bored|tired|sad|happy|back|hungry|good|fine|ok|great|here?",
    "im|i am? @very? bored|tired|sad|happy|back|hungry|good|fine|ok|okay|great|here|new|confused",
    "say hi|hello|something|anything",
    "talk|speak|chat|reply|answer|respond|wake to|with|up? me?",
    "can|do we|you|u|i speak|talk|hear|understand|chat|read? to|with|me|us|english? me|us?",
    "@what the hell|fuck|heck|f|shit",
    "good for|luck you|u|me|him|them?",
];

/// Phrases that change nothing: whom it is said to, politeness, laughter, and how an answer is wanted.
const FILLER: &[&str] = &[
    "bot|bots|verbatim|bro|bruh|bruv|dude|man|mate|buddy|friend|friends|guys|everyone|everybody|folks|sir|madam|maam|boss|pal|fam|y|yall|team|chat|people|dear|sweetie|there|siri|alexa|robot|mr|my|friend|all|chap|hun|homie|lads|peeps",
    "my friend|dear|man|dude|guy|friends|bro|g",
    "please|pls|plz|plss|plzz|pleas|plse|plis|kindly|ples|bitte|por|favor|thx|ty",
    "thank @you",
    "lol|lmao|lmfao|rofl|haha|hahaha|hehe|heh|hihi|jaja|xd|lulz|lel|kek|ha|d|p|o|x|xx|xoxo|lmaoo|3",
    "so|and|but|well|then|also|btw|anyway|now|today|tonight|again|just|real|quick|quickly|briefly|actually|really|honestly|maybe|tho|though|fr|ngl|tbh|im|sorry|hm|hmm|um|uh|oh|ok|okay|alright|right|still|first|finally|too|guess|asap|basically|shortly|here|exactly|even|everybody|yet|like",
    "by the way",
    "real|one|just|a quick|little|more|another? question",
    "i have|got|had|would a|an|some|one|few|like|another? quick|small|short|dumb|stupid? question|questions|to|doubt",
    "can|could|may|might|let i|we|me|us ask|get|have|see|know|understand|read|hear|bother @you? a|another|something|quickly|smth? question|favor?",
    "excuse|pardon me",
    "can|could|would|will|cant|wont|do|may|wud|cud you|u|ya|someone|anyone|somebody|anybody please|pls|just|maybe|kindly|possibly|mind? tell|give|explain|write|make|show|do|provide|know|have|create|list|send|get|find|help|share|say|offer? me|us|to|for? me|us?",
    "give|gimme|gime|write|make|show|provide|create|send|get|tell|share|do|need|want me|us|for|to|up? me|us?",
    "i|we just? want|need|would|like|id|wanna|wanted|wish|must to|like|know|have|get|see|hear|for? to? know|have|get|see|hear|understand|ask?",
    "id like|love to? know|have|get|see|hear|ask?",
    "im|am? looking for",
    "is there",
    "do @you know",
    "for|to|with a|an|my|the? me|us|dummies|beginners|kids|noobs|everyone|now|school|class|homework|work|friend class|kid|child|project|friend|beginner|homework|school?",
    "like|as|if if? i? am|im|was|were|to a|an|like? #|five|kid|child|idiot|beginner|six|ten? year|years|yr|yo? old|olds?",
    "in|with|using|under|as|at|within @few? @few? @few? @few? words|word|sentences|sentence|lines|line|points|terms|paragraph|paragraphs|bullets|english|seconds|minutes|detail|brief|short|general|total|nutshell|details|language|list|form|tldr|most|once|way|bullet|tweet",
    "long story short",
    "i|we didnt|havent|dont|cant|couldnt|did|do|have|wont not? have|want|had? time|to|the? time? to? read|understand|get|finish|open|read @it? yet|all?",
    "im|i am? too? lazy|busy|new to|here? read? @it?",
];

/// What a subject hangs by: it names no article.
pub(super) const AROUND_A_SUBJECT: &str = "
    a an the this that these those your our my of on about for called named titled entitled regarding concerning
    article articles text page document doc post story essay piece blog file
    please pls plz thx thanks bot lol is are say says cover covers discuss talk
";

/// A subject that begins with one of these is a question: "summarize why they left".
pub(super) const QUESTION_WORDS: &str = "who whom whose what which when where why how whether if";
