//! When the business is busy, and when it would rather have the migration.

use super::window::BusyHours;
use super::{Fields, Item, Object, Seen};
use crate::specification::model::Window;
use crate::specification::reader::Reader;

#[derive(Default)]
pub(super) struct Continuity {
    busy: Option<Window>,
    preferred: Option<Window>,
}

/// What the business asks for.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Asked {
    pub(super) busy: Option<Window>,
    pub(super) preferred: Option<Window>,
}

impl Object for Continuity {
    type Made = Asked;
    const NAME: &'static str = "business_continuity";
    const ABOUT: &'static str = "When the business is busy, and when it would rather have the migration.";

    fn fields() -> Fields<Self> {
        Fields::<Self>::new()
            .field::<Item<BusyHours>>(
                "critical_business_hours",
                "When nothing is done that can be felt in production; one more of `business_hours`.",
                |it| &mut it.busy,
            )
            .field::<Item<BusyHours>>(
                "preferred_migration_window",
                "When such work is done; one more of `windows`.",
                |it| &mut it.preferred,
            )
    }

    fn finish(self, _: &Seen, _: &mut Reader<'_>) -> Option<Asked> {
        let named = |window: Option<Window>, name: &str| {
            window.map(|it| if it.name.is_empty() { Window { name: name.to_owned(), ..it } } else { it })
        };
        Some(Asked {
            busy: named(self.busy, "critical_business_hours"),
            preferred: named(self.preferred, "preferred_migration_window"),
        })
    }
}
