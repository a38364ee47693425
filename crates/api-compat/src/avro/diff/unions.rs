//! Unions: which branch of the reader takes what a branch of the writer wrote.
//!
//! The specification takes the first branch that matches. Of several that do, implementations prefer the one of the same type
//! and full name; so it is here, and the first one where there is none.

use std::collections::{HashMap, HashSet};

use super::{At, Diff, Mask, Version};
use crate::avro::change::{Problem, Step, What};
use crate::avro::model::{Name, Shape, TypeId};

impl Diff<'_> {
    pub(super) fn unions(&mut self, (old, was): (TypeId, &[TypeId]), (new, is): (TypeId, &[TypeId]), at: &At) {
        let there: Vec<Option<usize>> = chosen((self.old, was), (self.new, is));
        let back: Vec<Option<usize>> = chosen((self.new, is), (self.old, was));
        let places = (self.old.schemas.get(old).map(|it| it.node), self.new.schemas.get(new).map(|it| it.node));
        let mut changed = false;
        let (faulty, others) = (faulty(self.old, was), faulty(self.new, is));
        for (index, branch) in was.iter().enumerate().filter(|(index, _)| !faulty.contains(index)) {
            let read_as = there.get(index).copied().flatten();
            let mutual = read_as.filter(|it| back.get(*it).copied().flatten() == Some(index));
            if let (Some(other), Some(id)) = (mutual, mutual.and_then(|it| is.get(it))) {
                self.branch((*branch, index), (*id, other), at, at.mask);
                continue;
            }
            changed = true;
            let one_way = Mask { old_in_new: at.mask.old_in_new, new_in_old: false };
            if let (Some(other), Some(id)) = (read_as, read_as.and_then(|it| is.get(it))) {
                self.branch_inside((*branch, index), (*id, other), at, one_way);
            }
            let word = self.old.schemas.branch(*branch);
            let taken = read_as.and_then(|it| is.get(it)).map(|it| self.new.schemas.branch(*it));
            let problem = taken.is_none().then(|| missing(&word));
            let ways = (self.step(at.ways.0, Step::Branch(index)), at.ways.1);
            let at = At { ways, ..at.clone() };
            let words = (word.clone(), taken.unwrap_or_default());
            self.record(What::BranchRemoved, word, &at, places, words, (problem, None));
        }
        for (index, branch) in is.iter().enumerate().filter(|(index, _)| !others.contains(index)) {
            let read_as = back.get(index).copied().flatten();
            if read_as.is_some_and(|it| there.get(it).copied().flatten() == Some(index)) {
                continue;
            }
            changed = true;
            let one_way = Mask { old_in_new: false, new_in_old: at.mask.new_in_old };
            if let (Some(other), Some(id)) = (read_as, read_as.and_then(|it| was.get(it))) {
                self.branch_inside((*id, other), (*branch, index), at, one_way);
            }
            let word = self.new.schemas.branch(*branch);
            let taken = read_as.and_then(|it| was.get(it)).map(|it| self.old.schemas.branch(*it));
            let problem = taken.is_none().then(|| missing(&word));
            let ways = (at.ways.0, self.step(at.ways.1, Step::Branch(index)));
            let at = At { ways, ..at.clone() };
            let words = (taken.unwrap_or_default(), word.clone());
            self.record(What::BranchAdded, word, &at, places, words, (None, problem));
        }
        let order = there.iter().enumerate().filter(|(index, _)| !faulty.contains(index));
        if !changed && !order.filter_map(|(_, it)| *it).is_sorted() {
            let words = (self.old.schemas.words(old), self.new.schemas.words(new));
            self.changed(What::BranchesReordered, (old, new), at, words, (None, None));
        }
    }

    /// Any branch may have been written, and one type has to read it.
    pub(super) fn left_union(&mut self, (old, was): (TypeId, &[TypeId]), new: TypeId, at: &At) {
        let words = (self.old.schemas.words(old), self.new.schemas.words(new));
        let unread = was.iter().position(|it| !matches((self.old, *it), (self.new, new)));
        let read_as = chosen((self.new, &[new]), (self.old, was)).first().copied().flatten();
        let problem =
            unread.and_then(|it| was.get(it)).map(|it| unread_branch(&self.old.schemas.branch(*it), &words.1));
        let back = read_as.is_none().then(|| missing(&words.1));
        for (index, branch) in was.iter().enumerate() {
            let passes = matches((self.old, *branch), (self.new, new));
            let mask = Mask {
                old_in_new: at.mask.old_in_new && passes,
                new_in_old: at.mask.new_in_old && read_as == Some(index),
            };
            let ways = (self.step(at.ways.0, Step::Branch(index)), at.ways.1);
            self.inner(*branch, new, &At { ways, mask, ..at.clone() });
        }
        let ways = (unread.map_or(at.ways.0, |it| self.step(at.ways.0, Step::Branch(it))), at.ways.1);
        self.changed(What::TypeChanged, (old, new), &At { ways, ..at.clone() }, words, (problem, back));
    }

    /// One type was written, and a branch has to read it; the other way round any branch is written.
    pub(super) fn entered_union(&mut self, old: TypeId, (new, is): (TypeId, &[TypeId]), at: &At) {
        let words = (self.old.schemas.words(old), self.new.schemas.words(new));
        let unread = is.iter().position(|it| !matches((self.new, *it), (self.old, old)));
        let read_as = chosen((self.old, &[old]), (self.new, is)).first().copied().flatten();
        let problem = read_as.is_none().then(|| missing(&words.0));
        let back = unread.and_then(|it| is.get(it)).map(|it| unread_branch(&self.new.schemas.branch(*it), &words.0));
        for (index, branch) in is.iter().enumerate() {
            let passes = matches((self.new, *branch), (self.old, old));
            let mask = Mask {
                old_in_new: at.mask.old_in_new && read_as == Some(index),
                new_in_old: at.mask.new_in_old && passes,
            };
            let ways = (at.ways.0, self.step(at.ways.1, Step::Branch(index)));
            self.inner(old, *branch, &At { ways, mask, ..at.clone() });
        }
        let ways = (at.ways.0, unread.map_or(at.ways.1, |it| self.step(at.ways.1, Step::Branch(it))));
        self.changed(What::TypeChanged, (old, new), &At { ways, ..at.clone() }, words, (problem, back));
    }

    fn branch(&mut self, (old, from): (TypeId, usize), (new, to): (TypeId, usize), at: &At, mask: Mask) {
        let ways = (self.step(at.ways.0, Step::Branch(from)), self.step(at.ways.1, Step::Branch(to)));
        self.push(old, new, At { ways, mask, ..at.clone() });
    }

    fn branch_inside(&mut self, old: (TypeId, usize), new: (TypeId, usize), at: &At, mask: Mask) {
        if !matches!(self.old.schemas.shape(old.0), Shape::Primitive(_)) {
            self.branch(old, new, at, mask);
        }
    }

    /// What lies in a branch; that a primitive type is another one was said with the union.
    fn inner(&mut self, old: TypeId, new: TypeId, at: &At) {
        let is_other = match (self.old.schemas.shape(old), self.new.schemas.shape(new)) {
            (Shape::Primitive(a), Shape::Primitive(b)) => a != b,
            _ => false,
        };
        if !is_other {
            self.push(old, new, at.clone());
        }
    }
}

