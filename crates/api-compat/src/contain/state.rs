//! What is known of a value while a goal is searched: facts by type, and what is still to be looked at.

use std::collections::BTreeMap;
use std::rc::Rc;

use super::decimal::Decimal;
use super::goal::{Goal, Literal};
use super::hidden::Hidden;
use crate::hash::HashSet;
use crate::schema::{Atom, Names, Schema, Types, ValueSet};

/// Something that is to hold of the value.
#[derive(Debug, Clone)]
pub(super) enum Formula {
    Literal(Literal),
    /// A constraint of a schema, or its contrary; what is inside of it has the flags of the literal that it comes from.
    Atom {
        schema: Rc<Schema>,
        index: usize,
        from: Literal,
    },
}

impl Formula {
    /// A constraint that stands in no schema.
    pub(super) fn made(atom: Atom, from: Literal) -> Self {
        let schema = Schema::of(vec![(super::Group::AllOf, atom)]);
        Self::Atom { schema: Rc::new(schema), index: 0, from }
    }

    /// Whether it may declare properties: it comes from what says what is sent. The contrary of a plain constraint names
    /// nothing that is sent.
    pub(super) fn may_declare(&self) -> bool {
        match self {
            Self::Literal(literal) => literal.sent,
            Self::Atom { schema, index, from } => {
                let plain = schema.atoms.get(*index).is_none_or(|(_, atom)| atom.is_plain());
                from.sent && (from.positive || !plain)
            }
        }
    }
}

/// A disjunction of conjunctions.
pub(super) type Choice = Rc<[Vec<Formula>]>;

/// What is known of a number.
#[derive(Debug, Clone, Default)]
pub(super) struct Numbers {
    /// The bound, and whether it is excluded.
    pub(super) lower: Option<(Decimal, bool)>,
    pub(super) upper: Option<(Decimal, bool)>,
    pub(super) multiples: Vec<Decimal>,
    pub(super) no_multiples: Vec<Decimal>,
}

/// What is known of a string.
#[derive(Debug, Clone, Default)]
pub(super) struct Strings {
    pub(super) min: u64,
    pub(super) max: Option<u64>,
    /// Patterns, and whether the string matches.
    pub(super) patterns: Vec<(Rc<str>, bool)>,
    pub(super) formats: Vec<(Rc<str>, bool)>,
}

/// What is known of an array.
#[derive(Debug, Clone, Default)]
pub(super) struct Arrays {
    pub(super) min: u64,
    pub(super) max: Option<u64>,
    pub(super) at: BTreeMap<usize, Vec<Literal>>,
    pub(super) from: Vec<(usize, Literal)>,
    /// Some item from this index on is so.
    pub(super) some: Vec<(usize, Literal)>,
    /// How many items are so: at least, and at most.
    pub(super) counted: Vec<(Literal, u64, Option<u64>)>,
    pub(super) unique: bool,
    pub(super) repeated: bool,
}

/// What is known of one property of an object.
#[derive(Debug, Clone, Default)]
pub(super) struct Property {
    pub(super) required: bool,
    /// Whether a schema says so: it is sent, with or without a schema of its own.
    pub(super) stated: bool,
    pub(super) literals: Vec<Literal>,
}

/// Some property whose name is so has a value that is so.
#[derive(Debug, Clone)]
pub(super) enum Demand {
    /// A name that is neither declared nor matches a pattern.
    Other(Rc<Names>, Literal),
    Matching(Rc<str>, Literal),
    /// A name that is so.
    Named(Literal),
}

/// What is known of an object.
#[derive(Debug, Clone, Default)]
pub(super) struct Objects {
    pub(super) min: u64,
    pub(super) max: Option<u64>,
    pub(super) properties: BTreeMap<Rc<str>, Property>,
    pub(super) patterns: Vec<(Rc<str>, Literal)>,
    pub(super) others: Vec<(Rc<Names>, Literal)>,
    pub(super) names: Vec<Literal>,
    pub(super) demands: Vec<Demand>,
    /// What the schemas that say what is sent declare.
    pub(super) declared: Vec<Rc<Names>>,
    /// Whether something says what is sent.
    pub(super) sent: bool,
    /// Whether something that is sent says itself what other properties are.
    pub(super) open: bool,
    /// Schemas of so many properties that what they say of one is looked up, not gone through.
    pub(super) sources: Vec<(Rc<Schema>, Literal)>,
    /// Whether any property is [`Property::stated`].
    pub(super) stated: bool,
}

impl Objects {
    /// What large schemas say of a property.
    pub(super) fn looked_up<'s>(&'s self, name: &'s str) -> impl Iterator<Item = Literal> + 's {
        self.sources.iter().flat_map(move |(schema, from)| {
            let counts = move |group| from.group.is_none_or(|only| only == group);
            let found = schema.property(name).filter(move |(group, _)| counts(*group));
            found.map(move |(_, schema)| from.with(schema))
        })
    }

