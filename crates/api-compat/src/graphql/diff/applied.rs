//! Directives where they are applied.

use std::collections::{HashMap, VecDeque};

use super::super::change::{Aspect, Data, Edit, Element};
use super::super::model::{Applied, Name, Text, Value};
use super::{Diff, Spot};

/// What `@deprecated` says where nothing is said (October 2021, 3.13.3).
const NO_REASON: &str = "No longer supported";

/// Why something is deprecated; none where nothing is said.
pub(super) fn reason<'a>(applied: &'a Applied<'a>) -> Option<Text<'a>> {
    let value = applied.arguments.iter().find(|(name, _)| name.text == "reason").map(|(_, value)| value);
    match value {
        Some(Value::String(text)) if text.value() != NO_REASON => Some(*text),
        _ => None,
    }
}

impl<'a> Diff<'a> {
    /// Directives on what stands at `spot`. Of one that is applied several times the first is held against the first, and
    /// so on.
    pub(super) fn applied(&mut self, spot: Spot<'a>, old: &'a [Applied<'a>], new: &'a [Applied<'a>]) {
        if old.is_empty() && new.is_empty() {
            return;
        }
        let mut rest: HashMap<&str, VecDeque<&'a Applied<'a>>> = HashMap::new();
        for applied in new {
            rest.entry(applied.name.text).or_default().push_back(applied);
        }
        for old in old {
            match rest.get_mut(old.name.text).and_then(VecDeque::pop_front) {
                Some(new) => self.arguments(spot, Some(old), new),
                None => self.one(spot, old.name, Edit::Removed),
            }
        }
        for applied in new {
            // Those that are left over come last among those of their name.
            if let Some(left) = rest.remove(applied.name.text) {
                for new in left {
                    self.one(spot, new.name, Edit::Added);
                    self.arguments(spot, None, new);
                }
            }
        }
    }

    fn one(&mut self, spot: Spot<'a>, name: Name<'a>, edit: Edit) {
        let place = (edit == Edit::Added, name.place);
        let change = Spot {
            element: Element::Applied,
            at: spot.at.applied(name.text),
            before: if place.0 { spot.before } else { Some(place.1) },
            after: if place.0 { Some(place.1) } else { spot.after },
            ..spot
        };
        let host = Data::Names(Some(host(spot.element)), None);
        self.changes.push(change.change(Aspect::Whole, edit, host));
    }

    /// Arguments with which a directive is applied. One with another value counts as changed.
    fn arguments(&mut self, spot: Spot<'a>, old: Option<&'a Applied<'a>>, new: &'a Applied<'a>) {
        let of = |applied: Option<&'a Applied<'a>>, name: &str| {
            applied.and_then(|it| it.arguments.iter().find(|(it, _)| it.text == name))
        };
        let before = old.map_or(&[][..], |old| old.arguments.as_slice());
        let gone = before.iter().filter(|(name, _)| of(Some(new), name.text).is_none());
        for (name, value) in gone {
            self.argument(spot, (old, Some(new)), (Some((*name, value)), None));
        }
        for (name, value) in &new.arguments {
            match of(old, name.text) {
                Some((_, old)) if old == value => {}
                Some((before, old_value)) => {
                    self.argument(spot, (old, Some(new)), (Some((*before, old_value)), Some((*name, value))));
                }
                None => self.argument(spot, (old, Some(new)), (None, Some((*name, value)))),
            }
        }
    }

    fn argument(
        &mut self,
        spot: Spot<'a>,
        (old_applied, new_applied): (Option<&'a Applied<'a>>, Option<&'a Applied<'a>>),
        (old, new): (Option<Given<'a>>, Option<Given<'a>>),
    ) {
        let (Some(applied), Some((name, _))) = (new_applied.or(old_applied), new.or(old)) else { return };
        let edit = match (old, new) {
            (None, _) => Edit::Added,
            (_, None) => Edit::Removed,
            _ => Edit::Changed,
        };
        let change = Spot {
            element: Element::AppliedArgument,
            at: spot.at.applied(applied.name.text).applied_argument(name.text),
            before: old.map(|(name, _)| name.place).or(old_applied.map(|it| it.name.place)),
            after: new.map(|(name, _)| name.place).or(new_applied.map(|it| it.name.place)),
            in_new: spot.in_new || old_applied.is_none(),
            ..spot
        };
        let values = Data::Values(old.map(|it| it.1), new.map(|it| it.1));
        self.changes.push(change.change(Aspect::Whole, edit, values));
    }
}

/// An argument as it is given.
type Given<'a> = (Name<'a>, &'a Value<'a>);

/// What a directive stands on, for a message.
fn host(element: Element) -> &'static str {
    match element {
        Element::Schema => "schema",
        Element::Field => "field",
        Element::Argument | Element::DirectiveArgument => "argument",
        Element::InputField => "input field",
        Element::EnumValue => "enum value",
        _ => "type",
    }
}