/// Branches of which nothing can be said, which was told: what they are is not known, or stands there twice.
fn faulty(version: Version<'_>, branches: &[TypeId]) -> HashSet<usize> {
    let mut seen = HashSet::new();
    let mut is_faulty =
        |id: TypeId| matches!(version.schemas.shape(id), Shape::Unknown) || !seen.insert(version.schemas.branch(id));
    branches.iter().enumerate().filter(|(_, it)| is_faulty(**it)).map(|(index, _)| index).collect()
}

fn missing(branch: &str) -> Problem {
    Problem::refused(format!("no branch of the reader's union takes {branch}"))
}

fn unread_branch(branch: &str, reader: &str) -> Problem {
    Problem::refused(format!("a datum of the branch {branch} is not read as {reader}"))
}

/// For each branch of the writer, the branch of the reader that takes it.
fn chosen(
    (writer, branches): (Version<'_>, &[TypeId]),
    (reader, others): (Version<'_>, &[TypeId]),
) -> Vec<Option<usize>> {
    let index = Index::of(reader, others);
    branches.iter().map(|branch| index.chosen((writer, *branch), (reader, others))).collect()
}

/// The branches of a reader by what leads to them: the first of each.
#[derive(Default)]
struct Index<'v> {
    /// By full name or by the word of the type.
    exact: HashMap<String, usize>,
    /// Named types by their names without namespace.
    short: HashMap<&'v str, usize>,
    /// Named types by their other names.
    aliases: HashMap<&'v str, usize>,
    /// All others: as many as there are types without names.
    unnamed: Vec<usize>,
}

impl<'v> Index<'v> {
    fn of(reader: Version<'v>, others: &[TypeId]) -> Self {
        let mut index = Self::default();
        for (at, other) in others.iter().enumerate() {
            index.exact.entry(reader.schemas.branch(*other)).or_insert(at);
            match name_of(reader, *other) {
                Some(name) => {
                    index.short.entry(name.short()).or_insert(at);
                    for alias in &name.aliases {
                        index.aliases.entry(alias).or_insert(at);
                    }
                }
                None => index.unnamed.push(at),
            }
        }
        index
    }

    fn chosen(
        &self,
        (writer, branch): (Version<'_>, TypeId),
        (reader, others): (Version<'_>, &[TypeId]),
    ) -> Option<usize> {
        let takes = |at: &usize| others.get(*at).is_some_and(|it| matches((writer, branch), (reader, *it)));
        let exact = self.exact.get(&writer.schemas.branch(branch)).copied().filter(takes);
        exact.or_else(|| match name_of(writer, branch) {
            Some(name) => {
                let candidates = [self.short.get(name.short()), self.aliases.get(name.full.as_str())];
                candidates.into_iter().flatten().copied().filter(takes).min()
            }
            None => self.unnamed.iter().copied().find(takes),
        })
    }
}

fn name_of(version: Version<'_>, id: TypeId) -> Option<&Name> {
    match version.schemas.shape(id) {
        Shape::Record(name, _) | Shape::Enum(name, ..) | Shape::Fixed(name, _) => Some(name),
        _ => None,
    }
}

/// Whether the types match, what lies in them left aside (Specification, "Schema Resolution").
fn matches((writer, wrote): (Version<'_>, TypeId), (reader, reads): (Version<'_>, TypeId)) -> bool {
    match (writer.schemas.shape(wrote), reader.schemas.shape(reads)) {
        // A union within a union was told; what it holds is compared.
        (Shape::Unknown | Shape::Union(_), _)
        | (_, Shape::Unknown | Shape::Union(_))
        | (Shape::Array(_), Shape::Array(_))
        | (Shape::Map(_), Shape::Map(_)) => true,
        (Shape::Primitive(a), Shape::Primitive(b)) => a.is_read_as(*b),
        (Shape::Record(a, _), Shape::Record(b, _)) | (Shape::Enum(a, ..), Shape::Enum(b, ..)) => a.is_read_as(b),
        (Shape::Fixed(a, size), Shape::Fixed(b, other)) => a.is_read_as(b) && size == other,
        _ => false,
    }
}
