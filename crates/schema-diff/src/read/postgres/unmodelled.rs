//! What the model does not hold.

use std::collections::BTreeSet;

use crate::catalogue::Unmodelled;

use super::expression::print;
use super::replay::Replay;
use super::tokens::{Token, tokens};

impl Replay<'_> {
    /// Keeps the statement at hand as one that the model does not hold, and says so. `key` is what a later `DROP` finds
    /// it by.
    pub(super) fn unmodelled(&mut self, what: &str, key: &str) {
        let text = self.statement_text().to_owned();
        let tokens = without_public(tokens(&text));
        let names = tokens.iter().filter_map(|token| match token {
            Token::Word(name) | Token::Quoted(name) => Some(name.clone()),
            _ => None,
        });
        self.catalogue.unmodelled.push(Unmodelled {
            what: what.to_owned(),
            canonical: print::tokens(&tokens),
            names: names.collect(),
            text,
        });
        self.unmodelled_keys.push(key.to_owned());
        self.warning(
            "unsupported-statement",
            format!("`{what}` is not modelled: it is compared as text, and nothing that it touches can be planned."),
            None,
        );
    }

    /// Keeps the statement at hand as one about roles: a condition of the schema, not a part of it.
    pub(super) fn roles(&mut self) {
        let text = self.statement_text().to_owned();
        self.catalogue.unmodelled.push(Unmodelled {
            what: Unmodelled::ROLES.to_owned(),
            canonical: print::tokens(&tokens(&text)),
            names: BTreeSet::new(),
            text,
        });
        self.unmodelled_keys.push(String::new());
        self.warning(
            "cluster-wide-statement",
            "Roles belong to the whole server, not to a schema: they are taken to be there.".to_owned(),
            Some("Make the roles on the server before the plan is applied."),
        );
    }

    /// Forgets what is kept under `key`. Returns whether there was any.
    pub(super) fn forget_unmodelled(&mut self, key: &str) -> bool {
        let before = self.unmodelled_keys.len();
        let mut keys = self.unmodelled_keys.iter();
        self.catalogue.unmodelled.retain(|_| keys.next().is_none_or(|found| found != key));
        self.unmodelled_keys.retain(|found| found != key);
        self.unmodelled_keys.len() != before
    }
}

/// Tokens without `public.` and `ONLY`, which mean nothing here.
fn without_public(tokens: Vec<Token>) -> Vec<Token> {
    let mut out: Vec<Token> = Vec::with_capacity(tokens.len());
    for token in tokens {
        let public = matches!(out.last(), Some(Token::Word(word)) if word == "public");
        if public && token == Token::Sign('.') {
            out.pop();
        } else if token != Token::Word("only".to_owned()) {
            out.push(token);
        }
    }
    out
}
