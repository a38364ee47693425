//! The comparison of patterns for people: which suits, why, and how they differ.

use std::fmt::Write as _;

use comfy_table::{ColumnConstraint, Width};
use plan_engine::estimate::duration_in_words;
use plan_engine::migration::comparison::{
    MigrationPatterns, PatternAbout, PatternComparison, PatternFit, ReasonSide, Times,
};
use plan_engine::specification::model::Kind;

use super::words;
use crate::columns::widths;
use crate::paint::Paint;
use crate::table::{lines, table};
use crate::wrap::{fitted, wrapped_to};

/// Columns below which no table is readable.
const NARROWEST: usize = 60;

/// The comparison, laid out for `width` columns (60 at least); without a specification the list of the patterns.
pub fn human(comparison: &PatternComparison, colour: bool, width: usize) -> String {
    let (paint, width) = (Paint(colour), width.max(NARROWEST));
    let mut out = String::new();
    if comparison.migrations.is_empty() {
        for pattern in &comparison.patterns {
            about(&mut out, pattern, paint, width);
        }
        return out;
    }
    for migration in &comparison.migrations {
        let stated = format!("stated: {}", migration.stated);
        let best = migration.recommended.as_deref().unwrap_or("none fits");
        let _ = writeln!(out, "{}  {stated} · recommended: {best}", paint.heading(&migration.migration));
        for reason in &migration.because {
            out.push_str(&wrapped_to(width, "  · ", reason));
        }
        out.push_str(&side_by_side(&migration.patterns, width));
        for fit in &migration.patterns {
            explained(&mut out, fit, paint, width);
        }
        out.push('\n');
    }
    out
}

/// The patterns of a migration, a row each.
fn side_by_side(patterns: &[PatternFit], width: usize) -> String {
    let mut cells = vec![HEADER.map(str::to_owned).to_vec()];
    cells.extend(patterns.iter().map(|fit| row(fit).map(|cell| held_together(&cell)).to_vec()));
    // A space stands behind each column, and one between two.
    let widths = widths(&cells, width.saturating_sub(2 * HEADER.len() - 1));
    let fit = |row: &Vec<String>| -> Vec<String> {
        row.iter().zip(&widths).map(|(cell, width)| fitted(cell, *width).replace(HELD, " ")).collect()
    };
    let mut rows = table(&[]);
    rows.set_width(u16::try_from(width).unwrap_or(u16::MAX));
    rows.set_header(cells.first().map(fit).unwrap_or_default());
    for row in cells.iter().skip(1) {
        rows.add_row(fit(row));
    }
    for (column, width) in rows.column_iter_mut().zip(&widths) {
        column.set_padding((0, 1));
        column.set_constraint(ColumnConstraint::Absolute(Width::Fixed(u16::try_from(width + 1).unwrap_or(u16::MAX))));
    }
    format!("{}\n", lines(&rows).trim_end())
}

/// A space at which no line ends.
const HELD: char = '\u{a0}';

/// A number and its unit stay on one line, and so does a slash with what stands before it.
fn held_together(cell: &str) -> String {
    let mut text = String::new();
    for (at, word) in cell.split(' ').enumerate() {
        let unit = text.ends_with(|it: char| it.is_ascii_digit()) && word.starts_with(|it: char| it.is_alphabetic());
        if at > 0 {
            text.push(if unit || word == "/" { HELD } else { ' ' });
        }
        text.push_str(word);
    }
    text
}

/// The same as Markdown, for a ticket or a page.
pub fn markdown(comparison: &PatternComparison) -> String {
    let mut out = String::new();
    if comparison.migrations.is_empty() {
        out.push_str("| pattern | for | what it does | people write |\n|---|---|---|---|\n");
        for it in &comparison.patterns {
            let _ =
                writeln!(out, "| `{}` | {} | {} | {} |", it.name, kinds(&it.kinds), it.summary, it.to_write.join("; "));
        }
        return out;
    }
    for migration in &comparison.migrations {
        section(&mut out, migration);
    }
    out
}

const HEADER: [&str; 7] =
    ["Pattern", "Fits", "Done P50 / P80 / P95", "Downtime P80", "Way back P80", "No return", "Risk"];

