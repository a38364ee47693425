//! Windows of one migration that are told in several time zones.

use super::{Fault, Spans, Specification, place};
use crate::specification::model::{Migration, Window};

/// Windows of one migration are one calendar, and a calendar has one time zone: the first migration with several is told,
/// at its windows, or where it names none at the window that is told in another zone.
pub(super) fn check(specification: &Specification, spans: &Spans) -> Vec<Fault> {
    let differ = |(at, it)| Some((at, it, several(specification, it)?));
    let Some((at, migration, (one, other))) = specification.migrations.iter().enumerate().find_map(differ) else {
        return Vec::new();
    };
    let pointer = match (migration.windows.is_empty(), migration.pointer.is_empty()) {
        (true, _) => other.pointer.clone(),
        (false, true) => "/windows".to_owned(),
        (false, false) => format!("/migrations/{at}/windows"),
    };
    let message = format!(
        "the windows of `{}` are told in two time zones: `{}` in {}, `{}` in {}",
        migration.id, one.name, one.time_zone, other.name, other.time_zone
    );
    let fault = Fault::error("several-time-zones", message, place(specification, spans, &pointer)).at(&pointer);
    vec![fault.help("tell them in one time zone, or name under `windows` of each migration those that it keeps to")]
}

/// Two windows of `migration` in different zones.
fn several<'a>(specification: &'a Specification, migration: &Migration) -> Option<(&'a Window, &'a Window)> {
    let names = &migration.windows;
    let mut its = specification.windows.iter().filter(|it| names.is_empty() || names.contains(&it.name));
    let first = its.next()?;
    its.find(|it| it.time_zone != first.time_zone).map(|other| (first, other))
}
