//! Every artefact of every pattern is accepted by the program that reads its format; nothing is written where a value is missing.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use render::artefact::{ArtefactFormat, Manifest};
use testkit::fixture::PatternFixture;
use testkit::validator;

use super::{folder, plan};

/// The artefacts of a case: those that are checked in, else those that its specification gives.
fn of_case(case: &PatternFixture) -> PathBuf {
    let checked_in = case.folder.join("expected/artefacts");
    if checked_in.is_dir() {
        return checked_in;
    }
    let scratch = folder(&format!("artefacts-{}", case.name.replace('/', "-")));
    let made = plan(&case.folder, &format!("make --spec spec.yaml -o {}", scratch.join("plan.json").display()));
    assert_eq!(made.code, 0, "{}: {made:?}", case.name);
    let written = plan(&scratch, "artefacts plan.json --out artefacts");
    assert_eq!(written.code, 0, "{}: {written:?}", case.name);
    scratch.join("artefacts")
}

fn manifest(artefacts: &Path) -> Manifest {
    Manifest::from_json(&std::fs::read_to_string(artefacts.join("artefacts.json")).unwrap()).unwrap()
}

/// The validator of a format; none where reading it is all that can be done.
fn validate(format: ArtefactFormat, files: &[PathBuf], schemas: &Path) -> Result<(), testkit::Error> {
    let each = |check: fn(&Path) -> Result<(), testkit::Error>| files.iter().try_for_each(|it| check(it));
    match format {
        ArtefactFormat::Nginx => each(validator::nginx),
        ArtefactFormat::Haproxy => each(validator::haproxy),
        ArtefactFormat::Shell => validator::shellcheck(files),
        ArtefactFormat::Kubernetes => validator::kubernetes(files),
        ArtefactFormat::Rollout => validator::json_schema(&schemas.join("rollout.schema.json"), files),
        ArtefactFormat::PrometheusRules => validator::prometheus_rules(files),
        ArtefactFormat::PrometheusTests => validator::prometheus_tests(files),
        ArtefactFormat::GithubWorkflow => validator::github_workflow(files).and_then(|()| validator::actionlint(files)),
        ArtefactFormat::GitlabPipeline => validator::gitlab_pipeline(files),
        // Tried where they are written: flags are evaluated, scripts run on engines, modules validated without their providers.
        ArtefactFormat::FlagdFlags
        | ArtefactFormat::UnleashFeatures
        | ArtefactFormat::PsqlScript
        | ArtefactFormat::SqliteScript
        | ArtefactFormat::Hcl
        | ArtefactFormat::TerraformJson
        // For people.
        | ArtefactFormat::Markdown
        | ArtefactFormat::Csv
        | ArtefactFormat::Mermaid => Ok(()),
        other => panic!("{other:?} has no validator here"),
    }
}

#[test]
fn every_artefact_is_accepted_by_what_reads_it() {
    let schemas = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/schemas");
    let cases = PatternFixture::all().unwrap();
    assert!(cases.len() >= 4, "{}", cases.len());
    let mut faults = Vec::new();
    for case in &cases {
        let artefacts = of_case(case);
        let mut by_format: BTreeMap<ArtefactFormat, Vec<PathBuf>> = BTreeMap::new();
        for file in manifest(&artefacts).files {
            by_format.entry(file.format).or_default().push(artefacts.join(&file.path));
        }
        by_format.entry(ArtefactFormat::Markdown).or_default();
        validator::json_schema(&schemas.join("artefacts.schema.json"), &[artefacts.join("artefacts.json")]).unwrap();
        for (format, files) in by_format {
            if let Err(error) = validate(format, &files, &schemas) {
                faults.push(format!("{}: {format:?}: {error}", case.name));
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn what_is_missing_is_named_with_its_field_and_nothing_is_written() {
    let scratch = folder("artefacts-missing");
    let text = "migrations:\n- id: shelves\n  type: service\n  pattern: canary\n  source: a\n  target: b\n  delivery:\n    traffic: [nginx, haproxy]\n    \
                nginx: {listen: \"80\", old: [\"10.0.0.1:80\"]}\n";
    std::fs::write(scratch.join("spec.yaml"), text).unwrap();
    assert_eq!(plan(&scratch, "make --spec spec.yaml -o plan.json").code, 0);
    let refused = plan(&scratch, "artefacts plan.json --out out");
    assert_eq!(refused.code, 3, "{refused:?}");
    for field in ["migrations[0].delivery.nginx.new", "migrations[0].delivery.haproxy.listen", "spec.yaml:9:12"] {
        assert!(refused.stderr.contains(field), "{field}: {}", refused.stderr);
    }
    assert!(!scratch.join("out").exists());
}

#[test]
fn a_folder_of_others_is_left_alone_and_changes_are_told() {
    let scratch = folder("artefacts-folder");
    let text = "{type: service, pattern: canary, source: a, target: b}";
    std::fs::write(scratch.join("spec.yaml"), text).unwrap();
    assert_eq!(plan(&scratch, "make --spec spec.yaml -o plan.json").code, 0);
    let command = "artefacts plan.json --out out";
    assert_eq!(plan(&scratch, command).code, 0);
    assert_eq!(plan(&scratch, command).code, 0, "written again");
    assert_eq!(plan(&scratch, &format!("{command} --check")).code, 0);
    std::fs::write(scratch.join("out/index.md"), "mine").unwrap();
    let changed = plan(&scratch, &format!("{command} --check"));
    assert_eq!((changed.code, changed.stdout.as_str()), (2, "differs: index.md\n"));
    let refused = plan(&scratch, command);
    assert!(refused.code == 3 && refused.stderr.contains("index.md has been changed"), "{refused:?}");
    std::fs::create_dir(scratch.join("other")).unwrap();
    std::fs::write(scratch.join("other/letter.txt"), "dear").unwrap();
    let refused = plan(&scratch, "artefacts plan.json --out other");
    assert!(refused.code == 3 && refused.stderr.contains("did not write"), "{refused:?}");
    assert_eq!(std::fs::read_to_string(scratch.join("other/letter.txt")).unwrap(), "dear");
}
