//! What differs between two schemas.

mod applied;
mod directives;
mod inputs;
mod pairs;
#[cfg(test)]
mod tests;
mod types;

use super::change::{Aspect, At, Change, Data, Edit, Element};
use super::model::{Head, Place, Root, Schema, Text};
use pairs::{Pair, pairs};

/// What differs between two schemas, in the order in which it stands in them.
pub(crate) fn diff<'a>(before: &'a Schema<'a>, after: &'a Schema<'a>, texts: Texts<'a>) -> Vec<Change<'a>> {
    let mut diff = Diff { before, after, texts, changes: Vec::new() };
    diff.schema();
    diff.directives();
    diff.types();
    diff.changes
}

/// The texts of both sides by file: definitions that are the same text need no look.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Texts<'a> {
    pub(crate) before: &'a [findings::SourceText],
    pub(crate) after: &'a [findings::SourceText],
}

impl Texts<'_> {
    fn same(&self, before: Place, after: Place) -> bool {
        before.end - before.start == after.end - after.start
            && slice(self.before, before).is_some_and(|text| slice(self.after, after) == Some(text))
    }
}

/// The text at a place.
fn slice(files: &[findings::SourceText], place: Place) -> Option<&[u8]> {
    let file = files.get(usize::try_from(place.file).ok()?)?;
    file.text().as_bytes().get(usize::try_from(place.start).ok()?..usize::try_from(place.end).ok()?)
}

struct Diff<'a> {
    before: &'a Schema<'a>,
    after: &'a Schema<'a>,
    texts: Texts<'a>,
    changes: Vec<Change<'a>>,
}

/// What stands at one place on both sides.
#[derive(Debug, Clone, Copy)]
struct Spot<'a> {
    element: Element,
    at: At<'a>,
    before: Option<Place>,
    after: Option<Place>,
    /// Whether what it stands in is new.
    in_new: bool,
    deprecated: bool,
}

impl<'a> Spot<'a> {
    fn change(self, aspect: Aspect, edit: Edit, data: Data<'a>) -> Change<'a> {
        let Self { element, at, before, after, in_new, deprecated } = self;
        Change { element, aspect, edit, at, before, after, in_new, deprecated, data }
    }

    /// Came, went, or neither.
    fn whole(self, data: Data<'a>) -> Option<Change<'a>> {
        match (self.before, self.after) {
            (Some(_), None) => Some(self.change(Aspect::Whole, Edit::Removed, data)),
            (None, Some(_)) => Some(self.change(Aspect::Whole, Edit::Added, data)),
            _ => None,
        }
    }
}

impl<'a> Diff<'a> {
    fn schema(&mut self) {
        let (before, after) = (self.before, self.after);
        for root in Root::ALL {
            let (old, new) = (before.root(root), after.root(root));
            let edit = match (old, new) {
                (Some(old), Some(new)) if old.text == new.text => continue,
                (None, None) => continue,
                (Some(_), Some(_)) => Edit::Changed,
                (Some(_), None) => Edit::Removed,
                (None, Some(_)) => Edit::Added,
            };
            let spot = Spot {
                element: Element::Root,
                at: At::default().member(root.as_str()),
                before: old.map(|it| it.place),
                after: new.map(|it| it.place),
                in_new: false,
                deprecated: false,
            };
            let names = Data::Names(old.map(|it| it.text), new.map(|it| it.text));
            self.changes.push(spot.change(Aspect::Whole, edit, names));
        }
        let spot = Spot {
            element: Element::Schema,
            at: At::default(),
            before: before.place,
            after: after.place,
            in_new: false,
            deprecated: false,
        };
        self.description(spot, before.description, after.description);
        self.applied(spot, &before.applied, &after.applied);
    }

    fn description(&mut self, spot: Spot<'a>, old: Option<Text<'a>>, new: Option<Text<'a>>) {
        // An empty description says as much as none.
        let told = |text: Option<Text<'a>>| text.filter(|text| !text.value().is_empty());
        if old.is_none() && new.is_none() || old == new {
            return;
        }
        let (old, new) = (told(old), told(new));
        let edit = match (old, new) {
            (None, None) => return,
            (None, Some(_)) => Edit::Added,
            (Some(_), None) => Edit::Removed,
            (Some(_), Some(_)) => Edit::Changed,
        };
        self.changes.push(spot.change(Aspect::Description, edit, Data::Texts(old, new)));
    }

    /// What is said of something on both sides: description, deprecation, directives. What is said of something new is
    /// part of it, apart from directives.
    fn head(&mut self, spot: Spot<'a>, old: Option<&'a Head<'a>>, new: &'a Head<'a>) {
        if let Some(old) = old {
            self.description(spot, old.description, new.description);
        }
        if matches!(spot.element, Element::Field | Element::EnumValue) {
            self.deprecation(spot, old, new);
        }
        self.applied(spot, old.map_or(&[], |old| old.applied.as_slice()), &new.applied);
    }

    fn deprecation(&mut self, spot: Spot<'a>, old: Option<&'a Head<'a>>, new: &'a Head<'a>) {
        let reason = |head: &'a Head<'a>| head.applied("deprecated").map(applied::reason);
        let (old, new) = (old.and_then(reason), reason(new));
        let (aspect, edit) = match (old, new) {
            (None, None) => return,
            (None, Some(_)) => (Aspect::Deprecation, Edit::Added),
            (Some(_), None) => (Aspect::Deprecation, Edit::Removed),
            (Some(old), Some(new)) if old == new => return,
            (Some(None), Some(_)) => (Aspect::Reason, Edit::Added),
            (Some(_), Some(None)) => (Aspect::Reason, Edit::Removed),
            _ => (Aspect::Reason, Edit::Changed),
        };
        self.changes.push(spot.change(aspect, edit, Data::Texts(old.flatten(), new.flatten())));
    }
}
