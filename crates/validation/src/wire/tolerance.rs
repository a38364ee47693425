//! Tolerances in the header of `diff.jsonl`: what was not counted as a difference is not counted when rows are compared again.

use std::time::Duration;

use database::Decimal;
use serde::{Deserialize, Serialize};

use crate::{Error, ErrorKind, Result, Tolerance, ToleranceKind};

/// What is no difference in a column.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct DiffTolerance {
    /// The column.
    pub column: String,
    /// `absolute`, `relative`, `case`, `space` or `time`.
    pub kind: String,
    /// How far values may be apart, as a decimal number: of `absolute` the distance, of `relative` the share of the larger value
    /// (`0.01` is one per cent), of `time` the seconds. Nothing for texts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub bound: Option<String>,
}

impl From<&Tolerance> for DiffTolerance {
    fn from(it: &Tolerance) -> Self {
        let (kind, bound) = match &it.kind {
            ToleranceKind::Absolute(bound) => ("absolute", Some(bound.as_str().to_owned())),
            ToleranceKind::Relative(share) => ("relative", Some(share.to_string())),
            ToleranceKind::Case => ("case", None),
            ToleranceKind::WhiteSpace => ("space", None),
            ToleranceKind::Time(time) => ("time", Some(seconds(*time))),
        };
        Self { column: it.column.clone(), kind: kind.to_owned(), bound }
    }
}

impl DiffTolerance {
    /// The tolerance that is meant.
    ///
    /// # Errors
    /// [`ErrorKind::Malformed`] where its kind is not known, or the bound is none of this kind.
    pub fn tolerance(&self) -> Result<Tolerance> {
        let bound = self.bound.as_deref().unwrap_or_default();
        let share = || bound.parse::<f64>().ok().filter(|it| it.is_finite() && *it >= 0.0);
        let number = || Decimal::parse(bound).filter(|it| !it.as_str().starts_with(['-', 'N', 'I']));
        let kind = match self.kind.as_str() {
            "absolute" => number().map(ToleranceKind::Absolute),
            "relative" => share().map(ToleranceKind::Relative),
            "case" => Some(ToleranceKind::Case),
            "space" => Some(ToleranceKind::WhiteSpace),
            "time" => time(bound).map(ToleranceKind::Time),
            _ => None,
        };
        let Some(kind) = kind else {
            let message = format!("`{}` `{bound}` is no tolerance (of column `{}`)", self.kind, self.column);
            return Err(Error::new(ErrorKind::Malformed, message));
        };
        Ok(Tolerance { column: self.column.clone(), kind })
    }
}

/// Whole seconds and, where there are any, the nanoseconds behind a point: no digit is lost.
fn seconds(time: Duration) -> String {
    match time.subsec_nanos() {
        0 => time.as_secs().to_string(),
        nanos => format!("{}.{nanos:09}", time.as_secs()),
    }
}

fn time(text: &str) -> Option<Duration> {
    let (whole, rest) = text.split_once('.').unwrap_or((text, "0"));
    let digits = |it: &str| !it.is_empty() && it.bytes().all(|it| it.is_ascii_digit());
    if !digits(whole) || !digits(rest) || rest.len() > 9 {
        return None;
    }
    Some(Duration::new(whole.parse().ok()?, format!("{rest:0<9}").parse().ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tolerances_read_back_as_they_were() {
        let kinds = [
            ToleranceKind::Absolute(Decimal::parse("0.00500000000000000001").unwrap()),
            ToleranceKind::Relative(0.07),
            ToleranceKind::Case,
            ToleranceKind::WhiteSpace,
            ToleranceKind::Time(Duration::new(3, 500_001)),
            ToleranceKind::Time(Duration::from_hours(2)),
        ];
        for kind in kinds {
            let tolerance = Tolerance { column: "it".to_owned(), kind };
            assert_eq!(DiffTolerance::from(&tolerance).tolerance().unwrap(), tolerance);
        }
    }

    #[test]
    fn what_is_none_is_refused() {
        for (kind, bound) in
            [("absolute", "-1"), ("absolute", ""), ("relative", "inf"), ("time", "1ms"), ("time", "1."), ("odd", "1")]
        {
            let tolerance = DiffTolerance { column: "it".into(), kind: kind.into(), bound: Some(bound.into()) };
            assert!(tolerance.tolerance().is_err(), "{kind} {bound}");
        }
    }
}
