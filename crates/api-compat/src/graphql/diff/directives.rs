//! Definitions of directives.

use super::super::change::{Aspect, At, Data, Edit, Element};
use super::super::model::Directive;
use super::types::{is_faulty, spot};
use super::{Diff, Spot, pairs};

/// Directives that every server has (October 2021, 3.13, and the draft's `@oneOf`), whether or not the document defines
/// them: printers leave their definitions out, or write them in.
const BUILT_IN: [&str; 5] = ["skip", "include", "deprecated", "specifiedBy", "oneOf"];

impl<'a> Diff<'a> {
    pub(super) fn directives(&mut self) {
        let (before, after) = (self.before, self.after);
        let counts = |it: &&Directive<'a>| !BUILT_IN.contains(&it.head.name.text);
        for old in before.directives.iter().filter(counts) {
            match after.directive(old.head.name.text) {
                Some(new) => self.directive(Some(old), new),
                None if is_faulty(before, after, old.head.name) => {}
                None => {
                    let at = At::of_directive(old.head.name.text);
                    self.changes.extend(spot(Element::Directive, at, Some(&old.head), None).whole(Data::None));
                }
            }
        }
        for new in after.directives.iter().filter(counts) {
            if before.directive(new.head.name.text).is_none() && !is_faulty(before, after, new.head.name) {
                self.directive(None, new);
            }
        }
    }

    fn directive(&mut self, old: Option<&'a Directive<'a>>, new: &'a Directive<'a>) {
        let in_new = old.is_none();
        let at = At::of_directive(new.head.name.text);
        let spot = spot(Element::Directive, at, old.map(|it| &it.head), Some(&new.head));
        self.changes.extend(spot.whole(Data::None));
        if let Some(old) = old {
            self.description(spot, old.head.description, new.head.description);
        }
        let edit = match (old.is_some_and(|it| it.repeatable), new.repeatable) {
            (false, true) => Some(Edit::Added),
            (true, false) => Some(Edit::Removed),
            _ => None,
        };
        let inner = Spot { in_new, ..spot };
        self.changes.extend(edit.map(|edit| inner.change(Aspect::Repeatable, edit, Data::None)));
        for (old, new) in pairs(old.map_or(&[], |it| it.locations.as_slice()), &new.locations) {
            let (before, after) = (old.map(|it| it.place), new.map(|it| it.place));
            let location = Spot { element: Element::DirectiveLocation, before, after, ..inner };
            self.changes.extend(location.whole(Data::Names(old.map(|it| it.text), new.map(|it| it.text))));
        }
        for (old, new) in pairs(old.map_or(&[], |it| it.arguments.as_slice()), &new.arguments) {
            self.input(Element::DirectiveArgument, at, in_new, old, new);
        }
    }
}
