//! What `plan artefacts` writes.

use super::kubernetes::Kubernetes;
use super::proxy::{Haproxy, Nginx};
use super::terraform::Terraform;
use super::{Fields, Item, Object, Seen};
use crate::specification::form::{Choice, List, Text, Words};
use crate::specification::model::{self, FlagSystem, TrafficSystem};
use crate::specification::reader::Reader;

impl Words for FlagSystem {
    const WHAT: &'static str = "system of flags";
    const ALL: &'static [(&'static str, Self)] =
        &[("flagd", Self::Flagd), ("unleash", Self::Unleash), ("cutover", Self::Cutover)];
}

impl Words for TrafficSystem {
    const WHAT: &'static str = "system of traffic";
    const ALL: &'static [(&'static str, Self)] = &[
        ("nginx", Self::Nginx),
        ("haproxy", Self::Haproxy),
        ("argo_rollouts", Self::ArgoRollouts),
        ("gateway_api", Self::GatewayApi),
    ];
}

#[derive(Default)]
pub(super) struct Delivery {
    traffic: Option<Vec<TrafficSystem>>,
    nginx: Option<model::Proxy>,
    haproxy: Option<model::Proxy>,
    kubernetes: Option<model::Kubernetes>,
    flags: Option<Vec<FlagSystem>>,
    sticky_on: Option<String>,
    terraform: Option<model::Terraform>,
}

impl Object for Delivery {
    type Made = model::Delivery;
    const NAME: &'static str = "delivery";
    const ABOUT: &'static str =
        "What `plan artefacts` writes, and the values that only those who run the systems know.";

    fn fields() -> Fields<Self> {
        Fields::<Self>::new()
            .field::<List<Choice<TrafficSystem>>>("traffic", "What moves the traffic; none unless told.", |it| {
                &mut it.traffic
            })
            .field::<List<Choice<FlagSystem>>>(
                "flags",
                "The systems that read the flags; all of them unless told.",
                |it| &mut it.flags,
            )
            .field::<Text>(
                "sticky_on",
                "The attribute of a request that a share sticks to; `user_id` unless told.",
                |it| &mut it.sticky_on,
            )
            .field::<Item<Nginx>>("nginx", "NGINX before both sides.", |it| &mut it.nginx)
            .field::<Item<Haproxy>>("haproxy", "HAProxy before both sides.", |it| &mut it.haproxy)
            .field::<Item<Kubernetes>>("kubernetes", "Both sides in Kubernetes.", |it| &mut it.kubernetes)
            .field::<Item<Terraform>>("terraform", "Files of Terraform; none unless told.", |it| &mut it.terraform)
    }

    fn finish(self, _: &Seen, _: &mut Reader<'_>) -> Option<model::Delivery> {
        Some(model::Delivery {
            traffic: self.traffic.unwrap_or_default(),
            flags: self.flags,
            sticky_on: self.sticky_on,
            nginx: self.nginx,
            haproxy: self.haproxy,
            kubernetes: self.kubernetes,
            terraform: self.terraform,
        })
    }
}
