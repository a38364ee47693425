//! Types: their kind, what they implement, their fields, members and values.

use super::super::change::{Aspect, At, Data, Edit, Element};
use super::super::model::{EnumValue, Field, Head, Name, Schema, Type, TypeKind};
use super::{Diff, Pair, Spot, pairs};

impl<'a> Diff<'a> {
    pub(super) fn types(&mut self) {
        let (before, after) = (self.before, self.after);
        for old in before.types.iter().filter(|it| !is_faulty(before, after, it.head.name)) {
            match after.get(old.head.name.text) {
                None => self.type_went(old),
                Some(new) => {
                    let same = !old.extended && !new.extended && self.texts.same(old.whole, new.whole);
                    if !same {
                        self.both(old, new);
                    }
                }
            }
        }
        for new in after.types.iter().filter(|it| !is_faulty(before, after, it.head.name)) {
            if before.get(new.head.name.text).is_none() {
                self.type_came(new);
            }
        }
    }

    fn type_went(&mut self, old: &'a Type<'a>) {
        let spot = spot(Element::Type, At::of_type(old.head.name.text), Some(&old.head), None);
        self.changes.extend(spot.whole(Data::Kind(old.kind)));
    }

    fn type_came(&mut self, new: &'a Type<'a>) {
        let spot = spot(Element::Type, At::of_type(new.head.name.text), None, Some(&new.head));
        self.changes.extend(spot.whole(Data::Kind(new.kind)));
        self.head(Spot { in_new: true, ..spot }, None, &new.head);
        self.parts(None, new);
    }

    fn both(&mut self, old: &'a Type<'a>, new: &'a Type<'a>) {
        let spot = spot(Element::Type, At::of_type(new.head.name.text), Some(&old.head), Some(&new.head));
        if old.kind == new.kind {
            self.head(spot, Some(&old.head), &new.head);
            self.parts(Some(old), new);
        } else {
            self.changes.push(spot.change(Aspect::Kind, Edit::Changed, Data::Kinds(old.kind, new.kind)));
            self.description(spot, old.head.description, new.head.description);
        }
    }

    fn parts(&mut self, old: Option<&'a Type<'a>>, new: &'a Type<'a>) {
        let owner = new.head.name.text;
        let in_new = old.is_none();
        macro_rules! part {
            ($part:ident) => {
                pairs(old.map_or(&[], |old| old.$part.as_slice()), &new.$part)
            };
        }
        self.names(Element::Interface, owner, in_new, part!(interfaces));
        self.names(Element::UnionMember, owner, in_new, part!(members));
        let kind = new.kind;
        for (old, new) in part!(fields) {
            self.field(owner, kind, in_new, old, new);
        }
        for (old, new) in part!(inputs) {
            self.input(Element::InputField, At::of_type(owner), in_new, old, new);
        }
        for (old, new) in part!(values) {
            self.enum_value(owner, in_new, old, new);
        }
    }

    fn names(&mut self, element: Element, owner: &'a str, in_new: bool, pairs: Vec<Pair<'a, Name<'a>>>) {
        for (old, new) in pairs {
            let spot = Spot {
                element,
                at: At::of_type(owner),
                before: old.map(|it| it.place),
                after: new.map(|it| it.place),
                in_new,
                deprecated: false,
            };
            self.changes.extend(spot.whole(Data::Names(old.map(|it| it.text), new.map(|it| it.text))));
        }
    }

    fn field(
        &mut self,
        owner: &'a str,
        kind: TypeKind,
        in_new: bool,
        old: Option<&'a Field<'a>>,
        new: Option<&'a Field<'a>>,
    ) {
        let Some(name) = new.or(old).map(|it| it.head.name.text) else { return };
        let at = At::of_type(owner).member(name);
        let spot = Spot { in_new, ..spot(Element::Field, at, old.map(|it| &it.head), new.map(|it| &it.head)) };
        self.changes.extend(spot.whole(Data::Kind(kind)));
        let Some(new) = new else { return };
        self.head(Spot { in_new: old.is_none(), ..spot }, old.map(|it| &it.head), &new.head);
        if let Some(old) = old.filter(|old| old.ty != new.ty) {
            self.changes.push(spot.change(Aspect::Type, Edit::Changed, Data::Types(old.ty, new.ty)));
        }
        for (old_argument, argument) in pairs(old.map_or(&[], |it| it.arguments.as_slice()), &new.arguments) {
            self.input(Element::Argument, at, old.is_none(), old_argument, argument);
        }
    }

    fn enum_value(
        &mut self,
        owner: &'a str,
        in_new: bool,
        old: Option<&'a EnumValue<'a>>,
        new: Option<&'a EnumValue<'a>>,
    ) {
        let (old, new) = (old.map(|it| &it.head), new.map(|it| &it.head));
        let Some(name) = new.or(old).map(|it| it.name.text) else { return };
        let spot = Spot { in_new, ..spot(Element::EnumValue, At::of_type(owner).member(name), old, new) };
        self.changes.extend(spot.whole(Data::Kind(TypeKind::Enum)));
        if let Some(new) = new {
            self.head(Spot { in_new: old.is_none(), ..spot }, old, new);
        }
    }
}

/// What could not be read on one side is not gone from it, and not new on the other.
pub(super) fn is_faulty(before: &Schema<'_>, after: &Schema<'_>, name: Name<'_>) -> bool {
    before.faulty.contains(&name.text) || after.faulty.contains(&name.text)
}

/// Where something stands on both sides, by its name.
pub(super) fn spot<'a>(element: Element, at: At<'a>, old: Option<&'a Head<'a>>, new: Option<&'a Head<'a>>) -> Spot<'a> {
    Spot {
        element,
        at,
        before: old.map(|it| it.name.place),
        after: new.map(|it| it.name.place),
        in_new: false,
        deprecated: old.is_some_and(Head::is_deprecated),
    }
}
