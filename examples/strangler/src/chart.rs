//! The story as a chart in a terminal.

use std::fmt::Write;
use std::time::Duration;

use crate::Story;

/// How many lines it is high: one for each tenth.
const LINES: u32 = 10;
/// Twice as many columns as seconds, up to these.
const MOST_COLUMNS: u32 = 100;
/// A column that is full to so many eighths.
const EIGHTHS: [char; 9] = [' ', '▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];

/// A column for each half of a second: the share of requests that the new backend answered. The fault is marked below.
pub fn draw(story: &Story) -> String {
    let seconds = u32::try_from(story.length.as_secs()).unwrap_or(MOST_COLUMNS).max(1);
    let columns = (seconds * 2).min(MOST_COLUMNS);
    let column = story.length / columns;
    let shares: Vec<f64> = (0..columns).map(|at| story.share_of_new(column * at, column * (at + 1))).collect();

    let mut chart = String::new();
    for line in (0..LINES).rev() {
        let label = if line % 2 == 1 { format!("{:>4} %", (line + 1) * 100 / LINES) } else { String::new() };
        let bars: String = shares.iter().map(|share| EIGHTHS[eighths(*share, line)]).collect();
        let _ = writeln!(chart, "{label:>6} │{}", bars.trim_end());
    }
    let _ = writeln!(chart, "{:>6} └{}", "0 %", "─".repeat(shares.len()));
    let place = |time: Duration| usize::try_from(time.as_millis() / column.as_millis().max(1)).unwrap_or_default();
    if let Some(fault) = story.fault.map(place) {
        let _ = writeln!(chart, "{:>6}  {:fault$}↑ the new backend falls sick", "", "");
    }
    chart
}

/// How much of a line a share fills, in eighths.
fn eighths(share: f64, line: u32) -> usize {
    let filled = (share * f64::from(LINES) - f64::from(line)).clamp(0.0, 1.0);
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "0 to 8")]
    let eighths = (filled * 8.0).round() as usize;
    eighths
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_share_fills_lines_from_below() {
        assert_eq!((eighths(0.0, 0), eighths(0.05, 0), eighths(0.1, 0), eighths(0.1, 1)), (0, 4, 8, 0));
        assert_eq!((eighths(1.0, 9), eighths(0.97, 9)), (8, 6));
    }
}
