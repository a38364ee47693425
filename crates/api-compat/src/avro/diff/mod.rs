//! What differs between two versions, and whether each reads what the other wrote (Specification, "Schema Resolution").
//!
//! Both directions are decided on one walk over pairs of types: each difference says of both what becomes of it. Pairs wait in
//! a queue, so that no chain of types is too long.

mod annotations;
mod named;
mod roots;
mod unions;

use std::collections::{HashSet, VecDeque};

use super::change::{Change, Problem, Shown, Step, What};
use super::model::{Logical, Primitive, Schemas, Shape, TypeId};
use crate::document::{NodeId, Tree};

pub(crate) use roots::compare;

/// One version.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Version<'a> {
    pub(crate) tree: &'a Tree,
    pub(crate) schemas: &'a Schemas,
}

/// In which directions data pass a place at all.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
struct Mask {
    old_in_new: bool,
    new_in_old: bool,
}

const BOTH: Mask = Mask { old_in_new: true, new_in_old: true };

/// A way from a root to a place, as its last step and the way before it.
type Way = Option<usize>;

/// Where two types are compared.
#[derive(Debug, Clone)]
struct At {
    subject: String,
    ways: (Way, Way),
    mask: Mask,
    /// The two types; none outside of types.
    types: Option<(TypeId, TypeId)>,
}

/// Two versions side by side, and what is found to differ.
pub(super) struct Diff<'a> {
    old: Version<'a>,
    new: Version<'a>,
    changes: Vec<Change>,
    /// Ways that were gone: the way before and the step.
    ways: Vec<(Way, Step)>,
    queue: VecDeque<(TypeId, TypeId, At)>,
    seen: HashSet<(TypeId, TypeId, Mask)>,
    root: usize,
    operation: Option<String>,
}

impl<'a> Diff<'a> {
    fn new(old: Version<'a>, new: Version<'a>) -> Self {
        Self {
            old,
            new,
            changes: Vec::new(),
            ways: Vec::new(),
            queue: VecDeque::new(),
            seen: HashSet::new(),
            root: 0,
            operation: None,
        }
    }

    /// Compares two types and all that lies in them.
    fn types(&mut self, old: TypeId, new: TypeId, subject: &str) {
        self.seen.clear();
        self.push(old, new, At { subject: subject.to_owned(), ways: (None, None), mask: BOTH, types: None });
        while let Some((old, new, at)) = self.queue.pop_front() {
            self.pair(old, new, &at);
        }
    }

    fn push(&mut self, old: TypeId, new: TypeId, at: At) {
        let key = (self.old.schemas.meant(old), self.new.schemas.meant(new), at.mask);
        if (at.mask.old_in_new || at.mask.new_in_old) && self.seen.insert(key) {
            self.queue.push_back((old, new, At { types: Some((old, new)), ..at }));
        }
    }

    fn pair(&mut self, old: TypeId, new: TypeId, at: &At) {
        let (was, is) = (self.old.schemas.shape(old), self.new.schemas.shape(new));
        match (was, is) {
            (Shape::Unknown, _) | (_, Shape::Unknown) => {}
            (Shape::Union(a), Shape::Union(b)) => self.unions((old, a), (new, b), at),
            (Shape::Union(a), _) => self.left_union((old, a), new, at),
            (_, Shape::Union(b)) => self.entered_union(old, (new, b), at),
            (Shape::Primitive(a), Shape::Primitive(b)) if a == b => {
                self.logical(old, new, at);
                self.annotations(old, new, at);
            }
            (Shape::Primitive(a), Shape::Primitive(b)) => self.primitives((old, *a), (new, *b), at),
            (Shape::Array(a), Shape::Array(b)) => self.inside(*a, *b, at, &Step::Item, "items"),
            (Shape::Map(a), Shape::Map(b)) => self.inside(*a, *b, at, &Step::Value, "values"),
            (Shape::Record(a, fields), Shape::Record(b, others)) => {
                self.names((old, a), (new, b), at);
                self.fields((a, fields), (b, others), at);
                self.annotations(old, new, at);
            }
            (Shape::Enum(a, symbols, default), Shape::Enum(b, others, other)) => {
                self.names((old, a), (new, b), at);
                self.symbols((old, symbols, default), (new, others, other), at);
                self.annotations(old, new, at);
            }
            (Shape::Fixed(a, size), Shape::Fixed(b, other)) => {
                self.names((old, a), (new, b), at);
                self.size((old, *size), (new, *other), at);
                self.logical(old, new, at);
                self.annotations(old, new, at);
            }
            _ => {
                let (was, is) = (self.old.schemas.words(old), self.new.schemas.words(new));
                let problem =
                    |wrote: &str, reads: &str| Some(Problem::refused(format!("{wrote} is not read as {reads}")));
                let (there, back) = (problem(&was, &is), problem(&is, &was));
                self.changed(What::TypeChanged, (old, new), at, (was, is), (there, back));
            }
        }
    }

