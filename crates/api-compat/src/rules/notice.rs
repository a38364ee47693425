//! The notice that was given before something changed: deprecation, the day until which it stays, its stability.

use findings::{Date, Finding, Severity};

use super::Context;
use crate::change::{Change, Edit, Stability};
use crate::document::{NodeId, Tree, Value};

/// The notice that was given of a removal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Notice {
    /// None.
    None,
    /// It was deprecated, and nothing said until when it stays.
    WithoutDay,
    /// It was deprecated until something that is no day.
    Unreadable(String),
    /// It was to stay until that day, which has not come or is not known to have come.
    Before(Date),
    /// It was to stay until that day, which has come.
    After(Date),
}

/// The notice that was given of the removal of what `change` is about.
pub(crate) fn of(change: &Change, context: &Context<'_>) -> Notice {
    if !change.place.deprecated {
        return Notice::None;
    }
    let today = context.options.today;
    let Some(text) = &change.place.sunset else { return Notice::WithoutDay };
    match text.parse::<Date>() {
        Ok(day) if today.is_some_and(|today| day <= today) => Notice::After(day),
        Ok(day) => Notice::Before(day),
        Err(wrong) => Notice::Unreadable(wrong),
    }
}

impl Notice {
    /// How bad the removal is that would be `unannounced` without notice, and why.
    pub(crate) fn removal(&self, unannounced: Severity) -> (Severity, String) {
        match self {
            Self::None => (unannounced, "it was not deprecated before".to_owned()),
            Self::WithoutDay => (Severity::NonBreaking, "its deprecation was the notice".to_owned()),
            Self::Unreadable(wrong) => (Severity::Breaking, format!("nobody could plan for its `x-sunset`: {wrong}")),
            Self::Before(day) => (Severity::Breaking, format!("it was to stay until {day}")),
            Self::After(day) => {
                (Severity::NonBreaking, format!("it was announced to stay until {day}, which has passed"))
            }
        }
    }
}

/// The day that the new document states in the field that changed, or what is wrong with it.
pub(crate) fn new_day(change: &Change, context: &Context<'_>) -> Result<Date, String> {
    day(context.after.tree, change.after)
}

/// The day that the old document states in the field that changed, or what is wrong with it.
pub(crate) fn old_day(change: &Change, context: &Context<'_>) -> Result<Date, String> {
    day(context.before.tree, change.before)
}

fn day(tree: &Tree, node: Option<NodeId>) -> Result<Date, String> {
    match node.map(|node| tree.value(node)) {
        Some(Value::String(text)) => text.parse(),
        _ => Err("it is no text: write a day as in 2026-03-31".to_owned()),
    }
}

/// The level before, and the level now or what is written instead of one.
pub(crate) fn stability(change: &Change, context: &Context<'_>) -> (Stability, Result<Stability, String>) {
    let tree = context.after.tree;
    // An object is the operation that does not state a level.
    let stated = change.after.filter(|node| !tree.is_object(*node));
    let new = stated.map_or(Ok(Stability::default()), |node| {
        tree.str(node).and_then(Stability::parse).ok_or_else(|| format!("`{}`", tree.to_json(node)))
    });
    (change.place.stability, new)
}

/// Nobody was promised that a draft or an alpha stays as it is: what changes in one does not break.
pub(crate) fn of_drafts(change: &Change, finding: Finding) -> Finding {
    let level = change.place.stability;
    if level > Stability::Alpha || finding.severity < Severity::PotentiallyBreaking {
        return finding;
    }
    let why = format!("{}; the operation was {}, and nobody was promised that it stays", finding.why, word(level));
    Finding { severity: Severity::NonBreaking, who_breaks: Vec::new(), witness: None, why, ..finding }
}

/// What becomes of a promise that a schema makes with an extension; none where it is kept, or no promise.
pub(crate) fn of_schema(change: &Change, context: &Context<'_>, _: Severity) -> Option<(Severity, &'static str)> {
    let (old, new) = (context.before.tree, context.after.tree);
    let why = match change.item.as_deref()? {
        "x-stability-level" => {
            let level = |tree: &Tree, node: Option<NodeId>| match node {
                None => Some(Stability::default()),
                Some(node) => tree.str(node).and_then(Stability::parse),
            };
            let after = change.after.filter(|_| change.edit != Edit::Removed);
            let before = change.before.filter(|_| change.edit != Edit::Added);
            match (level(old, before), level(new, after)) {
                (_, None) => "nobody knows what is promised",
                (Some(old), Some(new)) if new < old => "what clients were promised is taken back",
                _ => return None,
            }
        }
        "x-sunset" => match (day(old, change.before), day(new, change.after)) {
            (_, Err(_)) if change.edit != Edit::Removed => "nobody can plan for it",
            (Ok(old), Ok(new)) if new < old => "clients planned for a later day",
            _ => return None,
        },
        _ => return None,
    };
    Some((Severity::PotentiallyBreaking, why))
}

/// The word for a level.
pub(crate) fn word(level: Stability) -> &'static str {
    match level {
        Stability::Draft => "a draft",
        Stability::Alpha => "alpha",
        Stability::Beta => "beta",
        Stability::Stable => "stable",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_announced_may_go_once_its_day_has_come() {
        let day: Date = "2031-01-31".parse().unwrap();
        let severity = |notice: Notice| notice.removal(Severity::Breaking).0;
        assert_eq!(severity(Notice::After(day)), Severity::NonBreaking);
        assert_eq!(severity(Notice::Before(day)), Severity::Breaking);
        assert_eq!(severity(Notice::WithoutDay), Severity::NonBreaking);
        assert_eq!(severity(Notice::Unreadable(String::new())), Severity::Breaking);
        assert_eq!(Notice::None.removal(Severity::PotentiallyBreaking).0, Severity::PotentiallyBreaking);
    }
}
