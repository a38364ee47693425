//! The module of a wave: what exists at the target is imported, what does not is made; back, what was made is destroyed and
//! what was imported is let go.

use std::collections::{BTreeMap, BTreeSet};

use plan_engine::inventory::required_arguments;
use plan_engine::migration::MigrationPhase;
use plan_engine::migration::model::{Inventory, InventoryItem, Wave};
use plan_engine::specification::model::{Fate, Migration, Place};
use serde_json::{Map, Value, json};

use super::super::ArtefactDirection::{Back, Forward};
use super::super::ArtefactFormat::{Hcl, TerraformJson};
use super::super::scene::Scene;
use super::super::sink::Sink;
use super::hcl::{arguments, comment, quoted, template};
use super::{Target, name};

/// A resource that the wave holds at the target.
struct Held<'a> {
    item: &'a InventoryItem,
    kind: &'a str,
    name: String,
}

/// Writes the module of `wave`, forward and back.
pub(super) fn write(
    scene: &Scene<'_>,
    sink: &mut Sink,
    migration: &Migration,
    (inventory, wave): (&Inventory, &Wave),
    phase: &MigrationPhase,
    target: &Target<'_>,
) {
    let by_name: BTreeMap<&str, &InventoryItem> = inventory.resources.iter().map(|it| (it.name.as_str(), it)).collect();
    let items: Vec<&InventoryItem> = wave.resources.iter().filter_map(|it| by_name.get(it.as_str()).copied()).collect();
    let held = held(scene, sink, migration, &items);
    let (made, secrets) = resources(&held);
    let whole = |rest: String| format!("{}\n{}{rest}", comment(&told(scene, wave, &items)), provider(target));
    let forward = |name: &str, format| scene.of_phase(phase, Forward, name, format);
    let back = |name: &str, format| scene.of_phase(phase, Back, name, format);
    sink.put(
        forward("main.tf", Hcl)
            .purpose(format!("Terraform: the module of {}, with what is imported", wave.name))
            .text(whole(imports(&held) + &variables(&secrets))),
    );
    for name in &secrets {
        let path = forward("resources.tf.json", TerraformJson).path;
        sink.secret(&format!("TF_VAR_{name}"), &format!("the secret `{name}` of {}", wave.name), &path);
    }
    if !made.is_empty() {
        let text = pretty(&json!({"resource": made}));
        sink.put(
            forward("resources.tf.json", TerraformJson)
                .purpose(format!("Terraform: what {} makes", wave.name))
                .text(text),
        );
    }
    sink.put(
        back("main.tf", Hcl)
            .purpose(format!(
                "Terraform, on the state of {}: destroys what was made, lets go what was imported",
                wave.name
            ))
            .text(whole(removed(&held))),
    );
}

