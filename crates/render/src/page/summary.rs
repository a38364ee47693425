//! What a director reads: by when, how likely, what can go wrong, until when there is a way back.

use plan_engine::estimate::duration_in_words;

use super::Page;
use super::clock::Clock;
use super::ladder::Ladder;
use super::prose::{name, prose, sentence};
use crate::migration::words;
use crate::plan::words::count;

/// The head of the page.
pub(super) struct Summary {
    pub(super) tiles: Vec<Tile>,
    pub(super) migrations: Vec<MigrationLine>,
    /// What misses its time.
    pub(super) problems: Vec<String>,
}

/// A figure.
pub(super) struct Tile {
    pub(super) title: &'static str,
    pub(super) figure: String,
    pub(super) small: String,
    pub(super) class: &'static str,
}

/// A migration in a few words.
pub(super) struct MigrationLine {
    pub(super) id: String,
    pub(super) pattern: String,
    pub(super) source: String,
    pub(super) target: String,
    pub(super) complexity: String,
    pub(super) reaches: Vec<String>,
}

impl Summary {
    pub(super) fn of(page: &Page<'_>, clock: Clock, ladder: &Ladder) -> Self {
        let tiles = [
            Some(done(page, clock)),
            deadline(page, clock),
            Some(risk(page)),
            Some(no_return(page)),
            Some(recovery(ladder)),
            Some(work(page)),
        ];
        let line = |it: &plan_engine::migration::model::MigrationSummary| MigrationLine {
            id: name(&it.migration),
            pattern: it.pattern.replace('_', " "),
            source: prose(&it.source),
            target: prose(&it.target),
            complexity: prose(&words::complexity(&it.complexity)),
            reaches: it.reaches.iter().map(|it| name(it)).collect(),
        };
        Self {
            tiles: tiles.into_iter().flatten().collect(),
            migrations: page.plan.summaries.iter().map(line).collect(),
            problems: problems(page),
        }
    }
}

fn done(page: &Page<'_>, clock: Clock) -> Tile {
    let commit = format!("{:?}", page.schedule.commit);
    let ends = [("P50", page.schedule.end.p50), ("P80", page.schedule.end.p80), ("P95", page.schedule.end.p95)];
    let others = ends.iter().filter(|(name, _)| *name != commit);
    let others: Vec<String> = others.map(|(name, at)| format!("{name} {}", clock.short(*at))).collect();
    Tile {
        title: "Done by",
        figure: clock.tell(page.schedule.committed),
        small: format!("at {commit}; {}", others.join(", ")),
        class: "",
    }
}

fn deadline(page: &Page<'_>, clock: Clock) -> Option<Tile> {
    let deadline = page.deadline()?;
    Some(Tile {
        title: "Deadline",
        figure: format!("{:.0} % likely met", deadline.probability * 100.0),
        small: clock.tell(Some(deadline.at)),
        class: if deadline.met { "good" } else { "bad" },
    })
}

fn risk(page: &Page<'_>) -> Tile {
    let all = &page.risks.risks;
    let high = all.iter().filter(|it| it.level >= plan_engine::risk::Level::High).count();
    Tile {
        title: "Highest risk",
        figure: page.risks.level.as_str().to_owned(),
        small: format!("{}, {high} of them high or critical", count(all.len(), "risk")),
        class: if high > 0 { "bad" } else { "good" },
    }
}

fn no_return(page: &Page<'_>) -> Tile {
    let found =
        page.plan.phases.iter().enumerate().find_map(|(at, it)| Some((at, it, it.point_of_no_return.as_ref()?)));
    match found {
        Some((at, phase, point)) => Tile {
            title: "Point of no return",
            figure: format!("phase {} of {}", at + 1, page.plan.phases.len()),
            small: format!("{}: {}", phase.id, point.because),
            class: "warn",
        },
        None => Tile {
            title: "Point of no return",
            figure: "none".to_owned(),
            small: "every phase can be taken back".to_owned(),
            class: "good",
        },
    }
}

fn recovery(ladder: &Ladder) -> Tile {
    let small = ladder.objective.as_ref().map_or_else(
        || "until nobody relies on one phase, at P80; no objective is stated".to_owned(),
        |it| format!("until nobody relies on one phase, at P80; the objective is {it}"),
    );
    Tile {
        title: "Longest recovery",
        figure: ladder.longest.clone().unwrap_or_else(|| "at once".to_owned()),
        small,
        class: "",
    }
}

fn work(page: &Page<'_>) -> Tile {
    let steps = page.plan.steps().count();
    let effort: f64 = page
        .plan
        .steps()
        .filter(|it| matches!(it.by, plan_engine::migration::model::Performer::Role(_)))
        .map(|it| it.estimate.distribution.mean())
        .sum();
    Tile {
        title: "Extent",
        figure: format!("{} in {}", count(steps, "step"), count(page.plan.phases.len(), "phase")),
        small: format!("{} of people's work is expected", duration_in_words(effort)),
        class: "",
    }
}

/// What misses its time; of a deadline nothing can be said without dates.
fn problems(page: &Page<'_>) -> Vec<String> {
    let told = page.schedule.problems.iter().filter(|it| page.dated || it.step.is_some());
    told.map(|it| prose(&sentence(&it.says))).collect()
}
