//! How somebody of a role is reached.

use super::{Fields, Object, Seen};
use crate::specification::form::{OneOrMore, Text};
use crate::specification::model;
use crate::specification::reader::Reader;

#[derive(Default)]
pub(super) struct Contact {
    role: Option<String>,
    name: Option<String>,
    reach: Option<Vec<String>>,
}

impl Object for Contact {
    type Made = model::Contact;
    const NAME: &'static str = "contact";
    const ABOUT: &'static str = "How somebody of a role is reached.";

    fn fields() -> Fields<Self> {
        Fields::<Self>::new()
            .field::<Text>("role", "The role, such as `database-engineer`.", |it| &mut it.role)
            .required()
            .field::<Text>("name", "Who it is.", |it| &mut it.name)
            .field::<OneOrMore<Text>>(
                "reach",
                "Ways to reach them, the first one first, such as `phone +44 20 7946 0000`.",
                |it| &mut it.reach,
            )
            .required()
    }

    fn finish(self, _: &Seen, _: &mut Reader<'_>) -> Option<model::Contact> {
        Some(model::Contact { role: self.role?, name: self.name, reach: self.reach? })
    }
}