/// What the wave holds; fields that nobody has stated are named.
fn held<'a>(scene: &Scene<'_>, sink: &mut Sink, migration: &Migration, items: &[&'a InventoryItem]) -> Vec<Held<'a>> {
    let stated = |it: &InventoryItem| it.target_id.is_some() || !it.arguments.is_empty();
    let wanted = |it: &&&InventoryItem| !it.part_of && (it.fate == Fate::Move || stated(it));
    let moved: Vec<(&InventoryItem, &str)> =
        items.iter().filter(wanted).filter_map(|it| Some((*it, it.target_kind.as_deref()?))).collect();
    for (item, kind) in &moved {
        let field = field(migration, item);
        if !stated(item) {
            let needed = format!("{} becomes {kind}: state what it is imported by, or what it is made with", item.name);
            let example = format!("target: {{id: …}} or target: {{arguments: {{{}}}}}", example(kind));
            sink.missing(scene.missing(migration, &format!("{field}.target"), &needed, &example));
            continue;
        }
        if item.target_id.is_some() && item.arguments.is_empty() {
            continue;
        }
        for argument in required_arguments(kind).into_iter().filter(|it| !item.arguments.contains_key(*it)) {
            let needed = format!("{} becomes {kind}, which is refused without `{argument}`", item.name);
            let example = format!("{argument}: …");
            sink.missing(scene.missing(migration, &format!("{field}.target.arguments.{argument}"), &needed, &example));
        }
    }
    let names = name::names(&moved);
    let held = |(item, kind): (&'a InventoryItem, &'a str)| {
        let name = names.get(item.name.as_str()).cloned().unwrap_or_default();
        Held { item, kind, name }
    };
    moved.iter().map(|(item, kind)| held((item, kind))).collect()
}

fn example(kind: &str) -> String {
    let all = required_arguments(kind);
    if all.is_empty() {
        "name: …".to_owned()
    } else {
        all.iter().map(|it| format!("{it}: …")).collect::<Vec<_>>().join(", ")
    }
}

/// `inventory[3]`; of what only the file knows the list as a whole.
fn field(migration: &Migration, item: &InventoryItem) -> String {
    let rest = item.basis.pointer.strip_prefix(&migration.pointer).unwrap_or(&item.basis.pointer);
    match rest.strip_prefix("/inventory/").and_then(|it| it.parse::<usize>().ok()) {
        Some(number) => format!("inventory[{number}]"),
        None => format!("inventory (an item with the name `{}`)", item.name),
    }
}

/// What stands at the head of a module: what it holds, and what of the wave is not in it.
fn told(scene: &Scene<'_>, wave: &Wave, items: &[&InventoryItem]) -> String {
    let mut text = format!("Plan {}, {}: {}.", scene.plan.digest, wave.name, one_line(&wave.because));
    for it in items {
        match &it.target_kind {
            Some(kind) if it.part_of => {
                text.push_str(&format!(
                    "\n{} becomes an argument of {kind}, which stands elsewhere.",
                    one_line(&it.name)
                ));
            }
            None => text.push_str(&format!("\n{} has no counterpart: it is made anew by people.", one_line(&it.name))),
            Some(_) => {}
        }
    }
    text
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The provider, held to one account, project or subscription.
fn provider(target: &Target<'_>) -> String {
    let (name, source) = match target.place {
        Place::Google => ("google", "hashicorp/google"),
        Place::Azure => ("azurerm", "hashicorp/azurerm"),
        Place::Aws | Place::OnPremises => ("aws", "hashicorp/aws"),
    };
    let required = |name: &str, source: &str, version: &str| {
        let all = [("source", quoted(source)), ("version", quoted(version))];
        format!("    {name} = {{\n{}    }}\n", arguments(3, &all))
    };
    let mut text = format!(
        "terraform {{\n  required_version = \">= 1.7\"\n\n  required_providers {{\n{}",
        required(name, source, target.version)
    );
    let directory = target.azuread_version.filter(|_| target.place == Place::Azure);
    if let Some(version) = directory {
        text.push_str(&required("azuread", "hashicorp/azuread", version));
    }
    text.push_str("  }\n}\n\n");
    let all = match target.place {
        Place::Google => vec![("project", quoted(target.account)), ("region", quoted(target.region))],
        Place::Azure => vec![("subscription_id", quoted(target.account))],
        Place::Aws | Place::OnPremises => {
            vec![("region", quoted(target.region)), ("allowed_account_ids", format!("[{}]", quoted(target.account)))]
        }
    };
    let features = if target.place == Place::Azure { "\n  features {}\n" } else { "" };
    text.push_str(&format!("provider {} {{\n{}{features}}}\n", quoted(name), arguments(1, &all)));
    text
}

fn imports(held: &[Held<'_>]) -> String {
    let mut text = String::new();
    for it in held {
        if let Some(id) = &it.item.target_id {
            let all = [("to", format!("{}.{}", it.kind, it.name)), ("id", quoted(id))];
            text.push_str(&format!("\nimport {{\n{}}}\n", arguments(1, &all)));
        }
    }
    if held.iter().any(|it| it.item.target_id.is_some() && it.item.arguments.is_empty()) {
        let how = "What is imported without arguments is written by `terraform plan -generate-config-out=imported.tf`:\nread it, keep it.";
        text = format!("\n{}{text}", comment(how));
    }
    text
}

/// Destroyed where it was made, let go where it was imported.
fn removed(held: &[Held<'_>]) -> String {
    let mut text = String::new();
    for it in held {
        let destroy = it.item.target_id.is_none();
        text.push_str(&format!(
            "\nremoved {{\n  from = {}.{}\n\n  lifecycle {{\n    destroy = {destroy}\n  }}\n}}\n",
            it.kind, it.name
        ));
    }
    text
}

/// Variables for what is secret, which stands in no file.
fn variables(names: &BTreeSet<String>) -> String {
    let variable = |name: &String| format!("\nvariable \"{name}\" {{\n  type      = string\n  sensitive = true\n}}\n");
    names.iter().map(variable).collect()
}

/// Resources with arguments, by type and name, and the names of variables that hold their secrets.
fn resources(held: &[Held<'_>]) -> (Map<String, Value>, BTreeSet<String>) {
    let (mut all, mut secrets) = (Map::new(), BTreeSet::new());
    for it in held.iter().filter(|it| !it.item.arguments.is_empty()) {
        let mut body = Map::new();
        for (name, text) in &it.item.arguments {
            let value = serde_json::from_str(text).unwrap_or(Value::Null);
            body.insert(name.clone(), escaped(name, value, &it.name, &mut secrets));
        }
        let of_kind = all.entry(it.kind).or_insert_with(|| Value::Object(Map::new()));
        if let Some(of_kind) = of_kind.as_object_mut() {
            of_kind.insert(it.name.clone(), Value::Object(body));
        }
    }
    (all, secrets)
}

/// Texts of Terraform's JSON are templates, too; what is secret becomes a variable. As deep as the specification's reader
/// goes.
fn escaped(key: &str, value: Value, resource: &str, secrets: &mut BTreeSet<String>) -> Value {
    match value {
        Value::String(_) if is_secret(key) => {
            let name = format!("{resource}_{key}");
            let reference = format!("${{var.{name}}}");
            secrets.insert(name);
            Value::String(reference)
        }
        Value::String(text) => Value::String(template(&text)),
        Value::Array(all) => all.into_iter().map(|it| escaped(key, it, resource, secrets)).collect(),
        Value::Object(all) => {
            let of_key = |(key, it): (String, Value)| {
                let it = escaped(&key, it, resource, secrets);
                (key, it)
            };
            Value::Object(all.into_iter().map(of_key).collect())
        }
        other => other,
    }
}

/// Whether an argument of this name holds a secret in the schemas of the providers.
fn is_secret(key: &str) -> bool {
    const PARTS: [&str; 6] = ["password", "secret_string", "secret_data", "private_key", "auth_token", "access_key"];
    let is_name = key.ends_with("_name") || key.ends_with("_id") || key.ends_with("_arn");
    !is_name && key.chars().all(|it| it.is_ascii_alphanumeric() || it == '_') && PARTS.iter().any(|it| key.contains(it))
}

fn pretty(value: &Value) -> String {
    // Plain data with string keys is always written.
    serde_json::to_string_pretty(value).unwrap_or_default() + "\n"
}
