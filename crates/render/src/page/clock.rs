//! Points in time as a page tells them: dates, or days from the first one where nobody has said when work begins.

use schedule::Instant;

/// Seconds of a day.
const DAY: i64 = 86_400;

/// Tells points in time.
#[derive(Debug, Clone, Copy)]
pub(super) struct Clock {
    start: Instant,
    dated: bool,
}

impl Clock {
    pub(super) fn new(start: Instant, dated: bool) -> Self {
        Self { start, dated }
    }

    /// `Mon 11 Jan 2027, 09:00 UTC`, or `day 3, 14:00`.
    pub(super) fn tell(self, at: Option<Instant>) -> String {
        let Some(at) = at else { return "never".to_owned() };
        if self.dated {
            return formatted(at, "%a %-d %b %Y, %H:%M UTC");
        }
        format!("day {}, {}", self.day(at), formatted(at, "%H:%M"))
    }

    /// The same in a narrow place: `11 Jan 09:00`, or `d3 14:00`.
    pub(super) fn short(self, at: Option<Instant>) -> String {
        let Some(at) = at else { return "never".to_owned() };
        if self.dated {
            return formatted(at, "%-d %b %H:%M");
        }
        format!("d{} {}", self.day(at), formatted(at, "%H:%M"))
    }

    /// The name of a tick of an axis whose ticks are `apart` seconds apart.
    fn tick(self, at: Instant, apart: i64) -> String {
        match (self.dated, apart < DAY) {
            (true, true) => formatted(at, "%-d %b %H:%M"),
            (true, false) => formatted(at, "%-d %b"),
            (false, true) => format!("d{} {}", self.day(at), formatted(at, "%H:%M")),
            (false, false) => format!("day {}", self.day(at)),
        }
    }

    /// The day counted from the first one, which is 1.
    fn day(self, at: Instant) -> i64 {
        at.seconds().div_euclid(DAY) - self.start.seconds().div_euclid(DAY) + 1
    }

    /// Round points in time up to `end`, at most six, each with its name.
    pub(super) fn ticks(self, end: Instant) -> Vec<(Instant, String)> {
        const APART: [i64; 15] = [
            900,
            1_800,
            3_600,
            7_200,
            21_600,
            43_200,
            DAY,
            2 * DAY,
            3 * DAY,
            4 * DAY,
            7 * DAY,
            14 * DAY,
            28 * DAY,
            91 * DAY,
            364 * DAY,
        ];
        const MOST: i64 = 6;
        let (from, to) = (self.start.seconds(), end.seconds());
        let span = to.saturating_sub(from);
        let longest = span / MOST + 1;
        let apart = APART.into_iter().find(|it| *it >= longest).unwrap_or(longest);
        let first = from.div_euclid(apart).saturating_add(1).saturating_mul(apart);
        let all = (0..MOST).map(|it| first.saturating_add(it * apart)).take_while(|it| *it < to);
        all.map(Instant::from_seconds).map(|at| (at, self.tick(at, apart))).collect()
    }
}

fn formatted(at: Instant, form: &str) -> String {
    jiff::Timestamp::from_second(at.seconds()).map_or_else(|_| at.to_string(), |it| it.strftime(form).to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Instant {
        text.parse().unwrap()
    }

    #[test]
    fn days_are_told_with_dates_or_counted() {
        let start = at("2027-01-11T09:00:00Z");
        let later = Some(at("2027-01-13T14:30:00Z"));
        assert_eq!(Clock::new(start, true).tell(later), "Wed 13 Jan 2027, 14:30 UTC");
        assert_eq!(Clock::new(start, true).short(later), "13 Jan 14:30");
        assert_eq!(Clock::new(start, false).tell(later), "day 3, 14:30");
        assert_eq!(Clock::new(start, true).tell(None), "never");
    }

    #[test]
    fn an_axis_has_a_few_round_ticks_whatever_its_length() {
        let start = at("2027-01-11T09:00:00Z");
        for end in [
            "2027-01-11T09:01:00Z",
            "2027-01-11T15:00:00Z",
            "2027-01-20T00:00:00Z",
            "2031-01-01T00:00:00Z",
            "2627-01-01T00:00:00Z",
        ] {
            let ticks = Clock::new(start, true).ticks(at(end));
            assert!(ticks.len() <= 6, "{end}: {ticks:?}");
            assert!(ticks.iter().all(|(it, _)| start < *it && *it < at(end)), "{end}: {ticks:?}");
        }
        let ticks = Clock::new(start, true).ticks(at("2027-01-20T00:00:00Z"));
        assert_eq!(ticks.iter().map(|it| it.1.as_str()).collect::<Vec<_>>(), ["12 Jan", "14 Jan", "16 Jan", "18 Jan"]);
    }
}
