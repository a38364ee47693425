//! What patterns that move data need to know of the way.

use super::{Fields, Object, Seen};
use crate::specification::fault::Fault;
use crate::specification::form::{Bytes, Choice, PerSecond, Share, Speed, Text, Truth, Words};
use crate::specification::model::{self, Deletes};
use crate::specification::reader::Reader;

impl Words for Deletes {
    const WHAT: &'static str = "way of deletions";
    const ALL: &'static [(&'static str, Self)] =
        &[("tombstones", Self::Tombstones), ("log", Self::Log), ("compared", Self::Compared), ("never", Self::Never)];
}

#[derive(Default)]
pub(super) struct Data {
    source_connection: Option<String>,
    target_connection: Option<String>,
    publication: Option<String>,
    slot: Option<String>,
    subscription: Option<String>,
    reverse: Option<bool>,
    mismatch_rate: Option<f64>,
    comparisons: Option<f64>,
    watermark: Option<String>,
    deletes: Option<Deletes>,
    connector: Option<String>,
    event_store: Option<String>,
    log_rate: Option<f64>,
    log_disk: Option<f64>,
}

impl Object for Data {
    type Made = model::Data;
    const NAME: &'static str = "data";
    const ABOUT: &'static str = "What patterns that move data need to know of the way.";

    fn fields() -> Fields<Self> {
        Self::named().embed(Self::measured(), |it| it)
    }

    fn finish(self, seen: &Seen, reader: &mut Reader<'_>) -> Option<model::Data> {
        let variables =
            [("source_connection", &self.source_connection), ("target_connection", &self.target_connection)];
        for (field, name) in variables {
            if name.as_ref().is_some_and(|it| !is_variable(it)) {
                let message = format!("`{field}` is no name of an environment variable");
                let help =
                    "name the variable that holds the connection string, such as `ORDERS_URL`: secrets stay outside";
                reader.report(Fault::error("bad-option", message, seen.value(field)).help(help));
            }
        }
        for (field, name) in
            [("publication", &self.publication), ("slot", &self.slot), ("subscription", &self.subscription)]
        {
            if name.as_ref().is_some_and(|it| !is_slot(it)) {
                let message = format!("`{field}` is no name that an engine takes for a slot");
                let help = "use 1 to 58 small letters, digits and `_`";
                reader.report(Fault::error("bad-option", message, seen.value(field)).help(help));
            }
        }
        Some(model::Data {
            source_connection: self.source_connection,
            target_connection: self.target_connection,
            publication: self.publication,
            slot: self.slot,
            subscription: self.subscription,
            reverse: self.reverse,
            mismatch_rate: self.mismatch_rate.filter(|it| *it > 0.0),
            comparisons_per_second: self.comparisons.filter(|it| *it > 0.0),
            watermark: self.watermark,
            deletes: self.deletes,
            connector: self.connector,
            event_store: self.event_store,
            log_rate: self.log_rate,
            log_disk: self.log_disk,
        })
    }
}

impl Data {
    fn named() -> Fields<Self> {
        Fields::<Self>::new()
            .field::<Text>(
                "source_connection",
                "The environment variable that holds the connection string of the source.",
                |it| &mut it.source_connection,
            )
            .field::<Text>(
                "target_connection",
                "The environment variable that holds the connection string of the target.",
                |it| &mut it.target_connection,
            )
            .field::<Text>("publication", "The publication; `migration_` and the id unless told.", |it| {
                &mut it.publication
            })
            .field::<Text>("slot", "The replication slot; `migration_` and the id unless told.", |it| &mut it.slot)
            .field::<Text>("subscription", "The subscription; called as the slot unless told.", |it| {
                &mut it.subscription
            })
            .field::<Truth>("reverse", "Whether a feed back runs behind the switch; it does unless told.", |it| {
                &mut it.reverse
            })
            .field::<Text>("watermark", "The column that tells what changed since the last delta.", |it| {
                &mut it.watermark
            })
            .field::<Choice<Deletes>>("deletes", "How deltas learn of rows that were deleted.", |it| &mut it.deletes)
            .field::<Text>("connector", "What carries a stream, with its version.", |it| &mut it.connector)
            .field::<Text>("event_store", "The table that holds events.", |it| &mut it.event_store)
    }

    fn measured() -> Fields<Self> {
        Fields::<Self>::new()
            .field::<Share>(
                "mismatch_rate",
                "The share of mismatches that parity excludes with 95 % confidence; 0.01 % unless told.",
                |it| &mut it.mismatch_rate,
            )
            .field::<PerSecond>("comparisons_per_second", "Reads or writes that are compared a second.", |it| {
                &mut it.comparisons
            })
            .field::<Speed>("log_rate", "Bytes of log that the source writes a second.", |it| &mut it.log_rate)
            .field::<Bytes>("log_disk", "Disk that the source's log may take.", |it| &mut it.log_disk)
    }
}

fn is_variable(name: &str) -> bool {
    let begins = name.chars().next().is_some_and(|it| it.is_ascii_alphabetic() || it == '_');
    begins && name.chars().all(|it| it.is_ascii_alphanumeric() || it == '_')
}

/// Slots take small letters, digits and `_`; with `_back` behind it a name stays below PostgreSQL's 63 bytes.
fn is_slot(name: &str) -> bool {
    let plain = name.chars().all(|it| it.is_ascii_lowercase() || it.is_ascii_digit() || it == '_');
    plain && (1..=58).contains(&name.len())
}
