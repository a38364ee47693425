//! The patterns that a plan can follow.

use super::Kind;

/// A pattern that a plan can follow.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pattern {
    /// Its name in a specification.
    pub name: &'static str,
    /// The pattern that it is another name for; its own otherwise. This is what [`super::Migration::pattern`] holds.
    pub means: &'static str,
    /// What it is for.
    pub kinds: &'static [Kind],
    /// What it does, in a sentence.
    pub about: &'static str,
}

/// All patterns, in the order of the guide.
pub const PATTERNS: [Pattern; 20] = [
    Pattern {
        name: "schema_change",
        means: "schema_change",
        kinds: &[Kind::Database],
        about: "Expand, backfill, switch, contract: the schema changes while both versions of the application run.",
    },
    Pattern {
        name: "expand_contract",
        means: "schema_change",
        kinds: &[Kind::Database],
        about: "Another name for `schema_change`.",
    },
    Pattern {
        name: "parallel_schema",
        means: "parallel_schema",
        kinds: &[Kind::Database],
        about: "The new schema stands whole beside the old one; both are kept in step while a router moves the traffic.",
    },
    Pattern {
        name: "event_sourcing",
        means: "event_sourcing",
        kinds: &[Kind::Database],
        about: "What happens is captured as events; state projected from them is compared, then the events decide.",
    },
    Pattern {
        name: "bulk_snapshot",
        means: "bulk_snapshot",
        kinds: &[Kind::Database],
        about: "Writes stop; everything is dumped, loaded, indexed and compared; then the target opens.",
    },
    Pattern {
        name: "bulk",
        means: "bulk_snapshot",
        kinds: &[Kind::Database],
        about: "Another name for `bulk_snapshot`.",
    },
    Pattern {
        name: "incremental_sync",
        means: "incremental_sync",
        kinds: &[Kind::Database],
        about: "A full copy and deltas by a watermark, until the last one fits the downtime.",
    },
    Pattern {
        name: "stream",
        means: "stream",
        kinds: &[Kind::Database],
        about: "A connector turns the log into a stream that consumers transform and write, until the cut.",
    },
    Pattern {
        name: "dual_write",
        means: "dual_write",
        kinds: &[Kind::Database],
        about: "The application writes both sides in stages; reads are compared, then move, then the old side ends.",
    },
    Pattern {
        name: "change_data_capture",
        means: "change_data_capture",
        kinds: &[Kind::Database],
        about: "Rows are copied once and followed by the log; a short fence at the cut, a feed back behind it.",
    },
    Pattern {
        name: "cdc",
        means: "change_data_capture",
        kinds: &[Kind::Database],
        about: "Another name for `change_data_capture`.",
    },
    Pattern {
        name: "strangler_fig",
        means: "strangler_fig",
        kinds: &[Kind::Service],
        about: "A proxy moves route after route from the old service to the new one.",
    },
    Pattern {
        name: "parallel_run",
        means: "parallel_run",
        kinds: &[Kind::Service],
        about: "Both run on the same input and are compared before the new one answers.",
    },
    Pattern {
        name: "canary",
        means: "canary",
        kinds: &[Kind::Service],
        about: "A small part of the traffic goes first and is judged before more follows.",
    },
    Pattern {
        name: "blue_green",
        means: "blue_green",
        kinds: &[Kind::Service, Kind::Infrastructure],
        about: "The new one is built beside the old one; all traffic is switched at once.",
    },
    Pattern {
        name: "cloud_to_cloud",
        means: "cloud_to_cloud",
        kinds: &[Kind::Infrastructure],
        about: "Resources move from one cloud to another in waves, after a pilot of what is not critical.",
    },
    Pattern {
        name: "cloud_migration",
        means: "cloud_to_cloud",
        kinds: &[Kind::Infrastructure],
        about: "Another name for `cloud_to_cloud`.",
    },
    Pattern {
        name: "lift_and_shift",
        means: "lift_and_shift",
        kinds: &[Kind::Infrastructure],
        about: "Machines are replicated as they are and switched over group by group.",
    },
    Pattern {
        name: "re_architecture",
        means: "re_architecture",
        kinds: &[Kind::Infrastructure],
        about: "Context after context is built anew in the cloud, its routes taken over and its data written to both sides.",
    },
    Pattern {
        name: "hybrid",
        means: "hybrid",
        kinds: &[Kind::Infrastructure],
        about: "A part moves, a part stays, and a line between the two carries what passes: stateless first, data if wanted.",
    },
];
