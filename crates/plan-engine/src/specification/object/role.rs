//! People who do the same kind of work.

use super::{Fields, Object, Seen};
use crate::specification::form::{Calendars, Name, Reference, Roles, Whole};
use crate::specification::model;
use crate::specification::reader::Reader;

#[derive(Default)]
pub(super) struct Role {
    name: Option<String>,
    people: Option<u32>,
    calendar: Option<String>,
}

impl Object for Role {
    type Made = model::Role;
    const NAME: &'static str = "role";
    const ABOUT: &'static str = "People who do the same kind of work.";

    fn fields() -> Fields<Self> {
        Fields::<Self>::new()
            .field::<Name<Roles>>("name", "Its name, such as `database-engineer`.", |it| &mut it.name)
            .required()
            .field::<Whole>("people", "How many there are; 1 unless told.", |it| &mut it.people)
            .field::<Reference<Calendars>>(
                "calendar",
                "By which calendar they work; Monday to Friday, 9 to 17 in UTC, unless told.",
                |it| &mut it.calendar,
            )
    }

    fn finish(self, _: &Seen, _: &mut Reader<'_>) -> Option<model::Role> {
        Some(model::Role { name: self.name?, people: self.people.unwrap_or(1), calendar: self.calendar })
    }
}
