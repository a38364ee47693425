//! A plan's schedule: when each step runs, and by when everything is done, as distributions.

mod calendars;
mod graph;
mod make;
mod model;
mod progress;

pub use graph::{PlanGraph, to_task_graph};
pub use make::{ScheduleOptions, schedule, schedule_watched};
pub use model::{
    DeadlineOutcome, MigrationSchedule, PhaseTimes, SCHEDULE_SCHEMA_VERSION, ScheduleProblem, StepTimes, SwingOf,
    SwingTimes,
};
pub use progress::{
    PROGRESS_KIND, PROGRESS_SCHEMA_VERSION, ProgressReport, RecordedApproval, RecordedGate, RecordedPosition,
    RecordedTrouble, StepProgress, TakenBack,
};
