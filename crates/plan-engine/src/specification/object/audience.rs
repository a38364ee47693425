//! What is told of an audience.

use super::{Fields, Object, Seen};
use crate::specification::form::{Choice, Text, Words};
use crate::specification::model::{self, AudienceName};
use crate::specification::reader::Reader;

impl Words for AudienceName {
    const WHAT: &'static str = "audience";
    const ALL: &'static [(&'static str, Self)] = &[
        ("executive", Self::Executive),
        ("technical", Self::Technical),
        ("business", Self::Business),
        ("customers", Self::Customers),
    ];
}

#[derive(Default)]
pub(super) struct Audience {
    which: Option<AudienceName>,
    contact: Option<String>,
    channel: Option<String>,
}

impl Object for Audience {
    type Made = model::Audience;
    const NAME: &'static str = "audience";
    const ABOUT: &'static str = "Who is told of the migration, and whom they ask: for `plan comms`.";

    fn fields() -> Fields<Self> {
        Fields::<Self>::new()
            .field::<Choice<AudienceName>>("audience", "Which.", |it| &mut it.which)
            .required()
            .field::<Text>("contact", "Whom it asks, such as an address of the support.", |it| &mut it.contact)
            .field::<Text>("channel", "Where it reads what it is told, such as `status page`.", |it| &mut it.channel)
    }

    fn finish(self, _: &Seen, _: &mut Reader<'_>) -> Option<model::Audience> {
        Some(model::Audience { audience: self.which?, contact: self.contact, channel: self.channel })
    }
}
