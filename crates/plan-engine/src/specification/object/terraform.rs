//! What Terraform's files need.

use super::{Fields, Item, Object, Seen};
use crate::specification::form::{Choice, Text, Words};
use crate::specification::model::{self, Place, TerraformBlueGreen};
use crate::specification::reader::Reader;

#[derive(Default)]
pub(super) struct Terraform {
    version: Option<String>,
    azuread_version: Option<String>,
    blue_green: Option<TerraformBlueGreen>,
}

impl Object for Terraform {
    type Made = model::Terraform;
    const NAME: &'static str = "terraform";
    const ABOUT: &'static str = "What Terraform's files need besides the inventory.";

    fn fields() -> Fields<Self> {
        Fields::<Self>::new()
            .field::<Text>("version", "Versions of the target's provider, such as `~> 6.0`.", |it| &mut it.version)
            .field::<Text>("azuread_version", "The same of `azuread`, where directories of Azure are made.", |it| {
                &mut it.azuread_version
            })
            .field::<Item<BlueGreen>>("blue_green", "Where the weights of both sides are kept.", |it| {
                &mut it.blue_green
            })
    }

    fn finish(self, _: &Seen, _: &mut Reader<'_>) -> Option<model::Terraform> {
        Some(model::Terraform {
            version: self.version,
            azuread_version: self.azuread_version,
            blue_green: self.blue_green,
        })
    }
}

/// Providers that weigh traffic.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Weighing(Place);

impl Words for Weighing {
    const WHAT: &'static str = "provider that weighs traffic";
    const ALL: &'static [(&'static str, Self)] =
        &[("aws", Self(Place::Aws)), ("google", Self(Place::Google)), ("azure", Self(Place::Azure))];
}

#[derive(Default)]
struct BlueGreen {
    place: Option<Weighing>,
    entry: Option<String>,
    name: Option<String>,
    old: Option<String>,
    new: Option<String>,
}

impl Object for BlueGreen {
    type Made = TerraformBlueGreen;
    const NAME: &'static str = "terraform_blue_green";
    const ABOUT: &'static str = "Where the weights of both sides are kept: a rule of a listener (AWS), a weighted record of DNS \
                                 (Google Cloud), endpoints of a Traffic Manager profile (Azure).";

    fn fields() -> Fields<Self> {
        Fields::<Self>::new()
            .field::<Choice<Weighing>>("provider", "The provider.", |it| &mut it.place)
            .required()
            .field::<Text>(
                "entry",
                "The listener's ARN, the name of the managed zone, or the id of the Traffic Manager profile.",
                |it| &mut it.entry,
            )
            .required()
            .field::<Text>("name", "The name in DNS; Google Cloud needs it.", |it| &mut it.name)
            .field::<Text>("old", "The old side: the ARN of its target group, its address, its host name.", |it| {
                &mut it.old
            })
            .required()
            .field::<Text>("new", "The new side, alike.", |it| &mut it.new)
            .required()
    }

    fn finish(self, _: &Seen, _: &mut Reader<'_>) -> Option<TerraformBlueGreen> {
        Some(TerraformBlueGreen {
            place: self.place?.0,
            entry: self.entry?,
            name: self.name,
            old: self.old?,
            new: self.new?,
        })
    }
}
