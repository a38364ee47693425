//! Whether two schemas are equal, with everything that they refer to.

use std::rc::Rc;

use crate::hash::HashMap;
use crate::schema::{Atom, Library, Schema, SchemaRef};

/// Schemas that are looked at before two are taken for different.
const MOST: usize = 50_000;

type Pair = (SchemaRef, SchemaRef);

/// What was found out of pairs of schemas.
#[derive(Debug, Default)]
pub(crate) struct Sameness {
    known: HashMap<Pair, bool>,
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
        self.walk(library, (one, other));
        self.known.get(&(one, other)) == Some(&true)
    }

    /// Looks at all pairs that `first` leads to, each once: those that lead to two different ones are different.
    fn walk(&mut self, library: &mut Library<'_>, first: Pair) {
        let mut led_here: HashMap<Pair, Vec<Pair>> = HashMap::from_iter([(first, Vec::new())]);
        let mut open = vec![first];
        let mut different = Vec::new();
        while let Some(pair) = open.pop() {
            if self.known.contains_key(&pair) {
                different.extend((self.known.get(&pair) == Some(&false)).then_some(pair));
                continue;
            }
            let Some(inner) = inner_pairs(library, pair).filter(|_| led_here.len() < MOST) else {
                different.push(pair);
                continue;
            };
            for next in inner.into_iter().filter(|(one, other)| one != other) {
                let from = led_here.entry(next).or_insert_with(|| {
                    open.push(next);
                    Vec::new()
                });
                from.push(pair);
            }
        }
        while let Some(pair) = different.pop() {
            for before in led_here.remove(&pair).unwrap_or_default() {
                different.push(before);
            }
            self.known.insert(pair, false);
        }
        self.known.extend(led_here.into_keys().map(|pair| (pair, true)));
    }
}

/// The schemas inside of two that are written the same, side by side; none where they are not.
fn inner_pairs(library: &mut Library<'_>, (one, other): Pair) -> Option<Vec<Pair>> {
    if !library.same_text(one, other) {
        return None;
    }
    let (ours, theirs) = (library.schema(one), library.schema(other));
    let sorted = |schema: &Schema| {
        let mut inner: Vec<_> = schema.atoms.iter().flat_map(|(_, atom)| inner(atom)).collect();
        // Members of objects may be written in another order.
        inner.sort_by(|(one, _), (other, _)| one.cmp(other));
        inner
    };
    let (ours, theirs) = (sorted(&ours), sorted(&theirs));
    let equal = ours.len() == theirs.len() && ours.iter().zip(&theirs).all(|((one, _), (other, _))| one == other);
    equal.then(|| ours.into_iter().zip(theirs).map(|((_, one), (_, other))| (one, other)).collect())
}

/// The schemas inside of a constraint.
pub(crate) fn schemas_inside(atom: &Atom) -> impl Iterator<Item = SchemaRef> + use<> {
    inner(atom).into_iter().map(|(_, schema)| schema)
}

/// What tells a schema inside of another from its neighbours: a keyword, a name, an index.
type Name = (&'static str, Option<Rc<str>>, usize);

/// The schemas inside of a constraint, each with a name that is the same for its counterpart.
fn inner(atom: &Atom) -> Vec<(Name, SchemaRef)> {
    let list = |keyword, schemas: &[SchemaRef]| -> Vec<(Name, SchemaRef)> {
        schemas.iter().enumerate().map(|(index, it)| ((keyword, None, index), *it)).collect()
    };
    let one = |keyword, schema: &SchemaRef| vec![((keyword, None, 0), *schema)];
    let named = |keyword, name: &Rc<str>, schema: &SchemaRef| vec![((keyword, Some(Rc::clone(name)), 0), *schema)];
    match atom {
        Atom::ItemAt(index, schema) => vec![(("item", None, *index), *schema)],
        Atom::ItemsFrom(_, schema) => one("items", schema),
        Atom::Contains { schema, .. } => one("contains", schema),
        Atom::Property(name, schema) => named("property", name, schema),
        Atom::PatternProperty(pattern, schema) => named("pattern", pattern, schema),
        Atom::OtherProperties(_, schema) => one("others", schema),
        Atom::PropertyNames(schema) => one("names", schema),
        // A list of names, which the text tells.
        Atom::Dependent(_, SchemaRef::Made(_)) => Vec::new(),
        Atom::Dependent(name, schema) => named("dependent", name, schema),
        Atom::AllOf(schema) => one("all", schema),
        Atom::AnyOf(schemas) => list("any", schemas),
        Atom::OneOf(schemas) => list("one", schemas),
        Atom::Not(schema) => one("not", schema),
        Atom::Conditional { test, then, otherwise } => {
            let branches =
                [Some(("if", test)), then.as_ref().map(|it| ("then", it)), otherwise.as_ref().map(|it| ("else", it))];
            branches.into_iter().flatten().flat_map(|(keyword, schema)| one(keyword, schema)).collect()
        }
        Atom::UnevaluatedProperties { schema, .. } => one("unevaluated properties", schema),
        Atom::UnevaluatedItems { schema, .. } => one("unevaluated items", schema),
        _ => Vec::new(),
    }
}
