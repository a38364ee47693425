//! The places that an infrastructure leaves and arrives at.

use super::{Fields, Item, Object, Seen};
use crate::specification::form::{Amount, Choice, Duration, OneOrMore, Percentage, Share, Speed, Text, Whole};
use crate::specification::model::{self, Place};
use crate::specification::reader::Reader;

#[derive(Default)]
pub(super) struct Clouds {
    source: Option<model::Cloud>,
    target: Option<model::Cloud>,
    round_trip: Option<f64>,
    throughput: Option<f64>,
    cost_tolerance: Option<f64>,
    resources_per_wave: Option<u32>,
    dns_ttl: Option<f64>,
    shares: Option<Vec<f64>>,
}

impl Object for Clouds {
    type Made = model::Clouds;
    const NAME: &'static str = "clouds";
    const ABOUT: &'static str = "The places that an infrastructure leaves and arrives at, and the way between them.";

    fn fields() -> Fields<Self> {
        Fields::<Self>::new()
            .field::<Item<Cloud>>("source", "What it leaves.", |it| &mut it.source)
            .field::<Item<Cloud>>("target", "What it arrives at.", |it| &mut it.target)
            .field::<Duration>(
                "round_trip",
                "How long a message takes there and back between the two, at most.",
                |it| &mut it.round_trip,
            )
            .field::<Speed>("throughput", "Bytes between the two, at least, such as `500 Mbit/s`.", |it| {
                &mut it.throughput
            })
            .field::<Share>("cost_tolerance", "By what share the target may cost more than planned; 15 % unless told.", |it| {
                &mut it.cost_tolerance
            })
            .field::<Whole>("resources_per_wave", "Resources that move in one wave, at most.", |it| {
                &mut it.resources_per_wave
            })
            .field::<Duration>("dns_ttl", "How long answers of DNS are kept, as it is now.", |it| &mut it.dns_ttl)
            .field::<OneOrMore<Percentage>>(
                "shares",
                "Shares of the traffic that the target takes one after the other, rising to 100 %; all at once unless told.",
                |it| &mut it.shares,
            )
    }

    fn finish(self, seen: &Seen, reader: &mut Reader<'_>) -> Option<model::Clouds> {
        let shares = self.shares.unwrap_or_default();
        let rising = shares.windows(2).all(|pair| matches!(pair, [one, next] if one < next));
        let ends = shares.last().is_none_or(|it| (it - 100.0).abs() < 1e-9);
        if !rising || !ends {
            let message = "the shares do not rise to 100 %";
            reader.out_of_order(seen.value("shares"), message, "write them rising, the last one 100 %");
        }
        if self.resources_per_wave == Some(0) {
            reader.out_of_order(seen.value("resources_per_wave"), "no resource fits into a wave", "write 1 or more");
        }
        Some(model::Clouds {
            source: self.source.unwrap_or_default(),
            target: self.target.unwrap_or_default(),
            round_trip: self.round_trip,
            throughput: self.throughput,
            cost_tolerance: self.cost_tolerance,
            resources_per_wave: self.resources_per_wave,
            dns_ttl: self.dns_ttl,
            shares,
        })
    }
}

#[derive(Default)]
struct Cloud {
    place: Option<Place>,
    region: Option<String>,
    account: Option<String>,
    monthly_cost: Option<f64>,
}

impl Object for Cloud {
    type Made = model::Cloud;
    const NAME: &'static str = "cloud";
    const ABOUT: &'static str = "One of the two places.";

    fn fields() -> Fields<Self> {
        Fields::<Self>::new()
            .field::<Choice<Place>>("provider", "Which it is.", |it| &mut it.place)
            .field::<Text>("region", "The region or site.", |it| &mut it.region)
            .field::<Text>("account", "The account, project or subscription.", |it| &mut it.account)
            .field::<Amount>("monthly_cost", "What everything costs a month there: as billed, or as planned.", |it| {
                &mut it.monthly_cost
            })
    }

    fn finish(self, _: &Seen, _: &mut Reader<'_>) -> Option<model::Cloud> {
        Some(model::Cloud {
            place: self.place,
            region: self.region,
            account: self.account,
            monthly_cost: self.monthly_cost,
        })
    }
}
