//! How operations reach types: from the root types over fields, and from interfaces and unions to what may stand there.

use std::collections::{HashMap, HashSet, VecDeque};

use super::super::model::{Field, Root, Schema, Type, TypeKind};

/// The last step on the shortest way to a type.
#[derive(Debug, Clone, Copy)]
pub(super) enum Via<'a> {
    Root(Root),
    /// A field of a type.
    Field(&'a str, &'a Field<'a>),
    /// A fragment where an interface or a union stands.
    Fragment(&'a str),
}

/// How to reach the types of one schema.
pub(super) struct Reach<'a> {
    pub(super) schema: &'a Schema<'a>,
    via: HashMap<&'a str, Via<'a>>,
    /// Types that can be selected from, the nearest first.
    pub(super) order: Vec<&'a str>,
    /// Types that operations would reach on the other side by a detour only: the way to them breaks, and they are there.
    cut_off: HashSet<&'a str>,
    /// Object types that implement an interface.
    implementers: HashMap<&'a str, Vec<&'a str>>,
}

/// Steps of the longest way that is gone.
const LONGEST: usize = 60;

impl<'a> Reach<'a> {
    /// The ways through `schema`; those that `other` has as well are taken first.
    pub(super) fn new(schema: &'a Schema<'a>, other: &Schema<'_>) -> Self {
        let mut implementers: HashMap<&'a str, Vec<&'a str>> = HashMap::new();
        for found in schema.types.iter().filter(|it| it.kind == TypeKind::Object) {
            for interface in &found.interfaces {
                implementers.entry(interface.text).or_default().push(found.head.name.text);
            }
        }
        let mut reach = Self { schema, via: HashMap::new(), order: Vec::new(), cut_off: HashSet::new(), implementers };
        for root in Root::ALL {
            if let Some(found) = schema.root(root).and_then(|name| schema.get(name.text)) {
                reach.visit(found.head.name.text, Via::Root(root));
            }
        }
        reach.go(|owner, field| stays(owner, field, other));
        let staying = reach.order.len();
        reach.go(|_, _| true);
        let is_there = |name: &&str| other.get(name).is_some_and(|it| it.kind.is_composite());
        reach.cut_off = reach.order.iter().skip(staying).copied().filter(is_there).collect();
        reach
    }

    fn visit(&mut self, name: &'a str, via: Via<'a>) -> bool {
        if self.via.contains_key(name) {
            return false;
        }
        self.via.insert(name, via);
        self.order.push(name);
        true
    }

    /// Goes on from every type that was reached, over fields that `may` be taken.
    fn go(&mut self, may: impl Fn(&Type<'a>, &Field<'a>) -> bool) {
        let schema = self.schema;
        let mut queue: VecDeque<&'a str> = self.order.iter().copied().collect();
        while let Some(name) = queue.pop_front() {
            let Some(found) = schema.get(name) else { continue };
            for field in found.fields.iter().filter(|field| may(found, field)) {
                let target = schema.get(field.ty.name).filter(|it| it.kind.is_composite());
                if let Some(target) = target.map(|it| it.head.name.text)
                    && self.visit(target, Via::Field(name, field))
                {
                    queue.push_back(target);
                }
            }
            for possible in self.possible(name) {
                if possible != name && schema.get(possible).is_some() && self.visit(possible, Via::Fragment(name)) {
                    queue.push_back(possible);
                }
            }
        }
    }

    /// The object types that may stand where `name` does.
    pub(super) fn possible(&self, name: &str) -> Vec<&'a str> {
        match self.schema.get(name) {
            Some(found) if found.kind == TypeKind::Object => vec![found.head.name.text],
            Some(found) if found.kind == TypeKind::Union => found.members.iter().map(|it| it.text).collect(),
            _ => self.implementers.get(name).cloned().unwrap_or_default(),
        }
    }

    /// Whether the way to a type is broken by another change than one of the type itself.
    pub(super) fn is_cut_off(&self, name: &str) -> bool {
        self.cut_off.contains(name)
    }

    /// The steps to a type, the first one first; none where no operation reaches it.
    pub(super) fn steps(&self, name: &str) -> Option<(Root, Vec<Via<'a>>, Vec<&'a str>)> {
        let (mut at, mut via) = self.via.get_key_value(name).map(|(name, via)| (*name, *via))?;
        let (mut steps, mut types) = (Vec::new(), vec![at]);
        for _ in 0..LONGEST {
            let before = match via {
                Via::Root(root) => {
                    steps.reverse();
                    types.reverse();
                    return Some((root, steps, types));
                }
                Via::Field(of, _) | Via::Fragment(of) => of,
            };
            steps.push(via);
            (at, via) = (before, *self.via.get(before)?);
            types.push(at);
        }
        None
    }
}

/// Whether the other side has the field as well, and operations over it are as valid there.
fn stays(owner: &Type<'_>, field: &Field<'_>, other: &Schema<'_>) -> bool {
    let there = other.get(owner.head.name.text).filter(|it| it.kind == owner.kind);
    let Some(there) = there.and_then(|it| it.field(field.head.name.text)) else { return false };
    let given = |name: &str| field.arguments.iter().any(|it| it.head.name.text == name && it.is_required());
    there.ty == field.ty
        && there.arguments.iter().filter(|it| it.is_required()).all(|it| given(it.head.name.text))
        && field.arguments.iter().filter(|it| it.is_required()).all(|it| {
            there.arguments.iter().any(|other| other.head.name.text == it.head.name.text && other.ty == it.ty)
        })
}
