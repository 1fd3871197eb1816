//! The bot in a fake Discord, with the real client and a real index. The tests read as transcripts of what people see.
//!
//! - `asking`: every way to ask, and messages that the bot ignores.
//! - `showing`: the layout of certain, uncertain and missing answers, and of hostile and long texts.
//! - `marks`: links, spoilers, code, lists and tables of an article.
//! - `follow_ups`: messages that need another: pointing, forwarded, continuing.
//! - `edits`: corrected questions.
//! - `servers`: libraries of their own for servers.
//! - `several`: several questions in one message.
//! - `quiet`: responses that answer nothing, and who sees them.
//! - `pictures`: the contents of the pictures in the documents.
//! - `clicking`: every button and menu, by the right and the wrong person, before and after a restart and a reindex.
//! - `sharing`: private answers shown to everybody.
//! - `one_article`: questions to one article alone.
//! - `posting`: sections that somebody posts in the channel.
//! - `posts`: interactions that Discord posts.
//! - `corpus`: the commands of admins for the articles, which others can't use.
//! - `settings`: the settings of a server, and where, how often and to whom the bot answers by them.
//! - `unasked`: answers to messages that ask nobody in particular.
//! - `ledger`: the record of votes and questions, and the bot without a ledger.
//! - `permissions`: missing permissions.
//! - `faults`: faults of Discord and of the network; after each, the bot answers the next question.
//! - `kills`: the program is killed again and again, and everything it confirmed is kept.
//! - `languages`: what people read in languages other than English.
//! - `life`: starting, many questions at once, stopping; `registering`: the commands.
//! - `fetching`: pages that are fetched again.
//! - `shards`: several shards.
//! - `health`: health over HTTP.
//! - `metrics`: metrics over HTTP.
//! - `load`: twenty thousand questions (ignored by default).
//!
//! `stage` prepares the scene, and `served` runs the built program in it.

mod asking;
mod clicking;
mod corpus;
mod edits;
mod faults;
mod fetching;
mod follow_ups;
mod health;
mod kills;
mod languages;
mod ledger;
mod life;
mod load;
mod marks;
mod metrics;
mod one_article;
mod permissions;
mod pictures;
mod posting;
mod posts;
mod quiet;
mod registering;
mod served;
mod servers;
mod settings;
mod several;
mod shards;
mod sharing;
mod showing;
pub mod stage;
mod unasked;
