//! Files of `terraform show -json`, sound and hostile.

use super::*;

fn read_text(text: &str) -> (Vec<Resource>, Vec<Diagnostic>) {
    read(&SourceText::new("state.json", text))
}

fn sound(text: &str) -> Vec<Resource> {
    let (resources, diagnostics) = read_text(text);
    assert!(diagnostics.is_empty(), "{diagnostics:#?}");
    resources
}

#[track_caller]
fn refused(text: &str, says: &str) -> Diagnostic {
    let (resources, mut diagnostics) = read_text(text);
    assert!(resources.is_empty() && !diagnostics.is_empty(), "{resources:?}");
    let first = diagnostics.swap_remove(0);
    assert!(first.message.contains(says), "{first:?}");
    first
}

#[test]
fn modules_inside_modules_and_references_by_identifier() {
    let all = sound(
        r#"{"format_version": "1.0", "values": {"root_module": {
            "resources": [
              {"address": "aws_vpc.a", "type": "aws_vpc", "values": {"id": "vpc-00000001", "tags": {"App": "mill"}}},
              {"address": "data.aws_ami.x", "mode": "data", "type": "aws_ami", "values": {}}],
            "child_modules": [{"child_modules": [{"resources": [
              {"address": "module.a.module.b[\"x.y\"].aws_instance.c[0]", "type": "aws_instance", "depends_on": ["module.a.aws_ebs_volume.d"],
               "values": {"subnet": [{"in": "vpc-00000001"}], "availability_zone": "eu-1a", "private_ip": "10.0.0.9", "tags": {"criticality": "LOW"}}}]}],
              "resources": [{"address": "module.a.aws_ebs_volume.d[\"p\"]", "type": "aws_ebs_volume", "values": {"size": 8}}]}]}}}"#,
    );
    let names: Vec<&str> = all.iter().map(|it| it.name.as_str()).collect();
    assert_eq!(
        names,
        ["aws_vpc.a", "module.a.aws_ebs_volume.d[\"p\"]", "module.a.module.b[\"x.y\"].aws_instance.c[0]"]
    );
    assert_eq!(all[2].depends_on, ["aws_vpc.a", "module.a.aws_ebs_volume.d[\"p\"]"]);
    assert_eq!((all[2].region.as_deref(), all[2].address.as_deref()), (Some("eu-1a"), Some("10.0.0.9")));
    assert_eq!(all[2].criticality, Some(crate::specification::model::Criticality::Low));
    assert_eq!((all[0].group.as_deref(), all[1].bytes), (Some("mill"), Some(8.0 * 1_073_741_824.0)));
    assert_eq!(all[0].at.as_deref(), Some("state.json:3:15"));
}

#[test]
fn a_plan_tells_references_in_its_configuration() {
    let all = sound(
        r#"{"format_version": "1.2", "planned_values": {"root_module": {"resources": [
            {"address": "google_compute_network.n", "type": "google_compute_network", "values": {}},
            {"address": "google_compute_instance.i[\"a]b\"]", "type": "google_compute_instance", "values": {"zone": "z"}}]}},
            "configuration": {"root_module": {"resources": [
            {"address": "google_compute_instance.i", "expressions":
              {"network_interface": [{"network": {"references": ["google_compute_network.n.id", "google_compute_network.n", "var.z"]}}]}}]}}}"#,
    );
    assert_eq!(all[1].depends_on, ["google_compute_network.n"]);
    assert!(all[0].depends_on.is_empty());
}

#[test]
fn what_is_no_such_file_is_refused_with_its_place() {
    refused("", "");
    refused("[1, 2]", "no output of `terraform show -json`");
    refused("{}", "no `format_version`");
    refused(r#"{"format_version": "7.0"}"#, "newer than this program");
    refused(r#"{"format_version": "1.0"}"#, "neither `values`");
    let state =
        |rest: &str| format!(r#"{{"format_version": "1.0", "values": {{"root_module": {{"resources": [{rest}]}}}}}}"#);
    let fault = refused(&state(r#"{"address": "a.b"}"#), "without `address` or `type`");
    assert_eq!(fault.location.map(|it| (it.start.line, it.start.column)), Some((1, 68)));
    let twice = r#"{"address": "a_b.c", "type": "a_b"}"#;
    refused(&state(&format!("{twice}, {twice}")), "stands twice");
    refused(&state(r#"{"address": "a_b.c", "type": "a_b", "depends_on": [7]}"#), "no address");
}

#[test]
fn depth_is_bounded() {
    let deep = |levels: usize| {
        let (open, close) = (r#"{"child_modules": ["#.repeat(levels), "]}".repeat(levels));
        format!(r#"{{"format_version": "1.0", "values": {{"root_module": {open}{close}}}}}"#)
    };
    let (_, diagnostics) = read_text(&deep(80));
    assert!(diagnostics[0].message.contains("modules lie more than 64 deep"), "{diagnostics:?}");
    assert!(!read_text(&deep(100_000)).1.is_empty());
    assert!(!read_text(&"[".repeat(1_000_000)).1.is_empty());
}