    fn inside(&mut self, old: TypeId, new: TypeId, at: &At, step: &Step, word: &str) {
        let ways = (self.step(at.ways.0, step.clone()), self.step(at.ways.1, step.clone()));
        let subject = format!("{}, {word}", at.subject);
        self.push(old, new, At { subject, ways, mask: at.mask, types: None });
    }

    fn primitives(&mut self, (old, was): (TypeId, Primitive), (new, is): (TypeId, Primitive), at: &At) {
        let problem = |wrote: Primitive, reads: Primitive| {
            let why = format!("a datum written as {} is not read as {}", wrote.as_str(), reads.as_str());
            (!wrote.is_read_as(reads)).then(|| Problem::refused(why))
        };
        let words = (was.as_str().to_owned(), is.as_str().to_owned());
        self.changed(What::TypeChanged, (old, new), at, words, (problem(was, is), problem(is, was)));
    }

    /// What the values mean. Who does not know a logical type reads the type below it, so data are read, as something else.
    fn logical(&mut self, old: TypeId, new: TypeId, at: &At) {
        let logical = |version: Version<'a>, id: TypeId| version.schemas.get(id).and_then(|it| it.logical.as_ref());
        let (was, is) = (logical(self.old, old), logical(self.new, new));
        if was == is {
            return;
        }
        let words = (logical_words(was), logical_words(is));
        let (what, problem) = match (was, is) {
            (Some(Logical::Decimal { scale, .. }), Some(Logical::Decimal { scale: other, .. })) => {
                let problem = if scale == other {
                    Problem::doubtful("decimals match only where precision and scale are the same".to_owned())
                } else {
                    Problem::misread(format!(
                        "digits written with scale {scale} mean another number with scale {other}"
                    ))
                };
                (What::DecimalChanged, problem)
            }
            (Some(_), Some(_)) => {
                let why = format!("what was written as {} is taken for {}", words.0, words.1);
                (What::LogicalTypeChanged, Problem::misread(why))
            }
            _ => {
                let why = "who goes by what the value means takes it for something else; the value itself is read";
                (What::LogicalTypeChanged, Problem::doubtful(why.to_owned()))
            }
        };
        self.changed(what, (old, new), at, words, (Some(problem.clone()), Some(problem)));
    }

    /// Records a change of two types; problems of directions in which nothing passes are none.
    fn changed(
        &mut self,
        what: What,
        (old, new): (TypeId, TypeId),
        at: &At,
        words: (String, String),
        problems: (Option<Problem>, Option<Problem>),
    ) {
        let places = (self.old.schemas.get(old).map(|it| it.node), self.new.schemas.get(new).map(|it| it.node));
        self.record(what, String::new(), at, places, words, problems);
    }

    fn record(
        &mut self,
        what: What,
        item: String,
        at: &At,
        (before, after): (Option<NodeId>, Option<NodeId>),
        words: (String, String),
        (old_in_new, new_in_old): (Option<Problem>, Option<Problem>),
    ) {
        let root = self.root;
        self.changes.push(Change {
            what,
            item,
            words,
            subject: at.subject.clone(),
            operation: self.operation.clone(),
            before,
            after,
            old_in_new: old_in_new.filter(|_| at.mask.old_in_new),
            new_in_old: new_in_old.filter(|_| at.mask.new_in_old),
            root,
            types: at.types,
            ways: (self.steps(at.ways.0), self.steps(at.ways.1)),
        });
    }

    /// The way that goes on by a step.
    fn step(&mut self, way: Way, step: Step) -> Way {
        self.ways.push((way, step));
        self.ways.len().checked_sub(1)
    }

    /// The steps of a way, from the root on; of one that is too long to be walked none.
    fn steps(&self, way: Way) -> Vec<Step> {
        let all = std::iter::successors(way, |at| self.ways.get(*at).and_then(|(before, _)| *before));
        let mut steps: Vec<Step> =
            all.take(LONGEST + 1).filter_map(|at| self.ways.get(at)).map(|(_, step)| step.clone()).collect();
        steps.reverse();
        steps
    }
}

/// Steps of a way that a datum is made along.
pub(super) const LONGEST: usize = 128;

impl Problem {
    /// It is not read.
    fn refused(why: String) -> Self {
        Self { why, shown_by: Shown::Any, misread: false, certain: true }
    }

    /// It is read as something else.
    fn misread(why: String) -> Self {
        Self { why, shown_by: Shown::Any, misread: true, certain: true }
    }

    /// Whether it is read depends on who reads.
    fn doubtful(why: String) -> Self {
        Self { why, shown_by: Shown::Any, misread: true, certain: false }
    }
}

fn logical_words(logical: Option<&Logical>) -> String {
    match logical {
        None => "no logical type".to_owned(),
        Some(Logical::Named(name)) => (*name).to_owned(),
        Some(Logical::Decimal { precision, scale }) => format!("decimal({precision}, {scale})"),
    }
}
