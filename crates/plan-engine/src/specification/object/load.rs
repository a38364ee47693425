//! What a service carries.

use super::{Fields, Object, Seen};
use crate::specification::form::{Milliseconds, PerSecond, Share};
use crate::specification::model;
use crate::specification::reader::Reader;

#[derive(Default)]
pub(super) struct Load {
    requests: Option<f64>,
    peak: Option<f64>,
    average_ms: Option<f64>,
    p95_ms: Option<f64>,
    error_rate: Option<f64>,
}

impl Object for Load {
    type Made = model::Load;
    const NAME: &'static str = "load";
    const ABOUT: &'static str = "What a side of a service carries, or has to carry.";

    fn fields() -> Fields<Self> {
        Fields::<Self>::new()
            .field::<PerSecond>("requests_per_second", "Requests a second.", |it| &mut it.requests)
            .field::<PerSecond>("peak_requests_per_second", "The same at its highest.", |it| &mut it.peak)
            .field::<Milliseconds>("average_response_time_ms", "Time of an answer in milliseconds: the mean.", |it| {
                &mut it.average_ms
            })
            .field::<Milliseconds>("p95_response_time_ms", "The same: the 95th percentile.", |it| &mut it.p95_ms)
            .field::<Share>("error_rate", "The share of answers that are errors.", |it| &mut it.error_rate)
    }

    fn finish(self, seen: &Seen, reader: &mut Reader<'_>) -> Option<model::Load> {
        if let Some((mean, peak)) = self.requests.zip(self.peak)
            && peak < mean
        {
            let message = format!("the peak ({peak} a second) lies below the usual load ({mean} a second)");
            reader.out_of_order(seen.value("peak_requests_per_second"), message, "correct one of the two");
        }
        Some(model::Load {
            requests_per_second: self.requests,
            peak_requests_per_second: self.peak,
            average_response_ms: self.average_ms,
            p95_response_ms: self.p95_ms,
            error_rate: self.error_rate,
        })
    }
}
