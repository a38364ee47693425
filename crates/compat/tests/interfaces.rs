//! Interfaces from the outside: kinds, inputs, configuration, formats.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use serde_json::Value;

const OLD: &str = "\
openapi: 3.1.0
info: {title: Pets, version: 1.4.0}
paths:
  /pets:
    get:
      parameters:
        - {name: limit, in: query, schema: {type: integer, maximum: 100}}
      responses:
        '200':
          description: All pets.
          content: {application/json: {schema: {type: array, items: {$ref: '#/components/schemas/Pet'}}}}
  /pets/{id}:
    get:
      parameters: [{name: id, in: path, required: true, schema: {type: string}}]
      responses:
        '200':
          description: One pet.
          content: {application/json: {schema: {$ref: '#/components/schemas/Pet'}}}
components:
  schemas:
    Pet:
      type: object
      required: [name]
      properties:
        name: {type: string}
        status: {enum: [available, sold]}
";

/// A folder of its own for the test called `test`.
fn folder(test: &str) -> PathBuf {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(format!("interfaces-{test}"));
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).unwrap();
    folder
}

fn write(folder: &Path, name: &str, text: &str) {
    let path = folder.join(name);
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    std::fs::write(path, text).unwrap();
}

#[derive(Debug)]
struct Ran {
    code: Option<i32>,
    stdout: String,
    stderr: String,
}

impl Ran {
    fn json(&self) -> Value {
        serde_json::from_str(&self.stdout).unwrap_or_else(|error| panic!("{error}: {self:?}"))
    }

    /// The rules of the findings that stand.
    fn rules(&self) -> Vec<String> {
        let report = self.json();
        let findings = report["findings"].as_array().unwrap();
        findings.iter().map(|finding| finding["rule"].as_str().unwrap().to_owned()).collect()
    }

    fn codes(&self) -> Vec<String> {
        let report = self.json();
        let diagnostics = report["diagnostics"].as_array().unwrap();
        diagnostics.iter().map(|it| it["code"].as_str().unwrap().to_owned()).collect()
    }
}

/// Runs the program in `folder` with `arguments`, separated by spaces.
fn compat(folder: &Path, arguments: &str) -> Ran {
    let mut command = Command::new(env!("CARGO_BIN_EXE_compat"));
    let output = command.args(arguments.split(' ')).current_dir(folder).stdin(Stdio::null()).output().unwrap();
    Ran {
        code: output.status.code(),
        stdout: String::from_utf8(output.stdout).unwrap(),
        stderr: String::from_utf8(output.stderr).unwrap(),
    }
}

/// A folder with `old.yaml`, and `new.yaml` in which a bound is lower and a status has come.
fn changed(test: &str) -> PathBuf {
    let folder = folder(test);
    write(&folder, "old.yaml", OLD);
    write(&folder, "new.yaml", &OLD.replace("maximum: 100", "maximum: 50").replace("sold]", "sold, reserved]"));
    folder
}

#[test]
fn what_breaks_is_shown_by_a_message_on_both_sides() {
    let ran = compat(&changed("human"), "check old.yaml new.yaml");
    assert_eq!(ran.code, Some(2), "{ran:?}");
    for part in [
        "breaking[request-maximum-lowered]",
        "--> old.yaml:7:",
        "::: new.yaml:7:",
        "where: GET /pets: query parameter `limit`",
        "fails with: 51",
        "confirmed by jsonschema",
        "where: 2 operations: GET /pets, GET /pets/{id}",
        "it needs a major version",
    ] {
        assert!(ran.stdout.contains(part), "{part} is missing in:\n{}", ran.stdout);
    }
}

