//! What may be lost, and for how long a service may be away.

use super::{Fields, Object, Seen};
use crate::specification::form::{Duration, Share};
use crate::specification::model;
use crate::specification::reader::Reader;

#[derive(Default)]
pub(super) struct Objectives {
    recovery_time: Option<f64>,
    recovery_point: Option<f64>,
    availability: Option<f64>,
    over: Option<f64>,
}

impl Object for Objectives {
    type Made = model::Objectives;
    const NAME: &'static str = "objectives";
    const ABOUT: &'static str = "What may be lost, and for how long a service may be away.";

    fn fields() -> Fields<Self> {
        Fields::<Self>::new()
            .field::<Duration>("recovery_time", "How long recovery takes at most.", |it| &mut it.recovery_time)
            .also::<Duration>("rto", "The same.", |it| &mut it.recovery_time)
            .field::<Duration>("recovery_point", "Writes of how long may be lost.", |it| &mut it.recovery_point)
            .also::<Duration>("rpo", "The same.", |it| &mut it.recovery_point)
            .field::<Share>("availability", "The share of requests that have to succeed.", |it| &mut it.availability)
            .also::<Share>("slo", "The same.", |it| &mut it.availability)
            .field::<Duration>("availability_over", "Over how long that share is counted; 30 days unless told.", |it| {
                &mut it.over
            })
    }

    fn finish(self, _: &Seen, _: &mut Reader<'_>) -> Option<model::Objectives> {
        Some(model::Objectives {
            recovery_time: self.recovery_time,
            recovery_point: self.recovery_point,
            availability: self.availability,
            availability_days: self.over.map(|seconds| seconds / 86_400.0),
        })
    }
}
