//! Names that a specification defines in one place and refers to in others.

use std::collections::{BTreeMap, HashMap, HashSet};

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
    /// What two of one name do: they `are called` it.
    pub(super) twice: &'static str,
    /// What to do where two have one name.
    pub(super) mend: &'static str,
}

/// A name, where it stands, and the pointer to it.
struct Named {
    name: String,
    span: Span,
    pointer: String,
    /// The pointer to the list in which nothing else has this name; empty for the whole specification.
    scope: String,
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

    /// A name that is the only one in its list, which lies so many `levels` above `pointer`.
    pub(super) fn define_within(&mut self, levels: usize, kind: Kind, name: &str, span: Span, pointer: &str) {
        let scope = (0..levels).fold(pointer, |at, _| at.rsplit_once('/').map_or("", |(above, _)| above));
        let named = Named { scope: scope.to_owned(), ..Named::new(name, span, pointer) };
        self.defined.entry(kind).or_default().push(named);
    }

    pub(super) fn refer(&mut self, kind: Kind, name: &str, span: Span, pointer: &str) {
        self.referred.push((kind, Named::new(name, span, pointer)));
    }

    /// Names that are defined twice, and names that are not defined at all.
    pub(super) fn settle(&self, place: impl Fn(Span) -> String) -> Vec<Fault> {
        let mut faults = Vec::new();
        for (kind, names) in &self.defined {
            let mut first = HashMap::new();
            for named in names {
                let before = *first.entry((named.scope.as_str(), named.name.as_str())).or_insert(named.span);
                if before != named.span {
                    let message = format!("two {} {} `{}`", kind.field, kind.twice, named.name);
                    let fault = Fault::error("duplicate-name", message, named.span).at(&named.pointer);
                    faults.push(fault.help(format!("the first stands at {}: {}", place(before), kind.mend)));
                }
            }
        }
        faults.extend(self.undefined());
        faults
    }

    fn undefined(&self) -> Vec<Fault> {
        let names = |kind| self.defined.get(kind).into_iter().flatten().map(|it: &Named| it.name.as_str());
        let lists: BTreeMap<&Kind, Vec<&str>> = self.defined.keys().map(|kind| (kind, names(kind).collect())).collect();
        let sets: BTreeMap<&Kind, HashSet<&str>> =
            self.defined.keys().map(|kind| (kind, names(kind).collect())).collect();
        let undefined = self
            .referred
            .iter()
            .filter(|(kind, named)| !sets.get(kind).is_some_and(|known| known.contains(named.name.as_str())));
        undefined
            .map(|(kind, named)| {
                let known = lists.get(kind).map(Vec::as_slice).unwrap_or_default();
                let message = format!("no {} is called `{}`", kind.word, named.name);
                let fault = Fault::error("undefined-name", message, named.span).at(&named.pointer);
                fault.help(suggest::known(&named.name, known, kind.field))
            })
            .collect()
    }
}

impl Named {
    fn new(name: &str, span: Span, pointer: &str) -> Self {
        Self { name: name.to_owned(), span, pointer: pointer.to_owned(), scope: String::new() }
    }
}
