//! Who is told of a phase, and when: by what its steps do to those who use the system.

use crate::migration::model::{MigrationPhase, Moment, Occasion, Work};
use crate::plan::Loss;
use crate::specification::model::AudienceName;

/// Seconds of downtime from which customers hear of it beforehand: what a retry does not hide.
const NOTICED: f64 = 30.0;

/// The moments of a phase.
pub(super) fn of(phase: &MigrationPhase) -> Vec<Moment> {
    use AudienceName::{Business, Customers, Executive, Technical};
    let mut moments = Vec::new();
    let mut tell = |occasion, audiences: &[AudienceName], because: &str| {
        moments.push(Moment { occasion, audiences: audiences.to_vec(), because: because.to_owned() });
    };
    let (down, moved, ends) = (downtime(phase), moves(phase), ends_the_way_back(phase));
    if down > 0.0 {
        let noticed: &[AudienceName] = if down > NOTICED { &[Business, Customers] } else { &[Business] };
        tell(Occasion::Before, noticed, "nobody can write while its downtime runs");
    } else if moved {
        tell(Occasion::Before, &[Business], "users move to the new side while it runs");
    }
    if ends {
        tell(Occasion::Before, &[Executive], "there is no way back from it");
    }
    tell(Occasion::Start, &[Technical], "who is on duty knows where the plan is");
    if down > 0.0 {
        tell(Occasion::Start, &[Business], "the downtime begins with it");
    }
    tell(Occasion::Done, &[Technical], "the next phase may begin");
    if down > 0.0 || moved || ends {
        let because = if ends { "what was is gone" } else { "users are served by the new side" };
        tell(Occasion::Done, &[Executive, Business], because);
    }
    let troubled: &[AudienceName] = match (down > NOTICED, down > 0.0 || moved) {
        (true, _) => &[Executive, Technical, Business, Customers],
        (false, true) => &[Executive, Technical, Business],
        (false, false) => &[Technical],
    };
    tell(Occasion::Trouble, troubled, "whoever is touched by it hears it from us first");
    if !ends && !phase.way_back.steps.is_empty() {
        let touched: &[AudienceName] =
            if down > 0.0 || moved { &[Executive, Technical, Business] } else { &[Technical] };
        tell(Occasion::Rollback, touched, "what was done is undone, and the dates move");
    }
    moments
}

/// Seconds at P80 in which writes stand still.
fn downtime(phase: &MigrationPhase) -> f64 {
    let down = phase.steps.iter().filter(|it| it.timing.in_one_go.as_deref() == Some("downtime"));
    down.map(|it| it.estimate.distribution.quantile(0.8)).sum()
}

fn moves(phase: &MigrationPhase) -> bool {
    phase.steps.iter().any(|it| matches!(it.work, Work::Traffic { from, to, .. } if to > from))
}

fn ends_the_way_back(phase: &MigrationPhase) -> bool {
    phase.steps.iter().any(|it| matches!(it.inverse.loss, Loss::Everything(_)))
}
