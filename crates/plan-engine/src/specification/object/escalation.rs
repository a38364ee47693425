//! Who is called where trouble lasts.

use super::{Fields, Object, Seen};
use crate::specification::form::{Duration, Text};
use crate::specification::model;
use crate::specification::reader::Reader;

#[derive(Default)]
pub(super) struct Escalation {
    role: Option<String>,
    after: Option<f64>,
    decides: Option<String>,
}

impl Object for Escalation {
    type Made = model::Escalation;
    const NAME: &'static str = "escalation";
    const ABOUT: &'static str = "Who is called where trouble lasts.";

    fn fields() -> Fields<Self> {
        Fields::<Self>::new()
            .field::<Text>("role", "The role that is called.", |it| &mut it.role)
            .required()
            .field::<Duration>("after", "How long after the beginning of the trouble; at once unless told.", |it| {
                &mut it.after
            })
            .field::<Text>("decides", "What the role is called for, such as `whether we go back`.", |it| {
                &mut it.decides
            })
    }

    fn finish(self, _: &Seen, _: &mut Reader<'_>) -> Option<model::Escalation> {
        let after_seconds = self.after.unwrap_or(0.0);
        Some(model::Escalation { role: self.role?, after_seconds, decides: self.decides })
    }
}