    /// The names of properties of which large schemas say something.
    pub(super) fn names_to_look_up(&self) -> impl Iterator<Item = &Rc<str>> {
        self.sources.iter().flat_map(|(schema, from)| {
            let counts = move |group| from.group.is_none_or(|only| only == group);
            schema.indexed_properties().filter(move |(group, _)| counts(*group)).map(|(_, name)| name)
        })
    }

    /// Whether no schema that says what is sent names a property.
    pub(super) fn is_free(&self) -> bool {
        !self.stated && self.declared.iter().all(|names| names.names.is_empty() && names.patterns.is_empty())
    }
}

/// What is known of a value.
#[derive(Debug, Clone)]
pub(super) struct State {
    pub(super) goal: Goal,
    /// Properties that are not sent: by what says what is sent, and by what anything says.
    pub(super) hidden: [Hidden; 3],
    pub(super) types: Types,
    pub(super) values: Option<Rc<ValueSet>>,
    pub(super) excluded: Vec<Rc<ValueSet>>,
    pub(super) numbers: Rc<Numbers>,
    pub(super) strings: Rc<Strings>,
    pub(super) arrays: Rc<Arrays>,
    pub(super) objects: Rc<Objects>,
    /// Literals that hold already.
    pub(super) seen: Rc<HashSet<Literal>>,
    /// Those of whole schemas, each with the digest of its text.
    pub(super) accepted: Rc<Vec<(u64, Literal)>>,
    pub(super) refused: Rc<Vec<(u64, Literal)>>,
    pub(super) todo: Vec<Formula>,
    pub(super) choices: Vec<Choice>,
    /// Whether a choice is left of schemas that say what is sent: they may declare more.
    pub(super) unsettled: bool,
    /// What was not understood.
    pub(super) opaque: Option<Rc<str>>,
}

impl State {
    pub(super) fn new(goal: Goal, hidden: [Hidden; 3]) -> Self {
        // The refusals are looked at last: what is accepted tells which of their reasons are possible.
        let (accepted, refused): (Vec<_>, Vec<_>) = goal.literals().iter().partition(|literal| literal.positive);
        let todo = refused.into_iter().chain(accepted).map(Formula::Literal).collect();
        Self {
            goal,
            hidden,
            types: Types::ALL,
            values: None,
            excluded: Vec::new(),
            numbers: Rc::default(),
            strings: Rc::default(),
            arrays: Rc::default(),
            objects: Rc::default(),
            seen: Rc::default(),
            accepted: Rc::default(),
            refused: Rc::default(),
            todo,
            choices: Vec::new(),
            unsettled: false,
            opaque: None,
        }
    }

    /// Whether the property is not sent: by what the schemas that are sent say, or by what any schema of the goal says.
    pub(super) fn is_hidden(&self, name: &Rc<str>, sent: bool) -> bool {
        let [by_sent, by_any, _] = &self.hidden;
        if sent { by_sent.contains(name) } else { by_any.contains(name) }
    }

    /// Whether a schema that is to refuse the value does not ask for the property, though it is required: it says itself
    /// that it is not sent. That the other side does not send it is no excuse.
    pub(super) fn is_waived(&self, name: &Rc<str>, from: Literal) -> bool {
        let [_, by_any, by_refusing] = &self.hidden;
        if from.sent { by_any.contains(name) } else { by_refusing.contains(name) }
    }

    /// How much is known, in parts that a copy may have to copy.
    pub(super) fn weight(&self) -> usize {
        let objects = self.objects.properties.len() + self.objects.patterns.len() + self.objects.demands.len();
        objects + self.arrays.at.len() + self.seen.len() + self.choices.len()
    }

    pub(super) fn is_excluded(&self, value: &serde_json::Value) -> bool {
        self.excluded.iter().any(|set| set.contains(value))
    }

    /// Whether the value can only be of these types.
    pub(super) fn is_only(&self, types: Types) -> bool {
        !self.types.is_empty() && self.types.and(types.not()).is_empty()
    }

    pub(super) fn numbers(&mut self) -> &mut Numbers {
        Rc::make_mut(&mut self.numbers)
    }

    pub(super) fn strings(&mut self) -> &mut Strings {
        Rc::make_mut(&mut self.strings)
    }

    pub(super) fn arrays(&mut self) -> &mut Arrays {
        Rc::make_mut(&mut self.arrays)
    }

    pub(super) fn objects(&mut self) -> &mut Objects {
        Rc::make_mut(&mut self.objects)
    }

    pub(super) fn property(&mut self, name: &Rc<str>) -> &mut Property {
        self.objects().properties.entry(Rc::clone(name)).or_default()
    }
}
