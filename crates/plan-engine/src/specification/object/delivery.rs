//! What `plan artefacts` writes.

use super::{Fields, Object, Seen};
use crate::specification::form::{Choice, List, Text, Words};
use crate::specification::model::{self, FlagSystem};
use crate::specification::reader::Reader;

impl Words for FlagSystem {
    const WHAT: &'static str = "system of flags";
    const ALL: &'static [(&'static str, Self)] =
        &[("flagd", Self::Flagd), ("unleash", Self::Unleash), ("cutover", Self::Cutover)];
}

#[derive(Default)]
pub(super) struct Delivery {
    flags: Option<Vec<FlagSystem>>,
    sticky_on: Option<String>,
}

impl Object for Delivery {
    type Made = model::Delivery;
    const NAME: &'static str = "delivery";
    const ABOUT: &'static str =
        "What `plan artefacts` writes, and the values that only those who run the systems know.";

    fn fields() -> Fields<Self> {
        Fields::<Self>::new()
            .field::<List<Choice<FlagSystem>>>(
                "flags",
                "The systems that read the flags; all of them unless told.",
                |it| &mut it.flags,
            )
            .field::<Text>(
                "sticky_on",
                "The attribute of a request that a share sticks to; `user_id` unless told.",
                |it| &mut it.sticky_on,
            )
    }

    fn finish(self, _: &Seen, _: &mut Reader<'_>) -> Option<model::Delivery> {
        Some(model::Delivery { flags: self.flags, sticky_on: self.sticky_on })
    }
}