#[test]
fn what_is_safe_can_be_challenged() {
    let folder = folder("challenge");
    write(&folder, "old.json", r#"{"type": "array", "items": {"type": "integer", "minimum": 3}, "maxItems": 4}"#);
    write(&folder, "new.json", r#"{"type": "array", "items": {"type": "number", "minimum": 1}}"#);
    let ran = compat(&folder, "check old.json new.json --direction backward --challenge 300 --seed 7");
    assert_eq!(
        (ran.code, ran.stderr.as_str()),
        (Some(0), "challenged with 300 messages of 1 place: none contradicts the verdict\n")
    );
    let quiet = compat(&folder, "check old.json new.json --direction backward");
    assert_eq!((quiet.stdout, quiet.stderr), (ran.stdout, String::new()));
}

#[test]
fn an_empty_folder_is_nothing_and_sql_is_a_kind_of_rules() {
    let folder = changed("folder");
    std::fs::create_dir_all(folder.join("empty")).unwrap();
    let ran = compat(&folder, "check empty empty");
    assert_eq!(ran.code, Some(3), "{ran:?}");
    assert!(ran.stderr.contains("one document can be named itself"), "{ran:?}");
    let sql = compat(&folder, "rules --kind sql").stdout;
    assert!(sql.contains("column-dropped") && !sql.contains("request-maximum-lowered"), "{sql}");
    assert!(compat(&folder, "rules --kind cobol").stderr.contains("or sql"));
}

#[test]
fn a_report_for_programs_says_all() {
    let report = compat(&changed("json"), "check old.yaml new.yaml --format json").json();
    assert_eq!((&report["schema_version"], &report["kind"]), (&"2.0".into(), &"openapi".into()));
    assert_eq!((&report["verdict"], &report["bump"]), (&"breaking".into(), &"major".into()));
    assert_eq!((&report["before"], &report["after"]), (&"old.yaml".into(), &"new.yaml".into()));
    assert_eq!(report["counts"]["breaking"], 3);
    let finding = report["findings"].as_array().unwrap().iter().find(|it| it["rule"] == "request-maximum-lowered");
    let finding = finding.unwrap();
    assert_eq!(finding["after"]["pointer"], "/paths/~1pets/get/parameters/0/schema/maximum");
    assert_eq!(finding["witness"]["instance"], 51);
    assert!(finding["confirmed_by"].as_str().unwrap().starts_with("jsonschema"), "{finding}");
    assert_eq!(finding["fingerprint"].as_str().unwrap().len(), 16);
}

#[test]
fn a_document_and_itself_are_identical_in_both_notations() {
    let folder = changed("identical");
    let ran = compat(&folder, "check old.yaml old.yaml");
    assert_eq!((ran.code, ran.stdout.as_str()), (Some(0), "identical: nothing differs\n"));
    write(&folder, "a.json", "{\"type\": \"string\", \"maxLength\": 3}");
    write(&folder, "b.yaml", "maxLength: 3\ntype: string\n");
    assert_eq!(compat(&folder, "check a.json b.yaml").stdout, "identical: nothing differs\n");
}

#[test]
fn a_json_schema_is_judged_in_the_direction_asked_for() {
    let folder = folder("direction");
    write(&folder, "old.json", "{\"type\": \"string\", \"maxLength\": 9}");
    write(&folder, "new.json", "{\"type\": \"string\", \"maxLength\": 3}");
    let code = |arguments: &str| compat(&folder, &format!("check old.json new.json --direction {arguments}")).code;
    assert_eq!((code("backward"), code("forward"), code("full")), (Some(2), Some(0), Some(2)));
    assert_eq!(code("sideways"), Some(3));
}

#[test]
fn files_beside_a_document_are_read_from_disk_and_from_git() {
    let folder = folder("git");
    let git = |arguments: &str| {
        let identity = ["-c", "user.name=a", "-c", "user.email=a@example.com"];
        let arguments = arguments.split(' ');
        let done = Command::new("git").args(identity).args(arguments).current_dir(&folder).output().unwrap();
        assert!(done.status.success(), "{done:?}");
    };
    write(&folder, "api/openapi.yaml", &OLD.replace("'#/components/schemas/Pet'", "parts/pet.yaml#/Pet"));
    write(&folder, "api/parts/pet.yaml", "Pet: {type: object, properties: {id: {$ref: ../id.yaml}}}\n");
    write(&folder, "api/id.yaml", "type: integer\n");
    git("init -q .");
    git("add .");
    git("commit -q -m first");
    write(&folder, "api/id.yaml", "type: string\n");
    let ran = compat(&folder, "check HEAD:api/openapi.yaml api/openapi.yaml");
    assert_eq!(ran.code, Some(2), "{ran:?}");
    assert!(ran.stdout.contains("HEAD:api/id.yaml:1:1") && ran.stdout.contains("api/id.yaml:1:1"), "{}", ran.stdout);
    let ran = compat(&folder.join("api"), "check HEAD:./openapi.yaml openapi.yaml");
    assert_eq!(ran.code, Some(2), "{ran:?}");
    std::fs::remove_file(folder.join("api/id.yaml")).unwrap();
    let ran = compat(&folder, "check HEAD:api/openapi.yaml api/openapi.yaml");
    assert_eq!(ran.code, Some(3));
    assert!(ran.stderr.contains("api/openapi.yaml refers to a file: api/"), "{}", ran.stderr);
}

#[test]
fn what_lies_on_other_hosts_comes_from_a_mirror_only() {
    let folder = folder("mirror");
    let url = "https://schemas.example.com/v1/pet.json";
    write(&folder, "a.yaml", &OLD.replace("'#/components/schemas/Pet'", url));
    write(&folder, "b.yaml", &OLD.replace("'#/components/schemas/Pet'", url).replace("'200'", "'203'"));
    let ran = compat(&folder, "check a.yaml b.yaml");
    assert_eq!(ran.code, Some(3), "{ran:?}");
    assert!(ran.stdout.contains("--mirror"), "{}", ran.stdout);
    write(&folder, "mirror/schemas.example.com/v1/pet.json", "{\"type\": \"object\"}");
    assert_eq!(compat(&folder, "check a.yaml b.yaml --mirror mirror").code, Some(2));
}

#[test]
fn a_project_decides_what_counts() {
    let folder = changed("config");
    let below = folder.join("below");
    std::fs::create_dir_all(&below).unwrap();
    write(
        &folder,
        "compat.toml",
        "[levels]\nrequest-maximum-lowered = \"non_breaking\"\n\n[policies]\nresponse-enums = \"taken\"\n",
    );
    let ran = compat(&below, "check ../old.yaml ../new.yaml --format json");
    assert_eq!((ran.code, ran.json()["verdict"].as_str()), (Some(0), Some("additive")), "{ran:?}");

    write(&folder, "compat.toml", "[paths]\nleave-out = [\"/pets\", \"/pets/**\", \"/cats\"]\n");
    let ran = compat(&folder, "check old.yaml new.yaml --format json");
    assert_eq!((ran.code, ran.codes()), (Some(0), vec!["left-out-unused".to_owned()]), "{ran:?}");

    write(&folder, "compat.toml", "[policies]\nresponse-enum = \"taken\"\n");
    let ran = compat(&folder, "check old.yaml new.yaml");
    assert_eq!(ran.code, Some(3));
    assert!(ran.stderr.contains("compat.toml:2:1") && ran.stderr.contains("`response-enums`"), "{}", ran.stderr);
}

#[test]
fn findings_are_accepted_for_a_time() {
    let folder = changed("accept");
    compat(&folder, "check old.yaml new.yaml --format json -o report.json");
    let ran = compat(&folder, "accept report.json --reason measured --until 2026-06-30 -o compat.toml");
    assert_eq!(ran.code, Some(0), "{ran:?}");

    let ran = compat(&folder, "check old.yaml new.yaml --today 2026-06-30 --format json");
    assert_eq!((ran.code, &ran.json()["counts"]["allowed"]), (Some(0), &3.into()), "{ran:?}");
    let ran = compat(&folder, "check old.yaml new.yaml --today 2026-07-01 --format json");
    assert_eq!((ran.code, ran.codes()), (Some(2), vec!["acceptance-expired".to_owned(); 3]));
    // What moves stays accepted, and what is gone is told.
    let new = std::fs::read_to_string(folder.join("new.yaml")).unwrap();
    write(&folder, "new.yaml", &format!("# a comment\n\n{}", new.replace("maximum: 50", "maximum: 100")));
    let ran = compat(&folder, "check old.yaml new.yaml --today 2026-06-30 --format json");
    assert_eq!((ran.code, ran.codes()), (Some(0), vec!["acceptance-unused".to_owned()]), "{ran:?}");
}

#[test]
fn the_version_that_is_claimed_has_to_be_high_enough() {
    let folder = changed("version");
    let ran = compat(&folder, "check old.yaml new.yaml --declared-version --fail-on breaking --format json");
    assert_eq!(ran.code, Some(2));
    assert!(ran.rules().contains(&"version-raised-too-little".to_owned()), "{ran:?}");
    write(&folder, "new.yaml", &OLD.replace("1.4.0", "2.0.0").replace("maximum: 100", "maximum: 50"));
    let ran = compat(&folder, "check old.yaml new.yaml --declared-version --format json");
    assert!(!ran.rules().contains(&"version-raised-too-little".to_owned()), "{ran:?}");
}

#[test]
fn what_cannot_be_read_is_shown_where_it_stands() {
    let folder = changed("unreadable");
    write(&folder, "bad.yaml", "openapi: 3.1.0\npaths: {a: [\n");
    write(&folder, "bad.json", "{\"openapi\": \"3.1.0\", \"paths\": {]}");
    for (name, place) in [("bad.yaml", "bad.yaml:"), ("bad.json", "bad.json:1:32")] {
        let ran = compat(&folder, &format!("check old.yaml {name}"));
        assert_eq!(ran.code, Some(3), "{ran:?}");
        assert!(ran.stdout.contains(place) && ran.stdout.contains('^'), "{}", ran.stdout);
        let ran = compat(&folder, &format!("check {name} {name} --format json"));
        assert_eq!((ran.code, &ran.json()["could_not_tell"]), (Some(3), &true.into()));
    }
    write(&folder, "a.json", "{\"a\": 1}");
    let ran = compat(&folder, "check a.json a.json");
    assert_eq!(ran.code, Some(3));
    assert!(ran.stderr.contains("--kind openapi"), "{}", ran.stderr);
    write(&folder, "a.sql", "CREATE TABLE t (id integer);");
    let ran = compat(&folder, "check a.sql old.yaml");
    assert!(ran.code == Some(3) && ran.stderr.contains("--kind"), "{ran:?}");
}

#[test]
fn every_format_is_written() {
    let folder = changed("formats");
    for (format, start) in [
        ("sarif", "{"),
        ("junit", "<?xml"),
        ("markdown", "# Compatibility"),
        ("github", "::error file=new.yaml"),
        ("html", "<!DOCTYPE html>"),
    ] {
        let ran = compat(&folder, &format!("check old.yaml new.yaml --format {format}"));
        assert!(ran.stdout.starts_with(start) && ran.stdout.contains("request-maximum-lowered"), "{format}: {ran:?}");
    }
}

#[test]
fn rules_of_a_kind_are_listed_and_explained() {
    let folder = folder("rules");
    let rules = compat(&folder, "rules --kind openapi --format json").json();
    let all = rules["rules"].as_array().unwrap();
    assert!(all.len() > 100 && all.iter().all(|rule| rule["kinds"].as_array().unwrap().contains(&"openapi".into())));
    let page = compat(&folder, "explain request-property-became-required").stdout;
    assert!(page.contains("# allow request-property-became-required: the reason"), "{page}");
    let ran = compat(&folder, "explain request-property-become-required");
    assert!(ran.stderr.contains("did you mean `request-property-became-required`?"), "{ran:?}");
}

#[test]
fn the_transcripts_of_the_readme_are_true() {
    let readme = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("../../README.md")).unwrap();
    let blocks = |language: &str| -> Vec<String> {
        let fence = format!("```{language}\n");
        readme.split(&fence).skip(1).filter_map(|rest| Some(rest.split_once("```")?.0.to_owned())).collect()
    };
    let folder = folder("readme");
    for block in blocks("yaml") {
        write(&folder, block.lines().next().unwrap().trim_start_matches("# "), &block);
    }
    let trimmed = |text: &str| text.trim_end().lines().map(str::trim_end).collect::<Vec<_>>().join("\n");
    let mut run = 0;
    for block in blocks("console") {
        let Some((command, printed)) = block.strip_prefix("$ compat ").and_then(|rest| rest.split_once('\n')) else {
            continue;
        };
        assert_eq!(trimmed(&compat(&folder, command).stdout), trimmed(printed), "{command}");
        run += 1;
    }
    assert!(run > 0);
    for block in blocks("toml") {
        write(&folder, "compat.toml", &block);
        let ran = compat(&folder, "check old.yaml new.yaml --today 2026-01-01 --format json");
        assert_eq!(ran.code, Some(2), "{ran:?}");
    }
}
