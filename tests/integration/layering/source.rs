//! A source file as tokens: the paths in it, without tests, comments and strings.

use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::{Delimiter, TokenStream, TokenTree};

/// A path such as `crate::index::Store`, split into its names.
pub(super) type Names = Vec<String>;

pub(super) struct Source {
    pub(super) path: String,
    /// The paths in it, as written.
    pub(super) named: BTreeSet<Names>,
    /// The imports of its `use` declarations, by the name that they have here.
    pub(super) imports: BTreeMap<String, Names>,
}

impl Source {
    /// True if it is the file `home`, or is in the folder of that name.
    pub(super) fn is_in(&self, home: &str) -> bool {
        let rest = self.path.strip_prefix(home);
        rest.is_some_and(|rest| rest == ".rs" || rest.starts_with('/'))
    }

    pub(super) fn read(path: &str, text: &str) -> Self {
        let mut source = Self {
            path: path.to_owned(),
            named: BTreeSet::new(),
            imports: BTreeMap::new(),
        };
        source.take(text.parse().unwrap_or_else(|error| panic!("src/{path}: {error}")));
        source
    }

    fn take(&mut self, tokens: TokenStream) {
        let tokens: Vec<TokenTree> = tokens.into_iter().collect();
        let mut rest = tokens.as_slice();
        while let Some((first, behind)) = rest.split_first() {
            rest = match first {
                TokenTree::Punct(mark) if mark.as_char() == '#' && behind.first().is_some_and(is_for_tests) => {
                    &behind[item_len(behind)..]
                }
                TokenTree::Ident(word) if word == "use" && !behind.first().is_some_and(|next| is_mark(next, '<')) => {
                    let len = behind.iter().take_while(|token| !is_mark(token, ';')).count();
                    self.take_use(Names::new(), &behind[..len]);
                    &behind[len..]
                }
                TokenTree::Ident(_) => self.take_path(rest),
                TokenTree::Group(group) => {
                    self.take(group.stream());
                    behind
                }
                TokenTree::Punct(_) | TokenTree::Literal(_) => behind,
            };
        }
    }

    /// Takes the path at the start of the tokens; the name of a macro keeps its `!`. Returns the rest.
    fn take_path<'a>(&mut self, tokens: &'a [TokenTree]) -> &'a [TokenTree] {
        let mut path = vec![tokens[0].to_string()];
        let mut rest = &tokens[1..];
        while let [first, second, TokenTree::Ident(name), behind @ ..] = rest
            && is_mark(first, ':')
            && is_mark(second, ':')
        {
            path.push(name.to_string());
            rest = behind;
        }
        if let [mark, TokenTree::Group(_), ..] = rest
            && is_mark(mark, '!')
            && let Some(name) = path.last_mut()
        {
            name.push('!');
        }
        // A single name is an import, or a module of the file's own folder.
        if path.len() > 1 || path[0] == "async" || path[0].ends_with('!') {
            self.named.insert(path);
        }
        rest
    }

    /// Takes the names of a `use` declaration, which follow `path`.
    fn take_use(&mut self, mut path: Names, tokens: &[TokenTree]) {
        let mut alias = None;
        for (at, token) in tokens.iter().enumerate() {
            match token {
                TokenTree::Ident(word) if word == "as" => {
                    alias = tokens.get(at + 1).map(ToString::to_string);
                    break;
                }
                TokenTree::Ident(word) => path.push(word.to_string()),
                TokenTree::Group(group) => {
                    let branches: Vec<TokenTree> = group.stream().into_iter().collect();
                    for branch in branches.split(|token| is_mark(token, ',')) {
                        self.take_use(path.clone(), branch);
                    }
                    return;
                }
                TokenTree::Punct(_) | TokenTree::Literal(_) => {}
            }
        }
        path.pop_if(|last| last == "self");
        if let Some(name) = alias.or_else(|| path.last().cloned()) {
            self.imports.insert(name, path.clone());
        }
        self.named.insert(path);
    }
}

fn is_mark(token: &TokenTree, mark: char) -> bool {
    matches!(token, TokenTree::Punct(found) if found.as_char() == mark)
}

/// True for the bracket of `#[cfg(test)]`.
fn is_for_tests(token: &TokenTree) -> bool {
    token.to_string().replace(' ', "") == "[cfg(test)]"
}

/// The number of tokens from the bracket of an attribute to the end of its item.
fn item_len(tokens: &[TokenTree]) -> usize {
    let is_body = |token: &TokenTree| matches!(token, TokenTree::Group(group) if group.delimiter() == Delimiter::Brace);
    let is_end = |token: &&TokenTree| is_mark(token, ';') || is_body(token);
    let is_use = tokens
        .iter()
        .take_while(|token| !is_end(token))
        .any(|token| token.to_string() == "use");
    let last = tokens
        .iter()
        .position(|token| is_mark(token, ';') || (!is_use && is_body(token)));
    last.map_or(tokens.len(), |last| last + 1)
}
