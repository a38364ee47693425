//! Modules as Terraform sees them: laid out as `terraform fmt` does, and valid. Providers cannot be had without a network, so
//! `terraform validate` sees every resource as the builtin `terraform_data` with its arguments as `input`.

use std::path::{Path, PathBuf};

use serde_json::{Map, Value, json};

use crate::artefact::testing::plan_of;
use crate::artefact::{Artefact, artefacts};

const ORCHARD: &str = r#"
id: orchard
type: infrastructure
pattern: cloud_to_cloud
source: Orchard on AWS
target: Orchard on PLACE
inventory:
  - {name: net, type: aws_vpc, target: {id: 'nets/"a"/${b}'}}
  - {name: press, type: aws_instance, depends_on: net, criticality: low, target: {arguments: {name: 'press ${x} %{y}', admin_password: 'pips-and-stalks', machine_type: a, size: a,
     boot_disk: {image: "line\nbreak"}, network_interface: [net], resource_group_name: g, location: l, network_interface_ids: [], os_disk: {}}}}
  - {name: 'module.a["k.v"].aws_instance.press[1]', type: aws_instance, depends_on: net, criticality: low, target: {id: b}}
  - {name: gateway, type: aws_internet_gateway, depends_on: net}
  - {name: robot, type: appliance}
clouds: {source: {provider: aws}, target: {provider: PLACE, region: r, account: "a"}, shares: [10, 100]}
delivery: {terraform: {version: "~> 6.0", blue_green: {provider: PLACE, entry: e, name: n.test., old: o, new: n}}}
"#;

fn files(place: &str) -> Vec<Artefact> {
    let mut text = ORCHARD.replace("PLACE", place);
    if place == "aws" {
        // Within one provider it is a resource of its own.
        text = text.replace("type: aws_internet_gateway,", "type: aws_internet_gateway, target: {id: igw},");
    }
    let plan = plan_of(&text);
    let all = artefacts(&plan, None).unwrap_or_else(|refused| panic!("{refused}")).files;
    all.into_iter().filter(|it| it.path.contains(".tf")).collect()
}

