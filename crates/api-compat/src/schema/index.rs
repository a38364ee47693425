//! The constraints of a large schema by what they speak of, so that nobody goes through all of its properties to find
//! what it says of one.

use std::rc::Rc;

use serde_json::{Map, Value as Json};

use super::atom::{Atom, Schema, SchemaRef};
use crate::contain::Group;

/// Constraints from which on an index is worth while.
const WORTH: usize = 12;

/// To look up one member costs about as much as to pass over so many constraints.
const FEW: usize = 8;

/// A constraint with the keywords that it comes from.
type Constraint = (Group, Atom);

/// Places of constraints in [`Schema::atoms`].
#[derive(Debug, Clone, Default)]
pub(crate) struct Index {
    /// [`Atom::Property`], by name.
    properties: Vec<u32>,
    /// [`Atom::ItemAt`], by index.
    items: Vec<u32>,
    /// [`Atom::Required`], by name.
    required: Vec<u32>,
    /// Names that are required.
    names: usize,
    /// All others.
    rest: Vec<u32>,
}

impl Index {
    fn new(schema: &Schema) -> Self {
        let mut index = Self::default();
        for (at, (_, atom)) in (0_u32..).zip(&schema.atoms) {
            match atom {
                Atom::Property(..) => index.properties.push(at),
                Atom::ItemAt(..) => index.items.push(at),
                Atom::Required(_) => index.required.push(at),
                _ => index.rest.push(at),
            }
        }
        index.properties.sort_by_key(|at| schema.property_at(*at).map(|(name, _)| name));
        index.items.sort_by_key(|at| schema.item_at(*at).map(|(item, _)| item));
        index.required.sort_by_key(|at| schema.required_at(*at));
        let mut names: Vec<_> = index.required.iter().map(|at| schema.required_at(*at)).collect();
        names.dedup();
        index.names = names.len();
        index
    }
}

impl Schema {
    /// The index; none where a look at all constraints is as soon done.
    pub(crate) fn index(&self) -> Option<&Index> {
        (self.atoms.len() >= WORTH).then(|| self.index.get_or_init(|| Index::new(self)))
    }

    /// What the schema says of a property.
    pub(crate) fn property<'s>(&'s self, name: &'s str) -> impl Iterator<Item = (Group, SchemaRef)> + 's {
        let (scan, found): (&[Constraint], &[u32]) = match self.index() {
            None => (&self.atoms, &[]),
            Some(index) => {
                let of = |at: &u32| self.property_at(*at).map(|(name, _)| &**name);
                (&[], range(&index.properties, &Some(name), of))
            }
        };
        let found = found.iter().filter_map(|at| self.atoms.get(*at as usize));
        scan.iter().chain(found).filter_map(move |(group, atom)| match atom {
            Atom::Property(other, schema) if **other == *name => Some((*group, *schema)),
            _ => None,
        })
    }

    /// What the schema says of the item at an index.
    pub(crate) fn item(&self, wanted: usize) -> impl Iterator<Item = SchemaRef> {
        let (scan, found): (&[Constraint], &[u32]) = match self.index() {
            None => (&self.atoms, &[]),
            Some(index) => (&[], range(&index.items, &Some(wanted), |at| self.item_at(*at).map(|(item, _)| item))),
        };
        let found = found.iter().filter_map(|at| self.atoms.get(*at as usize));
        scan.iter().chain(found).filter_map(move |(_, atom)| match atom {
            Atom::ItemAt(index, schema) if *index == wanted => Some(*schema),
            _ => None,
        })
    }

    /// The properties that the schema requires.
    pub(crate) fn required(&self) -> impl Iterator<Item = &Rc<str>> {
        let (scan, found): (&[Constraint], &[u32]) = match self.index() {
            None => (&self.atoms, &[]),
            Some(index) => (&[], &index.required),
        };
        let found = found.iter().filter_map(|at| self.atoms.get(*at as usize));
        scan.iter().chain(found).filter_map(|(_, atom)| match atom {
            Atom::Required(name) => Some(name),
            _ => None,
        })
    }