fn row(fit: &PatternFit) -> [String; 7] {
    let all = |it: Option<Times>| match it {
        Some(it) => format!("{} / {} / {}", duration_in_words(it.p50), most(it.p80), most(it.p95)),
        None => "cannot be told".to_owned(),
    };
    [
        fit.pattern.clone(),
        if fit.fits { "yes" } else { "no" }.to_owned(),
        all(fit.duration),
        fit.downtime.map_or_else(|| "none".to_owned(), |it| most(it.p80)),
        fit.recovery.map_or_else(|| "none".to_owned(), |it| most(it.p80)),
        fit.point_of_no_return.as_ref().map_or_else(|| "none".to_owned(), |it| it.phase.clone()),
        format!("{} ({})", fit.risk.as_str(), fit.risks),
    ]
}

fn most(seconds: Option<f64>) -> String {
    seconds.map_or_else(|| "never".to_owned(), duration_in_words)
}

fn mark(side: ReasonSide) -> &'static str {
    match side {
        ReasonSide::Excludes => "excluded",
        ReasonSide::Against => "against",
        ReasonSide::For => "for",
    }
}

fn explained(out: &mut String, fit: &PatternFit, paint: Paint, width: usize) {
    let _ = writeln!(out, "\n{}", paint.heading(&fit.pattern));
    for reason in &fit.reasons {
        let place = reason.basis.first().map(|it| format!(" ({})", words::short_place(it))).unwrap_or_default();
        out.push_str(&wrapped_to(width, &format!("  {}: ", mark(reason.side)), &format!("{}{place}", reason.says)));
    }
    out.push_str(&wrapped_to(width, "  phases: ", &format!("{} ({} steps)", fit.phases.join(" → "), fit.steps)));
    if let Some(end) = &fit.point_of_no_return {
        out.push_str(&wrapped_to(width, "  no return: ", &format!("{}: {} ({})", end.phase, end.step, end.because)));
    }
    out.push_str(&wrapped_to(width, "  people write: ", &fit.to_write.join("; ")));
}

fn about(out: &mut String, pattern: &PatternAbout, paint: Paint, width: usize) {
    let also = if pattern.also.is_empty() { String::new() } else { format!(", also {}", pattern.also.join(", ")) };
    let _ = writeln!(out, "{}  for {}{also}", paint.heading(&pattern.name), kinds(&pattern.kinds));
    out.push_str(&wrapped_to(width, "  ", &pattern.summary));
    out.push_str(&wrapped_to(width, "  people write: ", &pattern.to_write.join("; ")));
}

fn kinds(kinds: &[Kind]) -> String {
    let word = |it: &Kind| match it {
        Kind::Database => "databases",
        Kind::Service => "services",
        Kind::Infrastructure => "infrastructure",
    };
    kinds.iter().map(word).collect::<Vec<_>>().join(" and ")
}

fn section(out: &mut String, migration: &MigrationPatterns) {
    let text = |it: &str| super::escaped(it);
    let best = migration.recommended.as_deref().unwrap_or("none fits");
    let _ = writeln!(out, "## {}\n", text(&migration.migration));
    let _ = writeln!(out, "Stated: `{}`. Recommended: `{best}`.\n", migration.stated);
    for reason in &migration.because {
        let _ = writeln!(out, "- {}", text(reason));
    }
    let _ = writeln!(out, "\n| {} |\n|{}", HEADER.join(" | "), "---|".repeat(HEADER.len()));
    for fit in &migration.patterns {
        let _ = writeln!(out, "| {} |", row(fit).map(|it| text(&it)).join(" | "));
    }
    for fit in &migration.patterns {
        let _ = writeln!(out, "\n### {}\n", fit.pattern);
        for reason in &fit.reasons {
            let _ = writeln!(out, "- {}: {}", mark(reason.side), text(&reason.says));
        }
        let _ = writeln!(out, "- phases: {}", text(&fit.phases.join(" → ")));
        if let Some(end) = &fit.point_of_no_return {
            let _ = writeln!(out, "- no return: {}: {} ({})", text(&end.phase), text(&end.step), text(&end.because));
        }
        let _ = writeln!(out, "- people write: {}", text(&fit.to_write.join("; ")));
    }
    out.push('\n');
}
