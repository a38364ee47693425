//! Arguments and input fields.

use super::super::change::{Aspect, At, Data, Edit, Element};
use super::super::model::Input;
use super::types::spot;
use super::{Diff, Spot};

impl<'a> Diff<'a> {
    /// An argument of a field or a directive, or a field of an input object, in what stands at `at`.
    pub(super) fn input(
        &mut self,
        element: Element,
        at: At<'a>,
        in_new: bool,
        old: Option<&'a Input<'a>>,
        new: Option<&'a Input<'a>>,
    ) {
        let Some(found) = new.or(old) else { return };
        let name = found.head.name.text;
        let at = if element == Element::InputField { at.member(name) } else { at.argument(name) };
        let spot = Spot { in_new, ..spot(element, at, old.map(|it| &it.head), new.map(|it| &it.head)) };
        self.changes.extend(spot.whole(Data::Input(found)));
        let Some(new) = new else { return };
        let Some(old) = old else {
            self.head(Spot { in_new: true, ..spot }, None, &new.head);
            return;
        };
        self.head(spot, Some(&old.head), &new.head);
        if old.ty != new.ty {
            self.changes.push(spot.change(Aspect::Type, Edit::Changed, Data::Types(old.ty, new.ty)));
        }
        let edit = match (&old.default, &new.default) {
            (old, new) if old == new => return,
            (None, _) => Edit::Added,
            (_, None) => Edit::Removed,
            _ => Edit::Changed,
        };
        // A type that takes no null any more is told itself.
        let demanded = old.ty.is_non_null() && !old.is_required() && new.is_required();
        let values = Data::Defaults(old.default.as_ref(), new.default.as_ref(), demanded);
        self.changes.push(spot.change(Aspect::Default, edit, values));
    }
}
