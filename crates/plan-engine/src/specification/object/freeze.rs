//! Spans in which nothing is changed.

use schedule::LocalSpan;

use super::{Fields, Object, Seen};
use crate::specification::form::{self, LocalTime, Text, Zone};
use crate::specification::model;
use crate::specification::reader::Reader;

#[derive(Default)]
pub(super) struct Freeze {
    from: Option<String>,
    to: Option<String>,
    time_zone: Option<String>,
    reason: Option<String>,
}

impl Object for Freeze {
    type Made = model::Freeze;
    const NAME: &'static str = "freeze";
    const ABOUT: &'static str = "A span in which nothing is changed.";

    fn fields() -> Fields<Self> {
        Fields::<Self>::new()
            .field::<LocalTime>("from", "Where it begins.", |it| &mut it.from)
            .required()
            .field::<LocalTime>("to", "Where it ends; a day alone is included.", |it| &mut it.to)
            .required()
            .field::<Zone>("time_zone", "Its time zone; the specification's unless told.", |it| &mut it.time_zone)
            .also::<Zone>("timezone", "The same.", |it| &mut it.time_zone)
            .field::<Text>("reason", "Why.", |it| &mut it.reason)
    }

    fn finish(self, seen: &Seen, reader: &mut Reader<'_>) -> Option<model::Freeze> {
        let (from, to) = self.from.zip(self.to)?;
        if !form::ordered(&from, &to) {
            let message = format!("the freeze ends ({to}) before it begins ({from})");
            reader.out_of_order(seen.value("to"), message, "put the earlier time first");
        }
        Some(model::Freeze {
            span: LocalSpan { from, to },
            time_zone: self.time_zone.unwrap_or_default(),
            reason: self.reason.unwrap_or_else(|| "freeze".to_owned()),
        })
    }
}
