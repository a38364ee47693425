//! Records, enums and fixed: their names, fields, symbols and sizes.

use std::collections::{BTreeMap, HashMap, HashSet};

use super::{At, Diff, Mask};
use crate::avro::change::{Problem, Shown, Step, What};
use crate::avro::model::{Field, Name, TypeId};
use crate::document::NodeId;

/// Which field of the old record became which of the new one, and in which directions its values pass.
struct Pair {
    old: usize,
    new: usize,
    linked: Mask,
}

impl<'a> Diff<'a> {
    /// Names match without their namespaces, or through the reader's aliases.
    pub(super) fn names(&mut self, (old, was): (TypeId, &Name), (new, is): (TypeId, &Name), at: &At) {
        let words = (was.full.clone(), is.full.clone());
        let problem = |wrote: &Name, reads: &Name| {
            let why =
                format!("the writer calls it `{}`, and nothing tells the reader of `{}` so", wrote.full, reads.full);
            (!wrote.is_read_as(reads)).then(|| Problem::refused(why))
        };
        if was.short() != is.short() {
            let problems = (problem(was, is), problem(is, was));
            self.changed(What::TypeRenamed, (old, new), at, words, problems);
        } else if was.full != is.full {
            self.changed(What::NamespaceChanged, (old, new), at, words, (None, None));
        }
        if was.aliases != is.aliases {
            let words = (was.aliases.join(", "), is.aliases.join(", "));
            self.changed(What::AliasesChanged, (old, new), at, words, (None, None));
        }
    }

    pub(super) fn fields(&mut self, (was, old): (&Name, &'a [Field]), (is, new): (&Name, &'a [Field]), at: &At) {
        let pairs = pairs(old, new);
        let mut paired: (HashSet<usize>, HashSet<usize>) = (HashSet::new(), HashSet::new());
        for pair in &pairs {
            paired.0.insert(pair.old);
            paired.1.insert(pair.new);
            if let (Some(before), Some(after)) = (old.get(pair.old), new.get(pair.new)) {
                self.field((was, before), (is, after), pair, at);
            }
        }
        for (_, field) in old.iter().enumerate().filter(|(index, _)| !paired.0.contains(index)) {
            let at = At { subject: within(was, &field.name), ..at.clone() };
            let problems = (None, without_default(field));
            let places = (Some(field.node), self.new_fields(is));
            self.record(What::FieldRemoved, field.name.clone(), &at, places, self.field_words(field, true), problems);
        }
        for (_, field) in new.iter().enumerate().filter(|(index, _)| !paired.1.contains(index)) {
            let at = At { subject: within(is, &field.name), ..at.clone() };
            let problems = (without_default(field), None);
            let places = (self.old_fields(was), Some(field.node));
            self.record(What::FieldAdded, field.name.clone(), &at, places, self.field_words(field, false), problems);
        }
    }

    fn field(&mut self, (was, old): (&Name, &Field), (is, new): (&Name, &Field), pair: &Pair, at: &At) {
        let at = At { subject: within(is, &new.name), ..at.clone() };
        let places = (Some(old.node), Some(new.node));
        if old.name != new.name {
            let back = |linked: bool, reads: &Field| if linked { None } else { without_default(reads) };
            let problems = (back(pair.linked.old_in_new, new), back(pair.linked.new_in_old, old));
            let words = (format!("{}.{}", was.short(), old.name), format!("{}.{}", is.short(), new.name));
            self.record(What::FieldRenamed, old.name.clone(), &at, places, words, problems);
        }
        self.field_annotations(old, new, &at);
        let ways = (self.step(at.ways.0, Step::Field(pair.old)), self.step(at.ways.1, Step::Field(pair.new)));
        let mask = Mask {
            old_in_new: at.mask.old_in_new && pair.linked.old_in_new,
            new_in_old: at.mask.new_in_old && pair.linked.new_in_old,
        };
        self.push(old.types, new.types, At { subject: at.subject, ways, mask, types: None });
    }

    fn field_words(&self, field: &Field, is_old: bool) -> (String, String) {
        let version = if is_old { self.old } else { self.new };
        let default = if field.default.is_some() { "with a default" } else { "without a default" };
        (version.schemas.words(field.types), default.to_owned())
    }

    /// Where a field that is gone would stand.
    fn new_fields(&self, record: &Name) -> Option<NodeId> {
        let id = self.new.schemas.names.get(&record.full)?;
        self.new.schemas.get(*id).map(|it| it.node)
    }

    /// Where a field that came would have stood.
    fn old_fields(&self, record: &Name) -> Option<NodeId> {
        let id = self.old.schemas.names.get(&record.full)?;
        self.old.schemas.get(*id).map(|it| it.node)
    }

