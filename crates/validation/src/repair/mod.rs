//! Mends what differs: plans guarded writes from differences, writes them as a script, or applies them in batches that can be
//! interrupted at any moment, with an audit of every row.

mod apply;
mod calendar;
mod convert;
mod decide;
mod diff_file;
mod effects;
mod options;
mod order;
mod plan;
mod read_side;
mod report;
mod script;
mod shape;
mod source;
mod sql;
mod step;
mod text;
mod value_order;
mod verify;

pub use apply::{Outcome, Outcomes, RepairObserver, Repaired, apply};
pub use decide::Left;
pub use diff_file::DiffFile;
pub use options::{Direction, Policy, RepairOptions};
pub use plan::{RepairPlan, TableRepair, TableSummary, plan};
pub use read_side::ReadSide;
#[cfg(feature = "schema")]
pub use report::report_json_schema;
pub use report::{Afterwards, Applied, LeftOver, MOST_LISTED, NotDone, REPORT_VERSION, RepairReport, RepairedTable};
pub use script::{Scripted, write_script};
pub use source::Differences;
pub use step::{Action, Cell, Copies, Part, Step};
pub use verify::verify;
