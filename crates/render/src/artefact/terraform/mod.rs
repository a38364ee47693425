//! Terraform: a module for every wave, forward and back, and the weights of both sides.
//!
//! What is written by hand elsewhere stands in HCL; resources stand in Terraform's JSON syntax, in which the provider's schema
//! decides what is a block and what an argument: this program does not have these schemas.

mod blue_green;
mod hcl;
mod name;
#[cfg(test)]
mod tests;
mod wave;

use plan_engine::migration::model::Inventory;
use plan_engine::specification::model::{Kind, Migration, Place};

use super::generator::Generator;
use super::scene::Scene;
use super::sink::Sink;

/// Files of Terraform.
pub(super) struct Terraform;

impl Generator for Terraform {
    fn write(&self, scene: &Scene<'_>, sink: &mut Sink) {
        for migration in scene.migrations() {
            let asked = migration.delivery.as_ref().and_then(|it| it.terraform.as_ref());
            let inventory = scene.plan.inventory(&migration.id);
            if asked.is_none() {
                let concerns = inventory.is_some() || migration.kind == Kind::Infrastructure;
                if concerns {
                    let what = format!("Terraform's files for {}", migration.id);
                    sink.left_out(what, "they are not asked for", scene.field(migration, "delivery.terraform"));
                }
                continue;
            }
            match inventory {
                Some(inventory) => waves(scene, sink, migration, inventory),
                None if migration.kind == Kind::Infrastructure && migration.pattern != "blue_green" => {
                    let needed = "what Terraform makes in each wave";
                    sink.missing(scene.missing(
                        migration,
                        "inventory",
                        needed,
                        "inventory: [{name: web, type: virtual_machine}]",
                    ));
                }
                None => {}
            }
            blue_green::write(scene, sink, migration);
        }
    }
}

/// The place that a migration arrives at, with what its provider needs.
struct Target<'a> {
    place: Place,
    region: &'a str,
    account: &'a str,
    version: &'a str,
    azuread_version: Option<&'a str>,
}

fn waves(scene: &Scene<'_>, sink: &mut Sink, migration: &Migration, inventory: &Inventory) {
    let Some(target) = target(scene, sink, migration, inventory) else { return };
    let phases: Vec<_> = scene.phases_of(migration).collect();
    for it in &inventory.waves {
        if let Some(phase) = phases.iter().find(|phase| phase.name == it.name) {
            wave::write(scene, sink, migration, (inventory, it), phase, &target);
        }
    }
}

/// What the provider needs; none where something of it is missing, which is then said.
fn target<'a>(
    scene: &Scene<'_>,
    sink: &mut Sink,
    migration: &'a Migration,
    inventory: &Inventory,
) -> Option<Target<'a>> {
    let clouds = migration.clouds.as_ref();
    let terraform = migration.delivery.as_ref().and_then(|it| it.terraform.as_ref());
    let mut missing = |field: &str, needed: &str, example: &str| {
        sink.missing(scene.missing(migration, field, needed, example));
    };
    let place = clouds.and_then(|it| it.target.place).filter(|it| *it != Place::OnPremises);
    if place.is_none() {
        missing("clouds.target.provider", "which provider Terraform works with", "provider: aws");
    }
    let region = clouds.and_then(|it| it.target.region.as_deref());
    if region.is_none() {
        missing("clouds.target.region", "where Terraform makes what moves", "region: europe-west3");
    }
    let account = clouds.and_then(|it| it.target.account.as_deref());
    if account.is_none() {
        let needed = "the account, project or subscription that Terraform may touch, and no other";
        missing("clouds.target.account", needed, "account: \"410000000061\"");
    }
    let version = terraform.and_then(|it| it.version.as_deref());
    if version.is_none() {
        missing("delivery.terraform.version", "which versions of the provider are meant", "version: \"~> 6.0\"");
    }
    let azuread_version = terraform.and_then(|it| it.azuread_version.as_deref());
    let is_directory = |kind: &Option<String>| kind.as_ref().is_some_and(|it| it.starts_with("azuread_"));
    if azuread_version.is_none() && inventory.resources.iter().any(|it| is_directory(&it.target_kind)) {
        let needed = "which versions of the provider `azuread` are meant";
        missing("delivery.terraform.azuread_version", needed, "azuread_version: \"~> 3.0\"");
    }
    Some(Target { place: place?, region: region?, account: account?, version: version?, azuread_version })
}
