//! The weights of both sides as one variable, with a file of values for every stage, forward and back.

use plan_engine::specification::model::{Migration, Place, TerraformBlueGreen};

use super::super::ArtefactDirection::{Back, Both, Forward};
use super::super::ArtefactFormat::Hcl;
use super::super::scene::{Scene, percent, safe};
use super::super::sink::Sink;
use super::super::{Artefact, ArtefactFormat};
use super::hcl::{arguments, comment, quoted};

/// Writes the module and the values of every stage, where they are asked for.
pub(super) fn write(scene: &Scene<'_>, sink: &mut Sink, migration: &Migration) {
    let terraform = migration.delivery.as_ref().and_then(|it| it.terraform.as_ref());
    let stages = scene.stages(migration);
    let Some(terraform) = terraform.filter(|_| !stages.is_empty()) else { return };
    let Some(weights) = &terraform.blue_green else {
        let what = format!("Terraform's weights of both sides of {}", migration.id);
        sink.left_out(what, "they are not asked for", scene.field(migration, "delivery.terraform.blue_green"));
        return;
    };
    if terraform.version.is_none() {
        let needed = "which versions of the provider are meant";
        sink.missing(scene.missing(migration, "delivery.terraform.version", needed, "version: \"~> 6.0\""));
    }
    if weights.place == Place::Google && weights.name.is_none() {
        let needed = "the record of DNS whose answers are weighed";
        sink.missing(scene.missing(migration, "delivery.terraform.blue_green.name", needed, "name: shop.acme.test."));
    }
    if let Some(stage) = stages.iter().find(|it| it.to.fract() != 0.0 || it.from.fract() != 0.0) {
        let needed =
            format!("weights are whole numbers of per cent, and {} goes to {} %", stage.flag, percent(stage.to));
        sink.missing(scene.missing(migration, "flags", &needed, "stages: [{percentage: 1, hold: 1h}]"));
        return;
    }
    let module = Artefact {
        path: format!("{}/terraform-weights/main.tf", safe(&migration.id)),
        migration: Some(migration.id.clone()),
        phase: None,
        direction: Both,
        format: Hcl,
        purpose: String::new(),
        executable: false,
        text: String::new(),
    };
    let version = terraform.version.as_deref().unwrap_or_default();
    sink.put(
        module
            .purpose("Terraform: the weights of both sides, by one variable; apply it with the values of a stage")
            .text(text(scene, migration, weights, version)),
    );
    for stage in &stages {
        let name = |share: f64| format!("{}-to-{}.tfvars", safe(stage.flag), percent(share));
        let values = |share: f64| format!("new_weight = {}\n", percent(share));
        let forward = scene.of_phase(stage.phase, Forward, &name(stage.to), ArtefactFormat::Hcl);
        let purpose = format!("Terraform: {} at {} %", stage.flag, percent(stage.to));
        sink.put(forward.purpose(purpose).text(values(stage.to)));
        let back = scene.of_phase(stage.phase, Back, &name(stage.from), ArtefactFormat::Hcl);
        let purpose = format!("Terraform: {} back at {} %", stage.flag, percent(stage.from));
        sink.put(back.purpose(purpose).text(values(stage.from)));
    }
}

fn text(scene: &Scene<'_>, migration: &Migration, weights: &TerraformBlueGreen, version: &str) -> String {
    let (provider, source) = match weights.place {
        Place::Google => ("google", "hashicorp/google"),
        Place::Azure => ("azurerm", "hashicorp/azurerm"),
        Place::Aws | Place::OnPremises => ("aws", "hashicorp/aws"),
    };
    let said = format!(
        "Plan {}: the share of {} that {} answers.\nTake it over with `terraform import` where the record or rule exists.",
        scene.plan.digest,
        migration.id.split_whitespace().collect::<Vec<_>>().join(" "),
        migration.target.split_whitespace().collect::<Vec<_>>().join(" ")
    );
    let required = [("source", quoted(source)), ("version", quoted(version))];
    let mut text = comment(&said);
    text.push_str(&format!(
        "\nterraform {{\n  required_version = \">= 1.7\"\n\n  required_providers {{\n    {provider} = {{\n{}    }}\n  }}\n}}\n",
        arguments(3, &required)
    ));
    text.push_str(VARIABLE);
    text.push_str(&match weights.place {
        Place::Google => google(weights),
        Place::Azure => azure(weights),
        Place::Aws | Place::OnPremises => aws(weights),
    });
    text
}

const VARIABLE: &str = r#"
variable "new_weight" {
  description = "Per cent of the traffic on the new side."
  type        = number

  validation {
    condition     = var.new_weight >= 0 && var.new_weight <= 100 && floor(var.new_weight) == var.new_weight
    error_message = "The weight is a whole number from 0 to 100."
  }
}
"#;

fn aws(weights: &TerraformBlueGreen) -> String {
    let group = |arn: &str, weight: &str| {
        let all = [("arn", quoted(arn)), ("weight", weight.to_owned())];
        format!("      target_group {{\n{}      }}\n", arguments(4, &all))
    };
    format!(
        "\nresource \"aws_lb_listener_rule\" \"sides\" {{\n  listener_arn = {}\n\n  action {{\n    type = \"forward\"\n\n    \
         forward {{\n{}\n{}    }}\n  }}\n\n  condition {{\n    path_pattern {{\n      values = [\"/*\"]\n    }}\n  }}\n}}\n",
        quoted(&weights.entry),
        group(&weights.old, "100 - var.new_weight"),
        group(&weights.new, "var.new_weight")
    )
}

fn google(weights: &TerraformBlueGreen) -> String {
    let side = |address: &str, weight: &str| {
        let all = [("weight", weight.to_owned()), ("rrdatas", format!("[{}]", quoted(address)))];
        format!("    wrr {{\n{}    }}\n", arguments(3, &all))
    };
    let own = [
        ("managed_zone", quoted(&weights.entry)),
        ("name", quoted(weights.name.as_deref().unwrap_or_default())),
        ("type", quoted("A")),
        ("ttl", "60".to_owned()),
    ];
    format!(
        "\nresource \"google_dns_record_set\" \"sides\" {{\n{}\n  routing_policy {{\n{}\n{}  }}\n}}\n",
        arguments(1, &own),
        side(&weights.old, "100 - var.new_weight"),
        side(&weights.new, "var.new_weight")
    )
}

/// Traffic Manager takes weights from 1: a side without traffic is switched off.
fn azure(weights: &TerraformBlueGreen) -> String {
    let side = |name: &str, host: &str, weight: &str| {
        let all = [
            ("name", quoted(name)),
            ("profile_id", quoted(&weights.entry)),
            ("target", quoted(host)),
            ("weight", format!("max(1, {weight})")),
            ("enabled", format!("{weight} > 0")),
        ];
        format!("\nresource \"azurerm_traffic_manager_external_endpoint\" \"{name}\" {{\n{}}}\n", arguments(1, &all))
    };
    side("old", &weights.old, "(100 - var.new_weight)") + &side("new", &weights.new, "var.new_weight")
}
