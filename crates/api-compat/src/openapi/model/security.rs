//! What a client needs to be let in.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::part::{Api, Part};
use crate::document::NodeId;

/// One alternative of `security`: all its schemes are needed.
#[derive(Debug, Clone)]
pub(crate) struct Alternative<'a> {
    pub(crate) node: NodeId,
    /// Schemes with the scopes (or roles) that are needed.
    pub(crate) schemes: BTreeMap<&'a str, BTreeSet<&'a str>>,
}

/// The alternatives of the `security` at `node`; an empty list asks for nothing (3.1, 4.8.1 OpenAPI Object).
pub(crate) fn alternatives(api: Api<'_>, node: NodeId) -> Vec<Alternative<'_>> {
    let texts = |list| api.tree.items(list).filter_map(|scope| api.tree.str(scope)).collect();
    let of = |node| {
        let schemes = Part::here(api, node).entries().map(|(scheme, scopes)| (scheme, texts(scopes))).collect();
        Alternative { node, schemes }
    };
    api.tree.items(node).filter(|it| api.tree.is_object(*it)).map(of).collect()
}

impl<'a> Alternative<'a> {
    /// Whether who fulfils `other` fulfils this too.
    pub(crate) fn asks_no_more_than(&self, other: &Self) -> bool {
        self.schemes.iter().all(|(scheme, scopes)| other.schemes.get(scheme).is_some_and(|it| scopes.is_subset(it)))
    }

    /// The same with old names for the schemes that are called otherwise now: old names by new ones.
    pub(crate) fn with_names(&self, old: &HashMap<&'a str, &'a str>) -> Self {
        let schemes = self.schemes.iter().map(|(name, scopes)| (*old.get(name).unwrap_or(name), scopes.clone()));
        Self { node: self.node, schemes: schemes.collect() }
    }

    pub(crate) fn is_anonymous(&self) -> bool {
        self.schemes.is_empty()
    }
}

impl std::fmt::Display for Alternative<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        for (at, (scheme, scopes)) in self.schemes.iter().enumerate() {
            if at > 0 {
                f.write_str(" and ")?;
            }
            write!(f, "{scheme}")?;
            if !scopes.is_empty() {
                let scopes: Vec<_> = scopes.iter().copied().collect();
                write!(f, " ({})", scopes.join(", "))?;
            }
        }
        Ok(())
    }
}
