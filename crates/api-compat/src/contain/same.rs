//! Whether two schemas are equal, with everything that they refer to.

use std::collections::{HashMap, HashSet};

use crate::schema::{Atom, Library, SchemaRef};

/// Schemas that are looked at before two are taken for different.
const MOST: usize = 50_000;

/// What was found out of pairs of schemas.
#[derive(Debug, Default)]
pub(crate) struct Sameness {
    known: HashMap<(SchemaRef, SchemaRef), bool>,
}

impl Sameness {
    /// Whether the two say the same, word by word, and so do all that they refer to. False says nothing.
    pub(crate) fn same(&mut self, library: &mut Library<'_>, one: SchemaRef, other: SchemaRef) -> bool {
        if one == other {
            return true;
        }
        if !library.same_text(one, other) {
            return false;
        }
        if let Some(known) = self.known.get(&(one, other)) {
            return *known;
        }
        let mut seen = HashSet::from([(one, other)]);
        let mut open = vec![(one, other)];
        let mut same = true;
        while let Some((one, other)) = open.pop() {
            if self.known.get(&(one, other)) == Some(&true) {
                continue;
            }
            if !library.same_text(one, other) || seen.len() > MOST || self.known.get(&(one, other)) == Some(&false) {
                same = false;
                break;
            }
            let (a, b) = (library.schema(one), library.schema(other));
            if a.atoms.len() != b.atoms.len() {
                same = false;
                break;
            }
            let mut theirs: Vec<_> = b.atoms.iter().flat_map(|(_, atom)| inner(atom)).collect();
            let mut ours: Vec<_> = a.atoms.iter().flat_map(|(_, atom)| inner(atom)).collect();
            // Members of objects may be written in another order.
            ours.sort_by_key(|(name, _)| name.clone());
            theirs.sort_by_key(|(name, _)| name.clone());
            same = ours.len() == theirs.len();
            for ((ours_name, ours), (theirs_name, theirs)) in ours.into_iter().zip(theirs) {
                same &= ours_name == theirs_name;
                if ours != theirs && seen.insert((ours, theirs)) {
                    open.push((ours, theirs));
                }
            }
            if !same {
                break;
            }
        }
        if same {
            self.known.extend(seen.into_iter().map(|pair| (pair, true)));
        } else {
            self.known.insert((one, other), false);
        }
        same
    }
}

/// The schemas inside of a constraint, each with a name that is the same for its counterpart.
fn inner(atom: &Atom) -> Vec<(String, SchemaRef)> {
    let list = |kind: &str, schemas: &[SchemaRef]| {
        schemas.iter().enumerate().map(|(index, it)| (format!("{kind} {index:06}"), *it)).collect()
    };
    let one = |name: String, schema: &SchemaRef| vec![(name, *schema)];
    match atom {
        Atom::ItemAt(index, schema) => one(format!("item {index:06}"), schema),
        Atom::ItemsFrom(_, schema) => one("items".to_owned(), schema),
        Atom::Contains { schema, .. } => one("contains".to_owned(), schema),
        Atom::Property(name, schema) => one(format!("property {name}"), schema),
        Atom::PatternProperty(pattern, schema) => one(format!("pattern {pattern}"), schema),
        Atom::OtherProperties(_, schema) => one("others".to_owned(), schema),
        Atom::PropertyNames(schema) => one("names".to_owned(), schema),
        // A list of names, which the text tells.
        Atom::Dependent(_, SchemaRef::Made(_)) => Vec::new(),
        Atom::Dependent(name, schema) => one(format!("dependent {name}"), schema),
        Atom::AllOf(schema) => one("all".to_owned(), schema),
        Atom::AnyOf(schemas) => list("any", schemas),
        Atom::OneOf(schemas) => list("one", schemas),
        Atom::Not(schema) => one("not".to_owned(), schema),
        Atom::Conditional { test, then, otherwise } => {
            let branches =
                [Some(("if", test)), then.as_ref().map(|it| ("then", it)), otherwise.as_ref().map(|it| ("else", it))];
            branches.into_iter().flatten().map(|(name, schema)| (name.to_owned(), *schema)).collect()
        }
        Atom::UnevaluatedProperties { schema, .. } => one("unevaluated properties".to_owned(), schema),
        Atom::UnevaluatedItems { schema, .. } => one("unevaluated items".to_owned(), schema),
        _ => Vec::new(),
    }
}
