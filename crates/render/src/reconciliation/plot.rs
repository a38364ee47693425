//! How many rows differed over the rounds of `watch`.

use super::Round;
use super::number::thousands;

/// A line over time.
pub(super) struct Plot {
    pub(super) says: String,
    pub(super) points: String,
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
        let most = rounds.iter().map(|it| it.differences).max().unwrap_or(0).max(1);
        let span = (last.seconds - first.seconds.min(last.seconds)).max(1);
        #[expect(clippy::cast_precision_loss, reason = "places in a picture")]
        let point = |it: &Round| {
            let x = (it.seconds - first.seconds.min(it.seconds)) as f64 / span as f64 * WIDTH;
            let y = HEIGHT - it.differences as f64 / most as f64 * (HEIGHT - 4.0) - 2.0;
            format!("{x:.1},{y:.1}")
        };
        let points: Vec<_> = rounds.iter().map(point).collect();
        let says = format!(
            "{} rounds: {} rows differed in the first, {} at most, {} in the last.",
            rounds.len(),
            thousands(first.differences),
            thousands(rounds.iter().map(|it| it.differences).max().unwrap_or(0)),
            thousands(last.differences)
        );
        Some(Self {
            says,
            points: points.join(" "),
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
        let round = |seconds, differences| Round { seconds, differences };
        let plot = Plot::of(&[round(0, 10), round(30, 5), round(60, 0)]).expect("three rounds");
        assert_eq!(plot.points, "0.0,2.0 500.0,80.0 1000.0,158.0");
        assert_eq!((plot.most.as_str(), plot.to.as_str()), ("10", "after 60 s"));
        assert!(Plot::of(&[round(0, 1)]).is_none());
    }
}
