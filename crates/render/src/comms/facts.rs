//! What messages say, once for all audiences: dates, downtime, the way back, what is wrong.

use plan_engine::estimate::duration_in_words;
use plan_engine::migration::model::Occasion;
use plan_engine::migration::{MigrationPhase, MigrationPlan, Work};
use plan_engine::specification::model::AudienceName;
use rollback_gen::migration::{Current, MigrationRollback, Verdict};
use schedule::Instant;

use super::{CommsMoment, MissingField, Told, audience};

/// Seconds of downtime that a retry hides.
const HIDDEN: f64 = 30.0;

/// What messages say.
pub(super) struct Facts<'a> {
    pub(super) told: Told<'a>,
    pub(super) plan: &'a MigrationPlan,
    pub(super) back: &'a MigrationRollback,
    /// The phase that it is about.
    pub(super) phase: Option<&'a MigrationPhase>,
    pub(super) contact: String,
    pub(super) channel: Option<&'a str>,
    audience: AudienceName,
}

impl<'a> Facts<'a> {
    pub(super) fn of(told: &Told<'a>, audience: AudienceName, moment: CommsMoment) -> Result<Self, MissingField> {
        let plan = told.plan;
        let phase = told.phase.and_then(|id| plan.phases.iter().find(|it| it.id == id));
        let needs = |field: &str, needed_for: &str, example: &str| MissingField {
            field: field.to_owned(),
            needed_for: needed_for.to_owned(),
            example: example.to_owned(),
        };
        if moment == CommsMoment::PhaseDone && phase.is_none() {
            return Err(needs("--phase", "which phase is done", "--phase PHASE, or --state with a phase that is done"));
        }
        let troubled = told.status.is_some_and(|it| !it.troubles.is_empty() || it.gates.iter().any(|it| !it.passed));
        if moment == CommsMoment::Trouble && !troubled {
            let example = "record it with `plan record PLAN --state FILE --trouble STEP --says TEXT --at TIME`";
            return Err(needs("--state with a trouble that is not settled", "what is wrong", example));
        }
        Ok(Self {
            told: *told,
            plan,
            back: told.back,
            phase,
            contact: audience::contact(plan, audience, &told.back.decision.decides)?,
            channel: audience::channel(plan, audience),
            audience,
        })
    }

    /// The plan's name as people say it.
    pub(super) fn name(&self) -> String {
        self.plan.name.replace(['_', '-'], " ")
    }

    /// What it is for: the author's words, else from where to where.
    pub(super) fn purpose(&self) -> Vec<String> {
        let specification = &self.plan.specification;
        if let Some(text) = &specification.description {
            return vec![text.clone()];
        }
        let told = specification.migrations.iter().map(|it| match &it.description {
            Some(text) => text.clone(),
            None => format!("{} is replaced by {}", it.source, it.target),
        });
        told.collect()
    }

    /// When it begins and ends; without a start who sets it, and how much there is to do.
    pub(super) fn dates(&self) -> Vec<String> {
        let Some(schedule) = self.told.schedule else {
            return vec![format!("{} sets the day; you hear of it as soon as it stands", self.back.decision.decides)];
        };
        let mut lines = vec![format!("it begins on {}", when(schedule.start))];
        let end = &schedule.end;
        if let (Some(p50), Some(p80), Some(p95)) = (end.p50, end.p80, end.p95) {
            lines.push(format!(
                "it is done by {} in four of five cases, as often before {} as after, and hardly ever after {}",
                when(p80),
                when(p50),
                when(p95)
            ));
        }
        if let Some(deadline) = &schedule.deadline {
            let share = deadline.probability * 100.0;
            lines.push(format!("the deadline, {}, is met in {share:.0} % of the cases", when(deadline.at)));
        }
        lines
    }

    /// Begin and end of the phase, as scheduled.
    pub(super) fn phase_times(&self, phase: &MigrationPhase) -> Option<(Instant, Instant)> {
        let times = self.told.schedule?.phases.iter().find(|it| it.id == phase.id)?;
        times.start.zip(times.finish)
    }

    /// Seconds at P80 in which nobody can write, and from when on where that is scheduled.
    pub(super) fn downtime(&self) -> (f64, Option<Instant>) {
        let steps = self.plan.phases.iter().filter(|it| self.phase.is_none_or(|phase| phase.id == it.id));
        let down = steps.flat_map(|it| &it.steps).filter(|it| it.timing.in_one_go.as_deref() == Some("downtime"));
        let (mut seconds, mut first) = (0.0, None);
        for step in down {
            seconds += step.estimate.distribution.quantile(0.8);
            let times = self.told.schedule.and_then(|it| it.steps.iter().find(|it| it.id == step.id));
            first = first.or(times.map(|it| it.start));
        }
        (seconds, first)
    }

