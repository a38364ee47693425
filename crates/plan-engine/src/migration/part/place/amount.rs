//! How much a wave holds.

use super::Moved;
use crate::estimate::{Amount, words};
use crate::migration::context::{Context, prior};
use crate::specification::model::Fact;

/// Bytes of what holds data and nobody says how much: the median, and σ of the logarithm.
const UNKNOWN: (f64, f64) = (100e9, 1.5);
/// The same of a whole infrastructure.
const WHOLE: (f64, f64) = (500e9, 1.5);
/// σ of the logarithm of a share of a volume that is told as a whole.
const SHARED: f64 = 0.5;

/// The bytes of a wave that are known, and all of them as far as can be told.
pub(super) fn of(context: &Context<'_>, wave: &Moved<'_>) -> (Option<f64>, Amount) {
    let what = format!("bytes of {} of {}", wave.name, context.migration.id);
    let volume = volume(context);
    if wave.items.is_empty() {
        return if let Some((bytes, fact)) = volume {
            (Some(bytes), Amount::known(bytes, what, fact))
        } else {
            let cites =
                "wide prior of this program: 500 GB, sigma 1.5; state `data_volume` or an `inventory` with sizes";
            (None, Amount::believed(WHOLE.0, WHOLE.1, what, "nobody says how much data there is", cites))
        };
    }
    let stateful = || wave.items.iter().filter(|it| it.stateful);
    let known: f64 = stateful().filter_map(|it| it.bytes).sum();
    let unknown = stateful().filter(|it| it.bytes.is_none()).count();
    let number = f64::from(u32::try_from(unknown).unwrap_or(u32::MAX));
    if unknown == 0 {
        let mut fact = stateful().next().map_or_else(|| context.way_fact(), |it| it.basis.clone());
        fact.says = format!("{} holds {}", wave.name, words::bytes(known));
        return (Some(known), Amount::known(known, what, fact));
    }
    let all = context.inventory.map_or(unknown, |it| it.resources.iter().filter(|it| it.stateful).count());
    let sized = context.inventory.is_some_and(|it| it.resources.iter().any(|it| it.stateful && it.bytes.is_some()));
    match volume {
        Some((bytes, fact)) if !sized && all > 0 => {
            let share = bytes * number / f64::from(u32::try_from(all).unwrap_or(u32::MAX));
            let amount = Amount { value: share, sigma: SHARED, what, basis: fact };
            (None, amount)
        }
        _ => {
            let says = format!("nobody says how much {unknown} of {} hold", wave.name);
            let cites = "wide prior of this program: 100 GB each, sigma 1.5; state `size`";
            (None, Amount::believed(known + number * UNKNOWN.0, UNKNOWN.1, what, says, cites))
        }
    }
}

/// The volume that is told for the whole.
fn volume(context: &Context<'_>) -> Option<(f64, Fact)> {
    let bytes = context.migration.constraints.data_volume?;
    let places = ["/constraints/data_volume_gb", "/constraints/data_volume"];
    Some((bytes, context.fact(&places, format!("{} of data", words::bytes(bytes)))))
}

/// The volume that is told, where sizes of the inventory go before it.
pub(super) fn volume_beside_sizes(context: &Context<'_>) -> Option<crate::migration::model::Note> {
    let (bytes, fact) = volume(context)?;
    let sizes: f64 = context.inventory?.resources.iter().filter_map(|it| it.bytes).sum();
    if sizes <= 0.0 {
        return None;
    }
    let says = format!(
        "{} of data are told for the whole, and the sizes of the inventory come to {}: copies are estimated by the sizes",
        words::bytes(bytes),
        words::bytes(sizes)
    );
    Some(crate::migration::model::Note::new(
        says,
        vec![fact, prior("sizes of single resources go before a sum", "convention of this program")],
    ))
}
