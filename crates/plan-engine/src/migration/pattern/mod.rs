//! Patterns: how a migration is done, a file each behind one trait.

mod blue_green;
mod bulk_snapshot;
mod canary;
mod change_data_capture;
mod cloud_to_cloud;
mod crossing;
mod data;
mod dual_write;
mod event_sourcing;
mod hybrid;
mod incremental_sync;
mod lift_and_shift;
mod parallel_run;
mod parallel_schema;
mod re_architecture;
mod schema_change;
mod service;
mod strangler_fig;
mod stream;

pub(crate) use schema_change::engine::Engine;
pub(crate) use schema_change::schema_from_words;

use super::context::Context;
use super::draft::PhaseDraft;
use crate::Error;
use crate::specification::model::Kind;

/// How a migration is done.
pub(crate) trait Pattern: Sync {
    /// What it is called in specifications; the first is its own name.
    fn names(&self) -> &'static [&'static str];

    /// What it does, in one line.
    fn summary(&self) -> &'static str;

    /// What can be migrated by it.
    fn kinds(&self) -> &'static [Kind];

    /// Its phases for a migration, in order; empty ones are left out.
    fn phases(&self, context: &Context<'_>) -> Result<Vec<PhaseDraft>, Error>;
}

const ALL: [&dyn Pattern; 16] = [
    &schema_change::SchemaChange,
    &parallel_schema::ParallelSchema,
    &event_sourcing::EventSourcing,
    &bulk_snapshot::BulkSnapshot,
    &incremental_sync::IncrementalSync,
    &stream::Stream,
    &dual_write::DualWrite,
    &change_data_capture::ChangeDataCapture,
    &strangler_fig::StranglerFig,
    &parallel_run::ParallelRun,
    &canary::Canary,
    &blue_green::BlueGreen,
    &cloud_to_cloud::CloudToCloud,
    &lift_and_shift::LiftAndShift,
    &re_architecture::ReArchitecture,
    &hybrid::Hybrid,
];

/// A pattern that this program knows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct KnownPattern {
    /// What it is called in specifications; the first is its own name.
    pub names: &'static [&'static str],
    /// What it does, in one line.
    pub summary: &'static str,
    /// What can be migrated by it.
    pub kinds: &'static [Kind],
}

/// The patterns that this program knows.
pub fn known() -> Vec<KnownPattern> {
    ALL.iter().map(|it| KnownPattern { names: it.names(), summary: it.summary(), kinds: it.kinds() }).collect()
}

/// The own name of the pattern called `name`; the name itself where there is none.
pub(crate) fn own_name(name: &str) -> &str {
    let plain = name.to_lowercase().replace(['-', ' '], "_");
    let named = ALL.iter().find(|it| it.names().contains(&plain.as_str()));
    named.and_then(|it| it.names().first().copied()).unwrap_or(name)
}

/// The pattern called `name` for migrations of `kind`.
pub(crate) fn find(name: &str, kind: Kind) -> Result<&'static dyn Pattern, Error> {
    let plain = name.to_lowercase().replace(['-', ' '], "_");
    let named = ALL.iter().find(|it| it.names().contains(&plain.as_str()));
    match named {
        Some(pattern) if pattern.kinds().contains(&kind) => Ok(*pattern),
        Some(pattern) => {
            let kinds: Vec<&str> = pattern.kinds().iter().map(|it| word(*it)).collect();
            Err(Error::input(format!(
                "the pattern `{name}` is for {}, not for {}: {}",
                kinds.join(" and "),
                word(kind),
                listed(kind)
            )))
        }
        None => Err(Error::input(format!("unknown pattern `{name}`: {}", listed(kind)))),
    }
}

fn listed(kind: Kind) -> String {
    let names = ALL.iter().filter(|it| it.kinds().contains(&kind)).filter_map(|it| it.names().first().copied());
    format!("patterns for {} are {}", word(kind), names.collect::<Vec<_>>().join(", "))
}

fn word(kind: Kind) -> &'static str {
    match kind {
        Kind::Database => "databases",
        Kind::Service => "services",
        Kind::Infrastructure => "infrastructure",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_reader_takes_is_what_is_planned() {
        for pattern in crate::specification::model::PATTERNS {
            for kind in [Kind::Database, Kind::Service, Kind::Infrastructure] {
                assert_eq!(
                    find(pattern.means, kind).is_ok(),
                    pattern.kinds.contains(&kind),
                    "{} {kind:?}",
                    pattern.name
                );
            }
        }
    }

    #[test]
    fn names_are_unique() {
        let mut names: Vec<_> = ALL.iter().flat_map(|it| it.names()).collect();
        let all = names.len();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), all);
    }

    #[test]
    fn an_unknown_pattern_is_told_with_the_known_ones() {
        let error = find("big_bang", Kind::Service).err().unwrap().to_string();
        assert!(error.contains("unknown pattern `big_bang`") && error.contains("strangler_fig"), "{error}");
        let error = find("strangler_fig", Kind::Database).err().unwrap().to_string();
        assert!(error.contains("not for databases") && error.contains("schema_change"), "{error}");
    }
}