    /// What users notice, in sentences.
    pub(super) fn noticed(&self) -> Vec<String> {
        let (seconds, from) = self.downtime();
        let mut lines = Vec::new();
        if seconds > HIDDEN {
            let when = from.map(|it| format!(" from {} on", when(it))).unwrap_or_default();
            lines.push(format!(
                "nothing can be saved for about {}{when}; reading goes on where it can",
                duration_in_words(seconds)
            ));
        } else if seconds > 0.0 {
            lines.push("for a moment nothing can be saved; trying again helps".to_owned());
        }
        let moved = self.plan.steps().any(|it| matches!(it.work, Work::Traffic { to, .. } if to > 0.0));
        if moved {
            lines.push("users move to the new side little by little; they should notice nothing".to_owned());
        }
        if lines.is_empty() {
            lines.push("nothing: work goes on as it does today".to_owned());
        }
        lines
    }

    /// Whether users may notice anything at all.
    pub(super) fn is_noticed(&self) -> bool {
        self.downtime().0 > HIDDEN
    }

    /// How far the way back leads, how long it takes, and where it ends.
    pub(super) fn can_go_back(&self) -> Vec<String> {
        let mut lines = Vec::new();
        if let Some(recovery) = &self.back.recovery {
            lines.push(match recovery.p80 {
                seconds if seconds > 0.0 => {
                    format!(
                        "the way back brings users where they were within {} in four of five cases",
                        duration_in_words(seconds)
                    )
                }
                _ => "nobody relies yet on anything that would have to be taken back".to_owned(),
            });
        }
        match &self.back.point_of_no_return {
            Some(it) if it.passed => lines.push(format!("the point of no return is passed: {}", it.because)),
            Some(it) => lines.push(format!(
                "up to `{}` there is a way back; from there on not as promised: {}",
                it.step, it.because
            )),
            None => lines.push("there is a way back from everywhere".to_owned()),
        }
        lines
    }

    /// What is wrong, in sentences.
    pub(super) fn wrong(&self) -> Vec<String> {
        let Some(status) = self.told.status else { return Vec::new() };
        let troubles =
            status.troubles.iter().map(|it| format!("{} (since {}, at `{}`)", it.says, when(it.at), it.step));
        let gates = status.gates.iter().filter(|it| !it.passed).map(|it| {
            let measured = it.measured.as_deref().map(|it| format!(": {it}")).unwrap_or_default();
            format!("the gate `{}` did not pass at {}{measured}", it.step, when(it.at))
        });
        troubles.chain(gates).collect()
    }

    /// Since when something is wrong.
    pub(super) fn wrong_since(&self) -> Option<Instant> {
        let status = self.told.status?;
        let gates = status.gates.iter().filter(|it| !it.passed).map(|it| it.at);
        status.troubles.iter().map(|it| it.at).chain(gates).min()
    }

    /// Whether anything that users wrote may be missing after the way back, in a sentence.
    pub(super) fn kept(&self) -> String {
        let stale = self.back.data.iter().any(|it| it.current == Current::No);
        let by_policy = self.back.phases.iter().any(|it| !it.loses.is_empty());
        if stale || self.back.decision.verdict == Verdict::GoForward {
            "what was written since may be missing on the old side: it is being looked at row by row".to_owned()
        } else if by_policy {
            "nothing is lost; values that do not fit the old shape are put aside and looked at one by one".to_owned()
        } else {
            "what was written meanwhile is kept".to_owned()
        }
    }

    /// The first phase that is not done, behind the one that it is about.
    pub(super) fn next_phase(&self) -> Option<&'a MigrationPhase> {
        let at = self.phase.and_then(|phase| self.plan.phases.iter().position(|it| it.id == phase.id));
        match at {
            Some(at) => self.plan.phases.get(at + 1),
            None => self.plan.phases.first(),
        }
    }

    /// A phase with its dates, where they are known.
    pub(super) fn with_dates(&self, phase: &MigrationPhase) -> String {
        match self.phase_times(phase) {
            Some((from, to)) => format!("`{}`, {} to {}", phase.id, when(from), when(to)),
            None => format!("`{}`", phase.id),
        }
    }

    /// Why the audience is told of the phase, where the plan says so.
    pub(super) fn because(&self, moment: CommsMoment) -> Option<String> {
        let occasion = match moment {
            CommsMoment::Before => Occasion::Before,
            CommsMoment::Start => Occasion::Start,
            CommsMoment::PhaseDone | CommsMoment::End => Occasion::Done,
            CommsMoment::Trouble => Occasion::Trouble,
            CommsMoment::Rollback => Occasion::Rollback,
        };
        let moments = self.phase?.moments.iter();
        let found = moments.into_iter().find(|it| it.occasion == occasion && it.audiences.contains(&self.audience))?;
        Some(format!("you hear of it because {}", found.because))
    }
}

/// A point in time as people read it: `2027-02-01 08:00 UTC`.
pub(super) fn when(at: Instant) -> String {
    crate::status::when(at)
}
