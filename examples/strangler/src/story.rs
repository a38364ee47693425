//! What happened.

use std::fmt;
use std::time::Duration;

use crate::chart;
use crate::pilot::Turn;
use crate::traffic::Answer;

/// What happened.
#[derive(Debug)]
pub struct Story {
    /// For how long clients sent requests.
    pub length: Duration,
    /// When the new backend fell sick.
    pub fault: Option<Duration>,
    /// What the clients saw, in the order of their requests.
    pub clients: Vec<Answer>,
    /// How many requests legacy answered because the new backend failed.
    pub rescued: u64,
    /// The turns that the controller took.
    pub journal: Vec<Turn>,
}

impl Story {
    /// How many requests failed for their clients.
    pub fn failed(&self) -> usize {
        self.clients.iter().filter(|it| it.by_new.is_none()).count()
    }

    /// The share of the answers from `from` up to `to` that the new backend gave.
    pub fn share_of_new(&self, from: Duration, to: Duration) -> f64 {
        let within = self.clients.iter().filter(|it| it.at >= from && it.at < to && it.by_new.is_some());
        let (all, new) =
            within.fold((0_u32, 0_u32), |(all, new), it| (all + 1, new + u32::from(it.by_new == Some(true))));
        if all == 0 { 0.0 } else { f64::from(new) / f64::from(all) }
    }
}

impl fmt::Display for Story {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "Share of the requests that the new backend answered\n")?;
        writeln!(f, "{}", chart::draw(self))?;
        for turn in &self.journal {
            let at = turn.at.as_secs_f64();
            writeln!(f, "{at:>6.1} s  {:>5}  {}", turn.share.to_string(), turn.decision.reason)?;
        }
        write!(
            f,
            "\n{} requests, {} failed for their clients; legacy answered {} that the new backend did not",
            self.clients.len(),
            self.failed(),
            self.rescued
        )
    }
}
