//! Where a plan stands: for people, as a page with both updates, and for other programs.

mod human;
mod markdown;

pub use human::human;
pub use markdown::markdown;

use plan_engine::migration::schedule::DeadlineOutcome;
use plan_engine::migration::status::{Health, PhaseState};
use schedule::{Instant, Quantiles};

/// A point in time as people read it, to the minute: `2027-02-01 08:00 UTC`.
pub(crate) fn when(at: Instant) -> String {
    let text = at.to_string();
    // `2027-02-01T08:00:30Z`: what stands before the seconds.
    let minutes = text.rsplit_once(':').map_or(text.as_str(), |(minutes, _)| minutes);
    format!("{} UTC", minutes.replace('T', " "))
}

fn health(health: Health) -> &'static str {
    match health {
        Health::NotBegun => "not begun",
        Health::OnTrack => "on track",
        Health::AtRisk => "at risk",
        Health::InTrouble => "in trouble",
        Health::Done => "done",
    }
}

fn state(state: PhaseState) -> &'static str {
    match state {
        PhaseState::Open => "open",
        PhaseState::UnderWay => "under way",
        PhaseState::Done => "done",
        PhaseState::TakenBack => "taken back",
    }
}

/// P50, P80 and P95 in one line.
fn quantiles(end: &Quantiles) -> String {
    let told = |name: &str, at: Option<Instant>| format!("{name} {}", at.map_or_else(|| "never".to_owned(), when));
    [told("P50", end.p50), told("P80", end.p80), told("P95", end.p95)].join(", ")
}

fn deadline(it: &DeadlineOutcome) -> String {
    format!("deadline {}: met in {:.0} % of the draws", when(it.at), it.probability * 100.0)
}
