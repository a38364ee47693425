//! Checks of a whole migration: read from `checks.toml`, run one after the other, reported as one.
//!
//! [`Checks::read`] reads the file, [`Checker`] opens the connections that it names and runs a check or all of them, and a
//! [`CheckReport`] says what came out: the gate of a plan asks for one check by its name.

mod aggregate;
mod amount;
mod ask;
mod aspects;
mod brake;
mod catalogues;
mod checker;
mod checksum;
mod connect;
mod count;
mod derived;
mod file;
mod grouping;
mod groups;
mod load;
mod measure;
mod near;
mod query;
mod reference;
mod report;
mod schema_names;
#[cfg(feature = "schema")]
mod schemas;
mod shown;
mod table;
mod tables;
mod tolerances;

pub use checker::{CheckEvent, Checker, Compared, report_on};
pub use file::{
    AggregateCheck, Bound, Check, Checks, ChecksumCheck, Connection, CountCheck, Defaults, DerivedCheck, Document,
    EqualitySpec, Fault, LoadBound, Mapped, QueryCheck, QuerySide, ReferenceCheck, Relation, SampleSpec, SchemaCheck,
    SideSpec, TableCheck, Throttle, ToleranceSpec, What,
};
pub use load::{LoadGuard, Teller};
pub use report::{CHECK_REPORT_VERSION, CheckOutcome, CheckReport, CheckStatus, Measured};
#[cfg(feature = "schema")]
pub use schemas::schemas;
pub use tolerances::{duration, read_tolerance};
