//! How many rows differed over the rounds of `watch`.

use super::Round;
use super::number::thousands;

/// A line over time.
pub(super) struct Plot {
    pub(super) says: String,
    /// The points of each line: where a round could not be told there is a gap.
    pub(super) lines: Vec<String>,
    /// Where the rounds are that could not be told.
    pub(super) gaps: Vec<String>,
    /// The upper end of the axis.
    pub(super) most: String,
    pub(super) from: String,
    pub(super) to: String,
}

/// The size of the picture, in its own units.
const WIDTH: f64 = 1000.0;
const HEIGHT: f64 = 160.0;

impl Plot {
    /// None of fewer than two rounds.
    pub(super) fn of(rounds: &[Round]) -> Option<Self> {
        let (first, last) = (rounds.first()?, rounds.last().filter(|_| rounds.len() > 1)?);
        let told = || rounds.iter().filter_map(|it| it.differences);
        let untold = rounds.iter().filter(|it| it.differences.is_none());
        let most = told().max().unwrap_or(0).max(1);
        let span = (last.seconds - first.seconds.min(last.seconds)).max(1);
        #[expect(clippy::cast_precision_loss, reason = "places in a picture")]
        let across = |it: &Round| (it.seconds - first.seconds.min(it.seconds)) as f64 / span as f64 * WIDTH;
        #[expect(clippy::cast_precision_loss, reason = "places in a picture")]
        let point = |it: &Round| {
            let up = it.differences.unwrap_or(0) as f64 / most as f64 * (HEIGHT - 4.0);
            format!("{:.1},{:.1}", across(it), HEIGHT - up - 2.0)
        };
        let lines = rounds.split(|it| it.differences.is_none()).filter(|it| !it.is_empty());
        // A point alone is a line to itself, which a round cap makes visible.
        let points = |it: &[Round]| -> String {
            let all: Vec<_> = it.iter().chain(it.first().filter(|_| it.len() == 1)).map(point).collect();
            all.join(" ")
        };
        let lines: Vec<String> = lines.map(points).collect();
        let gaps: Vec<String> = untold.map(|it| format!("{:.1}", across(it))).collect();
        let number = |it: &Round| it.differences.map_or_else(|| "an unknown number of".to_owned(), thousands);
        let unknown = match gaps.len() {
            0 => String::new(),
            some => format!(" {} could not be told: a dashed line marks them.", thousands(some as u64)),
        };
        let says = format!(
            "{} rounds: {} differences in the first, {} at most, {} in the last.{unknown}",
            rounds.len(),
            number(first),
            thousands(told().max().unwrap_or(0)),
            number(last)
        );
        Some(Self {
            says,
            lines,
            gaps,
            most: thousands(most),
            from: "the beginning".to_owned(),
            to: format!("after {}", duration(last.seconds)),
        })
    }
}

fn duration(seconds: u64) -> String {
    match seconds {
        0..120 => format!("{seconds} s"),
        120..7_200 => format!("{} min", seconds / 60),
        _ => format!("{} h {} min", seconds / 3_600, seconds % 3_600 / 60),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_goes_from_the_first_round_to_the_last() {
        let round = |seconds, differences| Round { seconds, differences: Some(differences) };
        let plot = Plot::of(&[round(0, 10), round(30, 5), round(60, 0)]).expect("three rounds");
        assert_eq!(plot.lines, ["0.0,2.0 500.0,80.0 1000.0,158.0"]);
        assert_eq!((plot.most.as_str(), plot.to.as_str()), ("10", "after 60 s"));
        assert!(Plot::of(&[round(0, 1)]).is_none());
        let unknown = Round { seconds: 30, differences: None };
        let plot = Plot::of(&[round(0, 10), unknown, round(60, 0)]).expect("three rounds");
        assert_eq!((plot.lines.len(), plot.gaps.as_slice()), (2, &["500.0".to_owned()][..]));
        assert!(plot.says.contains("1 could not be told"), "{}", plot.says);
    }
}
