//! `rollout.json`: which flags there are and how far they are, in a file that is watched or from memory.
//!
//! ```json
//! {
//!   "schema_version": "1.0",
//!   "flags": {
//!     "new-user-service": {
//!       "sticky_on": "user_id",
//!       "percentage": 12.5,
//!       "always": ["4711"],
//!       "segments": [{ "segment": "staff", "percentage": 100 }]
//!     },
//!     "new-basket": {
//!       "group": "checkout",
//!       "schedule": {
//!         "start": "2027-03-01T09:00:00Z",
//!         "steps": [
//!           { "percentage": 5, "hold_seconds": 86400, "gate": "errors" },
//!           { "percentage": 100, "hold_seconds": 86400 }
//!         ]
//!       }
//!     }
//!   },
//!   "groups": { "checkout": { "enabled": true } },
//!   "segments": { "staff": [{ "attribute": "role", "operator": "IN", "values": ["staff"] }] },
//!   "stages": { "user-store": "shadow" }
//! }
//! ```
//!
//! The JSON Schema is [`json_schema`], with the feature `schema`. A newer major version is refused; keys that this version does
//! not know are refused too, but in a document of a newer minor version, which may add some.

mod document;
mod file;
mod snapshot;
mod store;
mod unique;
mod unknown;
mod watcher;
mod wire;

pub use document::Document;
pub use snapshot::Snapshot;
pub use store::Store;
pub use watcher::{WatchEvent, WatchOptions, Watcher};
pub use wire::{
    BucketingSpec, FlagSpec, GroupSpec, RolloutSpec, SCHEMA_VERSION, ScheduleSpec, ScheduleStepSpec, SegmentShare,
    VariantSpec,
};

/// The JSON Schema of `rollout.json`.
#[cfg(feature = "schema")]
pub fn json_schema() -> String {
    let schema = schemars::generate::SchemaSettings::default().into_generator().into_root_schema_for::<RolloutSpec>();
    serde_json::to_string_pretty(&schema).unwrap_or_default() + "\n"
}
