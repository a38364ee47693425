//! Forms of values: each reads a value, shows itself in the guide, and gives its part of the JSON Schema.

mod bytes;
mod choice;
mod day;
mod duration;
mod hours;
mod limit;
mod list;
mod map;
mod measure;
mod name;
mod number;
mod quantity;
mod rate;
mod shaped;
mod share;
mod span;
mod text;

use serde_json::Value as Json;

pub(super) use self::bytes::{Bytes, Gigabytes, Megabytes};
pub(super) use self::choice::{Choice, Words};
pub(super) use self::duration::{Duration, Hours, Milliseconds, Minutes};
pub(super) use self::hours::{Clock, Weekly, every_day, hours};
pub(super) use self::list::{Filled, List, OneOrMore};
pub(super) use self::map::Map;
pub(super) use self::name::{
    BusinessHours, Calendars, Contexts, Figures, Flags, InventoryNames, Migrations, Name, Phases, Reference, Resources,
    Roles, Services, Tables, Triggers, Windows,
};
pub(super) use self::number::{Amount, Count, Number, Spread, Truth, Whole};
pub(super) use self::rate::{PerSecond, Speed};
pub(super) use self::shaped::{AbsolutePath, Address, Host, Image, Listen, ObjectName, Shaped, Sticky, Url, UrlPath};
pub(super) use self::share::{Percentage, Share};
pub(super) use self::span::{Closing, LocalTime, ordered};
pub(super) use self::text::{Moment, Said, Text, Zone};

use super::node::Node;
use super::reader::Reader;
use super::schema::Definitions;

/// A bound of a metric, in its own unit.
pub(super) fn bound(node: Node<'_>, reader: &mut Reader<'_>) -> Option<f64> {
    limit::BOUND.check(Number::read(node, reader)?, node, reader)
}

/// A form of values.
pub(super) trait Form {
    /// What a value of the form is in the model.
    type Value: 'static;

    /// Reads a value; where it is none, that has been reported.
    fn read(node: Node<'_>, reader: &mut Reader<'_>) -> Option<Self::Value>;

    /// The JSON Schema of such values.
    fn schema(definitions: &mut Definitions) -> Json;

    /// What it is called in the guide: `duration`, `list of texts`.
    fn shown() -> String;

    /// Whether two values mean the same.
    fn same(one: &Self::Value, other: &Self::Value) -> bool;
}

/// Whether two figures mean the same although they were told in different units.
fn near(one: f64, other: f64) -> bool {
    (one - other).abs() <= 1e-9 * one.abs().max(other.abs())
}