/// A folder that goes when it is dropped.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let path = std::env::temp_dir().join(format!("migration-architect-terraform-{name}-{}", std::process::id()));
        let _ = std::fs::remove_dir_all(&path);
        std::fs::create_dir_all(&path).unwrap();
        Self(path)
    }

    fn put(&self, path: &str, text: &str) {
        let path = self.0.join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// A module without its provider, every resource as `terraform_data`.
fn builtin(name: &str, text: &str) -> String {
    if std::path::Path::new(name).extension().is_some_and(|it| it == "json") {
        let whole: Value = serde_json::from_str(text).unwrap();
        let mut all = Map::new();
        for (kind, named) in whole["resource"].as_object().unwrap() {
            for (name, body) in named.as_object().unwrap() {
                all.insert(format!("{kind}-{name}"), json!({"input": body}));
            }
        }
        return json!({"resource": {"terraform_data": all}}).to_string();
    }
    let mut out = String::new();
    let mut skipped = false;
    for line in text.lines() {
        skipped |= line.starts_with("terraform {") || line.starts_with("provider ");
        if !skipped {
            let reference = ["  to = ", "  from = "].into_iter().find_map(|it| Some((it, line.strip_prefix(it)?)));
            match reference {
                Some((before, address)) => {
                    out.push_str(&format!("{before}terraform_data.{}", address.replace('.', "-")));
                }
                None => out.push_str(line),
            }
            out.push('\n');
        }
        if line == "}" {
            skipped = false;
        }
    }
    out
}

#[test]
fn modules_are_valid_and_laid_out_as_terraform_does() {
    for place in ["google", "azure", "aws"] {
        let files = files(place);
        assert!(files.len() >= 10, "{:?}", files.iter().map(|it| &it.path).collect::<Vec<_>>());
        let folder = Folder::new(place);
        let mut modules: std::collections::BTreeSet<PathBuf> = std::collections::BTreeSet::new();
        for it in files.iter().filter(|it| !it.path.ends_with(".tfvars")) {
            // Of the weights, what is no resource: these are blocks of the provider's.
            let weights = it.path.contains("weights").then(|| it.text.split_once("\nresource").unwrap().0);
            let used =
                |text| format!("{text}\nresource \"terraform_data\" \"weight\" {{\n  input = var.new_weight\n}}\n");
            folder.put(&it.path, &builtin(&it.path, &weights.map_or_else(|| it.text.clone(), used)));
            modules.insert(folder.0.join(Path::new(&it.path).parent().unwrap()));
        }
        for module in modules {
            if let Some(found) = testkit::validator::terraform(&module) {
                found.unwrap_or_else(|error| panic!("{place} {}: {error}", module.display()));
            }
        }
        let plain = Folder::new(&format!("{place}-fmt"));
        for it in &files {
            plain.put(&it.path, &it.text);
        }
        if let Ok(program) = testkit::validator::Tool::Terraform.find() {
            let found = std::process::Command::new(program)
                .args(["fmt", "-check", "-diff", "-recursive", "-no-color"])
                .current_dir(&plain.0)
                .output()
                .unwrap();
            assert!(found.status.success(), "{}", String::from_utf8_lossy(&found.stdout));
        }
    }
}

#[test]
fn what_exists_is_imported_and_let_go_and_what_is_made_is_destroyed() {
    let files = files("google");
    let text = |path: &str| &files.iter().find(|it| it.path == path).unwrap_or_else(|| panic!("no {path}")).text;
    let foundation = text("orchard/foundation/forward/main.tf");
    assert!(foundation.contains(r#"id = "nets/\"a\"/$${b}""#), "{foundation}");
    assert!(foundation.contains("# gateway becomes an argument of google_compute_network"), "{foundation}");
    assert!(text("orchard/foundation/back/main.tf").contains("destroy = false"));
    let made: Vec<&Artefact> = files.iter().filter(|it| it.path.ends_with("resources.tf.json")).collect();
    assert!(made.iter().any(|it| it.text.contains(r"press $${x} %%{y}")), "{made:#?}");
    let back: String = files.iter().filter(|it| it.path.ends_with("back/main.tf")).map(|it| it.text.as_str()).collect();
    assert!(back.contains("google_compute_instance.press\n\n  lifecycle {\n    destroy = true"), "{back}");
    // The other one bears the same name in the end, and is told apart.
    assert!(back.contains("google_compute_instance.a_k_v_press_1"), "{back}");
    assert!(files.iter().all(|it| !it.text.contains("robot\"")));
    // A secret is asked for, and stands in no file.
    assert!(files.iter().all(|it| !it.text.contains("pips-and-stalks")));
    assert!(made.iter().any(|it| it.text.contains("${var.press_admin_password}")), "{made:#?}");
    let all: String = files.iter().map(|it| it.text.as_str()).collect();
    assert!(all.contains("variable \"press_admin_password\" {\n  type      = string\n  sensitive = true"));
}

#[test]
fn everything_that_is_missing_is_named_at_once() {
    let text = ORCHARD
        .replace("PLACE", "google")
        .replace(", region: r, account: \"a\"", "")
        .replace("version: \"~> 6.0\", ", "")
        .replace(", name: n.test.", "")
        .replace(", target: {id: b}", "")
        .replace("machine_type: a, ", "");
    let refused = artefacts(&plan_of(&text), None).unwrap_err();
    let fields: Vec<&str> = refused.missing.iter().map(|it| it.field.as_str()).collect();
    for field in [
        "clouds.target.region",
        "clouds.target.account",
        "delivery.terraform.version",
        "delivery.terraform.blue_green.name",
    ] {
        assert!(fields.contains(&field), "{field} is not among {fields:?}");
    }
    let text = ORCHARD.replace("PLACE", "google").replace(", target: {id: b}", "").replace("machine_type: a, ", "");
    let refused = artefacts(&plan_of(&text), None).unwrap_err();
    let mut fields: Vec<&str> = refused.missing.iter().map(|it| it.field.as_str()).collect();
    fields.sort_unstable();
    assert_eq!(fields, ["inventory[1].target.arguments.machine_type", "inventory[2].target"]);
}

#[test]
fn who_asks_for_nothing_gets_the_tables_and_is_told() {
    let text = ORCHARD.replace("PLACE", "google");
    let (text, _) = text.split_once("delivery:").unwrap();
    let made = artefacts(&plan_of(text), None).unwrap();
    assert!(made.files.iter().all(|it| !it.path.contains(".tf")));
    assert!(made.manifest.left_out.iter().any(|it| it.field == "delivery.terraform"));
    let names = ["mapping.csv", "mapping.md", "needs-human.md", "dependencies.mmd", "names.md"];
    assert!(names.iter().all(|name| made.files.iter().any(|it| it.path.ends_with(name))));
}
