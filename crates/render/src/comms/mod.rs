//! What people are told of a plan: a message for each audience and moment, filled from the plan, its times and its state.

mod audience;
mod business;
mod customers;
mod executive;
mod facts;
mod message;
mod technical;

use plan_engine::migration::MigrationPlan;
use plan_engine::migration::schedule::MigrationSchedule;
use plan_engine::migration::status::MigrationStatus;
use plan_engine::specification::model::AudienceName;
use rollback_gen::migration::MigrationRollback;

/// What a message is written from.
#[derive(Debug, Clone, Copy)]
pub struct Told<'a> {
    /// The plan.
    pub plan: &'a MigrationPlan,
    /// When its steps run; none where nobody said when it begins.
    pub schedule: Option<&'a MigrationSchedule>,
    /// Where it stands; none where no state is given.
    pub status: Option<&'a MigrationStatus>,
    /// The way back from where it stands, or from the phase that the message is about.
    pub back: &'a MigrationRollback,
    /// The id of the phase that it is about; none: the whole.
    pub phase: Option<&'a str>,
}

/// When people are told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum CommsMoment {
    /// Some time before it begins.
    Before,
    /// When it begins.
    Start,
    /// When a phase is done.
    PhaseDone,
    /// When something is wrong.
    Trouble,
    /// When it is taken back.
    Rollback,
    /// When everything is done.
    End,
}

impl CommsMoment {
    /// All of them, in order.
    pub const ALL: [Self; 6] = [Self::Before, Self::Start, Self::PhaseDone, Self::Trouble, Self::Rollback, Self::End];

    /// The word used on the command line and in names of files.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Before => "before",
            Self::Start => "start",
            Self::PhaseDone => "phase-done",
            Self::Trouble => "trouble",
            Self::Rollback => "rollback",
            Self::End => "end",
        }
    }
}

/// What is not told and a message cannot do without.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MissingField {
    /// The field of the specification, or what has to be given.
    pub field: String,
    /// What for.
    pub needed_for: String,
    /// How it is told.
    pub example: String,
}

/// The message for `audience` at `moment`, as Markdown: its first line is the subject.
///
/// # Errors
/// What is not told and the message cannot do without.
pub fn message(told: &Told<'_>, audience: AudienceName, moment: CommsMoment) -> Result<String, MissingField> {
    let facts = facts::Facts::of(told, audience, moment)?;
    let message = match audience {
        AudienceName::Executive => executive::write(&facts, moment),
        AudienceName::Technical => technical::write(&facts, moment),
        AudienceName::Business => business::write(&facts, moment),
        AudienceName::Customers => customers::write(&facts, moment),
    };
    Ok(message.text())
}
