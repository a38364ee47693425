//! The template's data.

use askama::Template;
use validation::check::{CheckOutcome, CheckReport, CheckStatus};

use super::number::thousands;
use super::plot::Plot;
use super::table::Table;
use super::visible::visible;
use super::{ReconciliationPage, Round};

/// The page, section by section.
#[derive(Template)]
#[template(path = "reconciliation/page.html")]
pub(super) struct Sheet {
    title: String,
    verdict: String,
    lead: String,
    tiles: Vec<Tile>,
    rounds: Vec<Round>,
    over_time: Option<Plot>,
    checks: Vec<Check>,
    tables: Vec<Table>,
    foot: String,
}

/// A figure of the summary.
struct Tile {
    class: &'static str,
    title: &'static str,
    figure: String,
    small: String,
}

/// A check.
struct Check {
    status: &'static str,
    class: &'static str,
    name: String,
    kind: String,
    says: String,
    measured: Vec<Measured>,
    /// What the table leaves out; empty where that is nothing.
    more: String,
    notes: Vec<String>,
}

/// A number or text of both sides.
struct Measured {
    what: String,
    source: String,
    target: String,
    apart: String,
    holds: &'static str,
}

impl Sheet {
    pub(super) fn of(page: &ReconciliationPage<'_>) -> Self {
        let report = page.report;
        Self {
            title: page.title.to_owned(),
            verdict: report.status.as_str().to_owned(),
            lead: lead(report),
            tiles: tiles(page),
            rounds: page.rounds.to_vec(),
            over_time: Plot::of(page.rounds),
            checks: report.checks.iter().map(check).collect(),
            tables: page.tables.iter().enumerate().map(|(at, table)| Table::of(at + 1, table)).collect(),
            foot: format!(
                "Made from {}. What differs is told by the values that were read, never by a checksum alone.",
                report.file
            ),
        }
    }

    pub(super) fn write(&self) -> Result<String, std::fmt::Error> {
        self.render().map_err(|_| std::fmt::Error)
    }
}

fn lead(report: &CheckReport) -> String {
    match report.status {
        CheckStatus::Passed => "The target holds what the source holds, as far as it was asked for.",
        CheckStatus::Unsettled => "It is not settled: what differs was being written to, or a sample does not decide.",
        CheckStatus::Failed => "The target does not hold what the source holds.",
        CheckStatus::Error => "It could not be told: at least one check did not come to its end.",
    }
    .to_owned()
}

fn tiles(page: &ReconciliationPage<'_>) -> Vec<Tile> {
    let report = page.report;
    let passed = report.count(CheckStatus::Passed);
    let mut tiles = vec![Tile {
        class: class_of_tile(report.status),
        title: "Verdict",
        figure: report.status.as_str().to_owned(),
        small: format!("{passed} of {} checks passed", report.checks.len()),
    }];
    if page.tables.is_empty() {
        return tiles;
    }
    let sum = |of: fn(&validation::Comparison) -> u64| page.tables.iter().map(|it| of(it.comparison)).sum::<u64>();
    let (source, target) = (sum(|it| it.source.rows), sum(|it| it.target.rows));
    tiles.push(Tile {
        class: "",
        title: "Rows compared",
        figure: thousands(source),
        small: format!("of the source; {} of the target", thousands(target)),
    });
    let found = [sum(|it| it.missing), sum(|it| it.extra), sum(|it| it.mismatched)];
    let all: u64 = found.iter().sum();
    tiles.push(Tile {
        class: if all == 0 { "good" } else { "bad" },
        title: "Rows that differ",
        figure: thousands(all),
        small: format!(
            "{} missing in target, {} extra, {} mismatched",
            thousands(found[0]),
            thousands(found[1]),
            thousands(found[2])
        ),
    });
    let (transient, vanished) = (sum(|it| it.settled.transient), sum(|it| it.settled.vanished));
    if transient + vanished > 0 {
        tiles.push(Tile {
            class: "warn",
            title: "Changing while it was read",
            figure: thousands(transient),
            small: format!("{} more had gone when they were read again", thousands(vanished)),
        });
    }
    tiles
}

fn class_of_tile(status: CheckStatus) -> &'static str {
    match status {
        CheckStatus::Passed => "good",
        CheckStatus::Unsettled => "warn",
        CheckStatus::Failed | CheckStatus::Error => "bad",
    }
}

fn check(it: &CheckOutcome) -> Check {
    let or_none = |text: &Option<String>| text.as_ref().map_or("–".to_owned(), |it| visible(it));
    let measured = it.measured.iter().map(|measured| Measured {
        what: match &measured.group {
            Some(group) => format!("{} of {group}", measured.what),
            None => measured.what.clone(),
        },
        source: or_none(&measured.source),
        target: or_none(&measured.target),
        apart: or_none(&measured.difference),
        holds: if measured.holds { "yes" } else { "no" },
    });
    Check {
        status: it.status.as_str(),
        class: it.status.as_str(),
        name: it.name.clone(),
        kind: it.kind.clone(),
        says: it.says.clone(),
        measured: measured.collect(),
        more: more(it),
        notes: it.notes.clone(),
    }
}

/// How much of what does not hold is not in the table.
fn more(it: &CheckOutcome) -> String {
    if it.kind == "table" {
        // The table of its rows says so itself.
        return String::new();
    }
    let shown = it.measured.iter().filter(|it| !it.holds).count() as u64;
    match it.failing.saturating_sub(shown) {
        0 => String::new(),
        left_out => format!("… and {} more that do not hold", thousands(left_out)),
    }
}
