//! How fast rows are read, and whether anything is read at all: the one place that decides it, for comparisons and for checks.

use std::time::{Duration, Instant};

use crate::Result;

/// How long it is waited before a load is asked about again.
const WAIT: Duration = Duration::from_millis(500);

/// Whether reading has to wait now.
pub(crate) type MustWait<'w> = &'w mut dyn FnMut() -> Result<bool>;

/// Holds reading back.
#[derive(Debug)]
pub(crate) struct Pace {
    per_second: Option<u64>,
    began: Instant,
    rows: u64,
    asked: Option<Instant>,
}

impl Pace {
    pub(crate) fn new(per_second: Option<u64>) -> Self {
        Self { per_second: per_second.filter(|it| *it > 0), began: Instant::now(), rows: 0, asked: None }
    }

    /// Before a statement: waits as long as that is asked for.
    pub(crate) fn wait(&mut self, must_wait: MustWait<'_>) -> Result<()> {
        while must_wait()? {
            std::thread::sleep(WAIT);
        }
        self.asked = Some(Instant::now());
        Ok(())
    }

    /// So many rows of one side were read: waits where that was too fast, or where that is asked for.
    pub(crate) fn read(&mut self, rows: u64, must_wait: MustWait<'_>) -> Result<()> {
        self.rows += rows;
        if self.asked.is_none_or(|it| it.elapsed() >= WAIT) {
            self.wait(must_wait)?;
        }
        let Some(per_second) = self.per_second else { return Ok(()) };
        #[expect(clippy::cast_precision_loss, reason = "a pause need not be exact")]
        let due = Duration::from_secs_f64(self.rows as f64 / per_second as f64);
        while let Some(early) = due.checked_sub(self.began.elapsed()).filter(|it| !it.is_zero()) {
            std::thread::sleep(early.min(WAIT));
            self.wait(must_wait)?;
        }
        Ok(())
    }

    /// How many rows may be read ahead, `most` where nothing holds them back.
    pub(crate) fn at_once(&self, most: usize) -> usize {
        const PARTS: u64 = 4;
        let part = self.per_second.map(|it| usize::try_from(it / PARTS).unwrap_or(most));
        part.map_or(most, |it| it.clamp(1, most))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_take_their_time_however_few_they_are() {
        let began = Instant::now();
        let mut pace = Pace::new(Some(100));
        for _ in 0..3 {
            pace.read(10, &mut || Ok(false)).expect("nobody waits");
        }
        assert!(began.elapsed() >= Duration::from_millis(300), "{:?}", began.elapsed());
        assert_eq!((pace.at_once(512), Pace::new(None).at_once(512)), (25, 512));
    }

    #[test]
    fn it_waits_until_nothing_asks_for_it_and_fails_where_that_cannot_be_told() {
        let mut left = 2;
        let mut must_wait = || {
            left -= 1;
            Ok(left > 0)
        };
        Pace::new(None).wait(&mut must_wait).expect("it ends");
        assert_eq!(left, 0);
        let failing = &mut || Err(crate::Error::new(crate::ErrorKind::Refused, "no such function"));
        assert!(Pace::new(None).wait(failing).is_err());
    }
}
