//! One of a few words.

use std::marker::PhantomData;

use serde_json::{Value as Json, json};

use super::{Form, Text};
use crate::specification::node::Node;
use crate::specification::reader::Reader;
use crate::specification::schema::Definitions;
use crate::specification::suggest;

/// Words that a field knows, with what each stands for.
pub(in crate::specification) trait Words: Copy + PartialEq + 'static {
    /// What they name: `type`, `action`.
    const WHAT: &'static str;
    /// The words, in the order of the guide; several may stand for one.
    const ALL: &'static [(&'static str, Self)];
}

/// One of the words of `W`.
pub(in crate::specification) struct Choice<W>(PhantomData<W>);

impl<W: Words> Form for Choice<W> {
    type Value = W;

    fn read(node: Node<'_>, reader: &mut Reader<'_>) -> Option<W> {
        let text = Text::read(node, reader)?;
        let found = W::ALL.iter().find(|(word, _)| *word == text).map(|(_, it)| *it);
        if found.is_none() {
            let known: Vec<&str> = W::ALL.iter().map(|(word, _)| *word).collect();
            let help = match suggest::nearest(&text, &known) {
                Some(nearest) => format!("did you mean `{nearest}`? Known are {}", suggest::listed(&known)),
                None => format!("known are {}", suggest::listed(&known)),
            };
            reader.bad_value(node.span, format!("`{text}` is no {}", W::WHAT), help);
        }
        found
    }

    fn schema(_: &mut Definitions) -> Json {
        let words: Vec<&str> = W::ALL.iter().map(|(word, _)| *word).collect();
        json!({"enum": words})
    }

    fn shown() -> String {
        let words: Vec<String> = W::ALL.iter().map(|(word, _)| format!("`{word}`")).collect();
        words.join(", ")
    }

    fn same(one: &W, other: &W) -> bool {
        one == other
    }
}