    pub(super) fn symbols(
        &mut self,
        (old, was, default): (TypeId, &[String], &Option<String>),
        (new, is, other): (TypeId, &[String], &Option<String>),
        at: &At,
    ) {
        let (before, after): (HashSet<&String>, HashSet<&String>) = (was.iter().collect(), is.iter().collect());
        let places = (self.old.schemas.get(old).map(|it| it.node), self.new.schemas.get(new).map(|it| it.node));
        // A symbol that the reader does not know is read as the default of its enum, where that has one.
        let problem = |symbol: &String, default: &Option<String>| match default {
            Some(_) => None,
            None => Some(Problem {
                shown_by: Shown::Symbol(symbol.clone()),
                ..Problem::refused(format!("the reader does not know `{symbol}`, and its enum has no default"))
            }),
        };
        for symbol in was.iter().filter(|it| !after.contains(it)) {
            let words = (symbol.clone(), other.clone().unwrap_or_default());
            self.record(What::SymbolRemoved, symbol.clone(), at, places, words, (problem(symbol, other), None));
        }
        for symbol in is.iter().filter(|it| !before.contains(it)) {
            let words = (default.clone().unwrap_or_default(), symbol.clone());
            self.record(What::SymbolAdded, symbol.clone(), at, places, words, (None, problem(symbol, default)));
        }
        if before == after && was != is {
            let words = (was.join(", "), is.join(", "));
            self.record(What::SymbolsReordered, String::new(), at, places, words, (None, None));
        }
        if default != other {
            let words = [default, other].map(|it| it.clone().unwrap_or_else(|| "no default".to_owned()));
            let [was, is] = words;
            self.record(What::EnumDefaultChanged, String::new(), at, places, (was, is), (None, None));
        }
    }

    pub(super) fn size(&mut self, (old, was): (TypeId, u64), (new, is): (TypeId, u64), at: &At) {
        if was == is {
            return;
        }
        let problem = Problem::refused("fixed match only where their sizes are the same".to_owned());
        let words = (was.to_string(), is.to_string());
        self.changed(What::FixedSizeChanged, (old, new), at, words, (Some(problem.clone()), Some(problem)));
    }
}

fn within(record: &Name, field: &str) -> String {
    format!("record {}, field {field}", record.full)
}

/// What a reader has to say of a field that the data lack.
fn without_default(field: &Field) -> Option<Problem> {
    let why = format!("data of the other version hold no `{}`, and the reader has no default for it", field.name);
    let missing = || Problem { shown_by: Shown::Missing(field.name.clone()), ..Problem::refused(why) };
    field.default.is_none().then(missing)
}

/// Fields of the same name; then those that an alias of the new one, or of the old one, leads to.
fn pairs(old: &[Field], new: &[Field]) -> Vec<Pair> {
    let by_name: HashMap<&str, usize> = old.iter().enumerate().map(|(at, it)| (it.name.as_str(), at)).collect();
    let mut pairs = Vec::new();
    let mut rest_of_old: BTreeMap<usize, &Field> = old.iter().enumerate().collect();
    let mut rest_of_new: BTreeMap<usize, &Field> = BTreeMap::new();
    for (at, field) in new.iter().enumerate() {
        match by_name.get(field.name.as_str()).copied() {
            Some(before) => {
                rest_of_old.remove(&before);
                pairs.push(Pair { old: before, new: at, linked: super::BOTH });
            }
            None => {
                rest_of_new.insert(at, field);
            }
        }
    }
    for (at, field) in std::mem::take(&mut rest_of_new) {
        let before = field.aliases.iter().find_map(|alias| by_name.get(alias.as_str()).copied());
        match before.and_then(|before| rest_of_old.remove_entry(&before)) {
            Some((before, other)) => {
                let linked = Mask { old_in_new: true, new_in_old: other.aliases.contains(&field.name) };
                pairs.push(Pair { old: before, new: at, linked });
            }
            None => {
                rest_of_new.insert(at, field);
            }
        }
    }
    let by_name: HashMap<&str, usize> = rest_of_new.iter().map(|(at, it)| (it.name.as_str(), *at)).collect();
    let mut taken = HashSet::new();
    for (before, field) in &rest_of_old {
        let after = field.aliases.iter().find_map(|alias| by_name.get(alias.as_str()).copied());
        if let Some(after) = after.filter(|after| taken.insert(*after)) {
            pairs.push(Pair { old: *before, new: after, linked: Mask { old_in_new: false, new_in_old: true } });
        }
    }
    pairs
}
