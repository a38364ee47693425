//! Orders the patterns and says which suits best.

use std::cmp::Ordering;

use super::model::{PatternFit, ReasonSide, Times};
use crate::migration::part::rollout::words;

/// Sorts the patterns, the best first, and names the best one that fits with the reasons.
pub(super) fn best(fits: &mut [PatternFit], stated: &str) -> (Option<String>, Vec<String>) {
    fits.sort_by(order);
    let mut fitting = fits.iter().filter(|it| it.fits);
    let Some(first) = fitting.next() else {
        let says = "no pattern fits as things are: see what excludes each".to_owned();
        return (None, vec![says]);
    };
    let mut because = vec![told(first)];
    because.extend(first.reasons.iter().filter(|it| it.side == ReasonSide::For).map(|it| it.says.clone()));
    if let Some(next) = fitting.next() {
        because.push(format!("the next, {}: {}", next.pattern, told(next)));
    }
    if first.pattern != stated
        && let Some(own) = fits.iter().find(|it| it.pattern == stated)
    {
        let against = own.reasons.iter().filter(|it| it.side != ReasonSide::For).map(|it| it.says.clone());
        let against: Vec<String> = against.collect();
        because.push(match against.as_slice() {
            [] => format!("{stated}, which is stated, fits too: {}", told(own)),
            some => format!("{stated}, which is stated: {}", some.join("; ")),
        });
    }
    (Some(first.pattern.clone()), because)
}

/// Those that fit first; then by objections, risk, downtime and time.
fn order(one: &PatternFit, other: &PatternFit) -> Ordering {
    let against = |it: &PatternFit| it.reasons.iter().filter(|it| it.side != ReasonSide::For).count();
    let down = |it: &PatternFit| it.downtime.map_or(0.0, high);
    let long = |it: &PatternFit| it.duration.map_or(f64::INFINITY, high);
    other
        .fits
        .cmp(&one.fits)
        .then_with(|| against(one).cmp(&against(other)))
        .then_with(|| one.risk.cmp(&other.risk))
        .then_with(|| down(one).total_cmp(&down(other)))
        .then_with(|| long(one).total_cmp(&long(other)))
}

fn high(times: Times) -> f64 {
    times.p80.unwrap_or(f64::INFINITY)
}

/// What decides, in one sentence.
fn told(fit: &PatternFit) -> String {
    let against = fit.reasons.iter().filter(|it| it.side != ReasonSide::For).count();
    let objections = match against {
        0 => "nothing speaks against it".to_owned(),
        1 => "1 reason against it".to_owned(),
        more => format!("{more} reasons against it"),
    };
    let risk = format!("its highest risk is {}", fit.risk.as_str());
    let down = fit
        .downtime
        .map_or_else(|| "writes never stop".to_owned(), |it| format!("writes stop for {} (P80)", words(high(it))));
    let long = match fit.duration.and_then(|it| it.p80) {
        Some(seconds) => format!("done in {} (P80)", words(seconds)),
        None => "when it is done cannot be told".to_owned(),
    };
    format!("{objections}, {risk}, {down}, {long}")
}