    /// Whether the schema requires a property.
    pub(crate) fn requires(&self, name: &str) -> bool {
        match self.index() {
            None => self.atoms.iter().any(|(_, atom)| matches!(atom, Atom::Required(it) if **it == *name)),
            Some(index) => index.required.binary_search_by(|at| self.required_at(*at).cmp(&Some(name))).is_ok(),
        }
    }

    /// The constraints but for those of single properties and items, and those that one must be there, as far as an
    /// index tells them apart.
    pub(crate) fn rest(&self) -> impl Iterator<Item = &Constraint> {
        let (scan, found): (&[Constraint], &[u32]) = match self.index() {
            None => (&self.atoms, &[]),
            Some(index) => (&[], &index.rest),
        };
        scan.iter().chain(found.iter().filter_map(|at| self.atoms.get(*at as usize)))
    }

    /// The names of single properties, where there is an index.
    pub(crate) fn indexed_properties(&self) -> impl Iterator<Item = (Group, &Rc<str>)> {
        let places = self.index().map_or(&[][..], |index| &index.properties);
        places.iter().filter_map(|at| match self.atoms.get(*at as usize)? {
            (group, Atom::Property(name, _)) => Some((*group, name)),
            _ => None,
        })
    }

    /// The constraints that can be false of a value: none of the properties that it does not have.
    pub(crate) fn about<'s>(&'s self, value: &'s Json) -> impl Iterator<Item = &'s Constraint> {
        // Where the value has most of the properties, a look at all constraints is sooner done.
        let few = |members: &Map<String, Json>| members.len().saturating_mul(FEW) < self.atoms.len();
        let index = self.index().filter(|_| value.as_object().is_none_or(few));
        let scan = if index.is_none() { self.atoms.as_slice() } else { &[] };
        let listed = |pick: fn(&Index) -> &[u32]| index.map_or(&[][..], pick).iter();
        let required = listed(|it| &it.required).filter(move |_| value.is_object());
        let rest = listed(|it| &it.rest).chain(required).copied();
        let members = value.as_object().filter(|_| index.is_some()).into_iter().flat_map(|members| members.keys());
        let members = members.flat_map(move |name| {
            let of = |at: &u32| self.property_at(*at).map(|(name, _)| &**name);
            range(index.map_or(&[][..], |it| &it.properties), &Some(name.as_str()), of).iter().copied()
        });
        let count = value.as_array().map_or(0, Vec::len);
        let items = listed(|it| &it.items).copied();
        let items = items.take_while(move |at| self.item_at(*at).is_some_and(|(item, _)| item < count));
        let places = rest.chain(members).chain(items);
        scan.iter().chain(places.filter_map(|at| self.atoms.get(at as usize)))
    }

    /// How many properties the schema requires, at least.
    pub(crate) fn required_count(&self) -> usize {
        self.index().map_or(0, |index| index.names)
    }

    fn property_at(&self, at: u32) -> Option<(&Rc<str>, SchemaRef)> {
        match self.atoms.get(at as usize)? {
            (_, Atom::Property(name, schema)) => Some((name, *schema)),
            _ => None,
        }
    }

    fn item_at(&self, at: u32) -> Option<(usize, SchemaRef)> {
        match self.atoms.get(at as usize)? {
            (_, Atom::ItemAt(index, schema)) => Some((*index, *schema)),
            _ => None,
        }
    }

    fn required_at(&self, at: u32) -> Option<&str> {
        match self.atoms.get(at as usize)? {
            (_, Atom::Required(name)) => Some(name),
            _ => None,
        }
    }
}

/// The places of `wanted` among those that are sorted by `of`.
fn range<'s, K: Ord>(places: &'s [u32], wanted: &K, of: impl Fn(&u32) -> K) -> &'s [u32] {
    let start = places.partition_point(|at| of(at) < *wanted);
    let found = places.get(start..).unwrap_or_default();
    let count = found.iter().take_while(|at| of(at) == *wanted).count();
    found.get(..count).unwrap_or_default()
}
