//! Paths: which are the same, which came, which are gone.

use std::collections::{HashMap, HashSet};
use std::rc::Rc;

use super::{Differ, Difference, Pair, Scope};
use crate::change::{Edit, Element, Place};
use crate::document::NodeId;
use crate::openapi::left_out;
use crate::openapi::model::{Api, Operation, PathItem, Template};
use crate::openapi::objects::PATH_ITEM;

/// How often a path that is gone is held against a template that might stand for it: enough for any document.
const OVERLAPS: usize = 1_000_000;

/// A path of one document.
pub(super) struct Path<'a> {
    pub(super) name: &'a str,
    pub(super) template: Template,
    pub(super) node: NodeId,
    /// None where its reference leads nowhere.
    pub(super) item: Option<PathItem<'a>>,
}

/// The paths of a document but those `left_out`; their templates are relative to the servers of both documents, which is
/// what `prefix` is for.
fn paths<'a>(api: Api<'a>, prefix: &str, left_out: &[String]) -> Vec<Path<'a>> {
    let of = |(name, node)| {
        let template = Template::parse(&format!("{prefix}{name}"));
        Path { name, template, node, item: PathItem::of(api, node) }
    };
    let told = |name: &str| name.starts_with('/') && !left_out.iter().any(|pattern| left_out::matches(pattern, name));
    api.document().map("paths").filter(|(name, _)| told(name)).map(of).collect()
}

impl<'a> Differ<'_, 'a> {
    pub(super) fn paths(&mut self) {
        let left_out = self.comparison.options.left_out.as_slice();
        let before = paths(self.before, &self.prefixes.before, left_out);
        let after = paths(self.after, &self.prefixes.after, left_out);
        let counterparts = counterparts(&before, &after, self.prefixes.moved());
        let mut taken = vec![false; after.len()];
        for (old, counterpart) in before.iter().zip(&counterparts) {
            if let Some(new) = counterpart.and_then(|at| after.get(at)) {
                self.path(old, new);
            }
        }
        for at in counterparts.iter().flatten() {
            taken.get_mut(*at).into_iter().for_each(|it| *it = true);
        }
        let gone: Vec<_> =
            before.iter().zip(&counterparts).filter(|(_, at)| at.is_none()).map(|(path, _)| path).collect();
        let came: Vec<_> = after.iter().zip(&taken).filter(|(_, taken)| !**taken).map(|(path, _)| path).collect();
        let (old, new) = (self.before.document(), self.after.document());
        let holders = Pair { before: old, after: new }.nodes("paths");
        for path in &gone {
            let takes_over = covering(path, &after, gone.len());
            self.whole_path(path, Edit::Removed, takes_over, holders);
        }
        for path in &came {
            let taken_from = covering(path, &before, came.len());
            self.whole_path(path, Edit::Added, taken_from, holders);
        }
    }

    fn path(&mut self, old: &Path<'a>, new: &Path<'a>) {
        let (Some(before), Some(after)) = (old.item, new.item) else { return };
        let pair = Pair { before: before.part(), after: after.part() };
        let place = Rc::new(Place { subject: format!("path `{}`", new.name), ..Place::default() });
        self.fields(&PATH_ITEM, pair, &place);
        self.called_back.clear();
        self.operations(&before, &after, (&old.template, &new.template), &|operation| {
            Scope::of(format!("{} {}", operation.method, new.name), operation, false)
        });
    }

    /// Records a path that came or is gone: once for each of its operations, which is what clients call. The item says
    /// which template of the other document stands for the same path.
    fn whole_path(&mut self, path: &Path<'a>, edit: Edit, other: Option<&Path<'a>>, holders: (NodeId, NodeId)) {
        let difference =
            || Difference { item: other.map(|it| it.name.to_owned()), ..Difference::new(Element::Path, "", edit) };
        let nodes = |node| if edit == Edit::Added { (holders.0, node) } else { (node, holders.1) };
        let operations = path.item.map(|item| item.operations()).unwrap_or_default();
        if operations.is_empty() {
            let place = Rc::new(Place { subject: format!("path `{}`", path.name), ..Place::default() });
            self.push(&place, difference(), nodes(path.node));
        }
        for operation in operations {
            let scope = Scope::of(format!("{} {}", operation.method, path.name), &operation, false);
            let place = scope.request("path").lasting_as(&operation.part);
            self.push(&place, difference(), nodes(operation.part.node));
        }
    }

    /// Compares the operations of two path items; `scope` makes the scope of an operation of the old document.
    pub(super) fn operations(
        &mut self,
        before: &PathItem<'a>,
        after: &PathItem<'a>,
        templates: (&Template, &Template),
        scope: &dyn Fn(&Operation<'a>) -> Scope,
    ) {
        let (old, new) = (before.operations(), after.operations());
        let holders = (before.own.node, after.own.node);
        let by_method: HashMap<&str, &Operation<'a>> = new.iter().map(|it| (it.method, it)).collect();
        let known: HashSet<&str> = old.iter().map(|it| it.method).collect();
        for operation in &old {
            let scope = scope(operation);
            if let Some(counterpart) = by_method.get(operation.method) {
                self.operation(operation, counterpart, templates, &scope);
                continue;
            }
            let gone = Difference::new(Element::Operation, "", Edit::Removed);
            let place = scope.request("operation").lasting_as(&operation.part);
            self.push(&place, gone, (operation.part.node, holders.1));
        }
        for operation in new.iter().filter(|it| !known.contains(it.method)) {
            let came = Difference::new(Element::Operation, "", Edit::Added);
            let place = Rc::new(scope(operation).request("operation"));
            self.push(&place, came, (holders.0, operation.part.node));
        }
    }
}

/// For each old path which new one is the same: by its text, unless a part of it `moved`, or else by its template.
fn counterparts(before: &[Path<'_>], after: &[Path<'_>], moved: bool) -> Vec<Option<usize>> {
    let named = after.iter().enumerate().filter(|_| !moved);
    let by_name: HashMap<&str, usize> = named.map(|(at, path)| (path.name, at)).collect();
    let mut found: Vec<Option<usize>> = before.iter().map(|path| by_name.get(path.name).copied()).collect();
    let mut by_shape: HashMap<&str, Vec<usize>> = HashMap::new();
    let known: HashSet<usize> = found.iter().flatten().copied().collect();
    for (at, path) in after.iter().enumerate().rev().filter(|(at, _)| !known.contains(at)) {
        by_shape.entry(&path.template.shape).or_default().push(at);
    }
    for (path, found) in before.iter().zip(&mut found).filter(|(_, found)| found.is_none()) {
        *found = by_shape.get_mut(path.template.shape.as_str()).and_then(Vec::pop);
    }
    found
}

/// The path among `others` whose template stands for `path` too.
fn covering<'x, 'a>(path: &Path<'a>, others: &'x [Path<'a>], asked: usize) -> Option<&'x Path<'a>> {
    if asked.saturating_mul(others.len()) > OVERLAPS {
        return None;
    }
    others.iter().find(|other| other.template.covers(&path.template))
}
