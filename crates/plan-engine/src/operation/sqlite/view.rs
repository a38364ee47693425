//! Adds, replaces and drops views. They hold no rows, and SQLite looks at what they read only when they are read.

use schema_diff::catalogue::{Catalogue, Object, ObjectPath, QualifiedName, View};

use super::facts;
use crate::Refusal;
use crate::operation::{Context, Draft, Operation};
use crate::plan::{Action, Edit, Sql};

/// Puts a view from `from` to `to`, its triggers with it.
pub(super) struct ChangeView {
    pub(super) name: QualifiedName,
    pub(super) from: Option<View>,
    pub(super) to: Option<View>,
}

impl Operation for ChangeView {
    fn lower(&self, _now: &Catalogue, context: &Context<'_>) -> Result<Vec<Draft>, Refusal> {
        let path = ObjectPath::View(self.name.clone());
        let edit = |view: Option<&View>| match view {
            Some(view) => Edit::put(path.clone(), Object::View(view.clone())),
            None => Edit::remove(path.clone()),
        };
        let change = |from: Option<&View>, to: Option<&View>| {
            let drop = from.map(|_| context.writer.drop(&path));
            let create = to.into_iter().flat_map(|it| context.writer.create(&path, &Object::View(it.clone())));
            Action::Sql(Sql::in_transaction(drop.into_iter().chain(create).collect()))
        };
        let (from, to) = (self.from.as_ref(), self.to.as_ref());
        let (operation, verb, undo, why) = match (from, to) {
            (None, _) => ("add_view", "Create", "Drop", "It is there when the new version reads it."),
            (_, None) => ("drop_view", "Drop", "Create", "The old version, which read it, is gone."),
            _ => ("change_view", "Replace", "Replace", "SQLite cannot change a view; it is made anew."),
        };
        let title = |verb: &str| format!("{verb} view {}", context.writer.name(&self.name));
        Ok(vec![
            Draft::new(operation, &path, title(verb), why)
                .forward([change(from, to)])
                .effect([edit(to)])
                .facts(facts::brief())
                .back(title(undo), [change(to, from)], [edit(from)])
                .back_facts(facts::brief()),
        ])
    }
}

/// The view between `expand` and `contract`; none where the two versions need it with different columns.
pub(super) fn expanded(old: &View, new: &View) -> Option<View> {
    let names =
        |view: &View| view.columns.as_ref().map(|columns| columns.iter().map(|it| it.name.clone()).collect::<Vec<_>>());
    let mut view = match (names(old), names(new)) {
        (Some(before), Some(after)) => {
            let gains = after.iter().any(|it| !before.contains(it));
            let loses = before.iter().any(|it| !after.contains(it));
            match (gains, loses) {
                (true, true) => return None,
                (false, true) => old.clone(),
                _ => new.clone(),
            }
        }
        _ => new.clone(),
    };
    view.triggers = old.triggers.clone();
    view.triggers.extend(new.triggers.clone());
    Some(view)
}

/// Equal but for the triggers.
pub(super) fn same_definition(one: &View, other: &View) -> bool {
    let names =
        |view: &View| view.columns.as_ref().map(|columns| columns.iter().map(|it| it.name.clone()).collect::<Vec<_>>());
    one.query == other.query && (names(one) == names(other) || names(one).is_none() || names(other).is_none())
}
