//! Names that a specification defines in one place and refers to in others.

use std::collections::{BTreeMap, HashMap};

use findings::Span;

use super::fault::Fault;
use super::suggest;

/// A kind of names: what they name, and the field that defines them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Kind {
    /// For example `calendar`.
    pub(super) word: &'static str,
    /// For example `calendars`.
    pub(super) field: &'static str,
}

/// A name, where it stands, and the pointer to it.
struct Named {
    name: String,
    span: Span,
    pointer: String,
}

/// Names that a specification defines in one place and refers to in others.
#[derive(Default)]
pub(super) struct Names {
    defined: BTreeMap<Kind, Vec<Named>>,
    referred: Vec<(Kind, Named)>,
}

impl Names {
    pub(super) fn define(&mut self, kind: Kind, name: &str, span: Span, pointer: &str) {
        self.defined.entry(kind).or_default().push(Named::new(name, span, pointer));
    }

    pub(super) fn refer(&mut self, kind: Kind, name: &str, span: Span, pointer: &str) {
        self.referred.push((kind, Named::new(name, span, pointer)));
    }

    /// Names that are defined twice, and names that are not defined at all.
    pub(super) fn settle(&self, line: impl Fn(Span) -> usize) -> Vec<Fault> {
        let mut faults = Vec::new();
        for (kind, names) in &self.defined {
            let mut first = HashMap::new();
            for named in names {
                let before = *first.entry(named.name.as_str()).or_insert(named.span);
                if before != named.span {
                    let message = format!("two {} are called `{}`", kind.field, named.name);
                    let fault = Fault::error("duplicate-name", message, named.span).at(&named.pointer);
                    faults.push(fault.help(format!("the first stands in line {}: rename one", line(before))));
                }
            }
        }
        for (kind, named) in &self.referred {
            let known: Vec<&str> = self.defined.get(kind).into_iter().flatten().map(|it| it.name.as_str()).collect();
            if known.contains(&named.name.as_str()) {
                continue;
            }
            let message = format!("no {} is called `{}`", kind.word, named.name);
            let fault = Fault::error("undefined-name", message, named.span).at(&named.pointer);
            faults.push(fault.help(suggest::known(&named.name, &known, kind.field)));
        }
        faults
    }
}

impl Named {
    fn new(name: &str, span: Span, pointer: &str) -> Self {
        Self { name: name.to_owned(), span, pointer: pointer.to_owned() }
    }
}
