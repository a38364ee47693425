//! Each document is read by the program that knows the systems, and moves as much of the traffic as it says.

use cutover::rollout::Document;
use cutover::{Timestamp, flagd, unleash};
use plan_engine::migration::{Inputs, MigrationPlan, make};

use crate::artefact::{Artefact, ArtefactDirection, ArtefactFormat, artefacts};

const TICKETS: &str = "
type: service
pattern: canary
source: ticket desk 2
target: ticket desk 3
flags:
- {name: desk three, stages: [{percentage: 7, hold: 1h}, {percentage: 40, hold: 1h}, {percentage: 100}]}
- {name: refunds-3, initial_percentage: 2, stages: [{percentage: 30, hold: 1h}, {percentage: 100}]}
delivery: {sticky_on: visitor}
";

fn plan(text: &str) -> MigrationPlan {
    let source = findings::SourceText::new("tickets.yaml", text);
    let (specification, diagnostics) = plan_engine::specification::read(&source);
    make(&specification.unwrap_or_else(|| panic!("{diagnostics:?}")), Inputs::new()).unwrap()
}

/// How many of 20,000 visitors are on the new side, in per cent.
fn share(artefact: &Artefact, flag: &str) -> f64 {
    let visitors = (0..20_000).map(|number| format!("visitor-{number}"));
    let on: usize = match artefact.format {
        ArtefactFormat::FlagdFlags => {
            let flags = flagd::Flags::read(&artefact.text).unwrap();
            let is_on = |it: &String| {
                let told = flags.boolean(flag, &flagd::Context::new().with("visitor", it.as_str()));
                assert_eq!(told.error_code(), None, "{}", artefact.text);
                told.value_or(false)
            };
            visitors.filter(is_on).count()
        }
        ArtefactFormat::UnleashFeatures => {
            let mut features = unleash::Features::default();
            features.update(&artefact.text).unwrap();
            let context = |it: &String| unleash::Context::new().with_property("visitor", it.as_str());
            visitors.filter(|it| features.is_enabled(flag, &context(it))).count()
        }
        ArtefactFormat::Rollout => {
            let document = Document::read(&artefact.text).unwrap();
            let snapshot = document.snapshot(Timestamp::from_seconds(0), &cutover::flag::Gates::default());
            visitors.filter(|it| snapshot.is_enabled(flag, it.as_str())).count()
        }
        other => panic!("{other:?}"),
    };
    f64::from(u32::try_from(on).unwrap()) / 200.0
}

#[test]
fn shares_are_what_the_stages_say_forward_and_back() {
    let plan = plan(TICKETS);
    let files = artefacts(&plan, None).unwrap().files;
    let mut tried = 0;
    for (flag, name, key, shares) in [
        ("desk three", "desk-three", "desk-three", [0.0, 7.0, 40.0, 100.0].as_slice()),
        ("refunds-3", "refunds-3", "refunds-3", [0.0, 2.0, 30.0, 100.0].as_slice()),
    ] {
        for extension in ["flagd.json", "unleash.json", "rollout.json"] {
            for direction in [ArtefactDirection::Forward, ArtefactDirection::Back] {
                let all =
                    if direction == ArtefactDirection::Forward { &shares[1..] } else { &shares[..shares.len() - 1] };
                for wanted in all {
                    let end = format!("/{name}-to-{wanted}.{extension}");
                    let found: Vec<&Artefact> =
                        files.iter().filter(|it| it.path.ends_with(&end) && it.direction == direction).collect();
                    assert_eq!(found.len(), 1, "{flag} {end} {direction:?}");
                    assert!((share(found[0], key) - wanted).abs() < 1.5, "{end}: {}", share(found[0], key));
                    tried += 1;
                }
            }
        }
    }
    assert_eq!(tried, 36);
}

#[test]
fn flags_that_are_done_stay_while_another_one_moves() {
    let plan = plan(TICKETS);
    let files = artefacts(&plan, None).unwrap().files;
    let second = files.iter().find(|it| it.path.ends_with("forward/refunds-3-to-30.flagd.json")).unwrap();
    assert!((share(second, "desk-three") - 100.0).abs() < 1e-9);
    let back = files.iter().find(|it| it.path.ends_with("back/refunds-3-to-0.rollout.json")).unwrap();
    assert!((share(back, "desk-three") - 100.0).abs() < 1e-9);
}

#[test]
fn what_unleash_cannot_hold_is_named() {
    let half = TICKETS.replace("percentage: 7", "percentage: 0.5");
    let done = artefacts(&plan(&half), None).unwrap();
    assert!(done.files.iter().all(|it| it.format != ArtefactFormat::UnleashFeatures));
    assert!(done.manifest.left_out.iter().any(|it| it.because.contains("desk three goes to 0.5 %")));
    let asked = half.replace("delivery: {", "delivery: {flags: [unleash], ");
    let refused = artefacts(&plan(&asked), None).unwrap_err();
    assert!(refused.to_string().contains("tickets.yaml:7:"), "{refused}");
}

#[test]
fn one_phase_alone_can_be_had() {
    let plan = plan(TICKETS);
    let phase = plan.phases.iter().find(|it| it.name.ends_with("refunds-3")).unwrap();
    let files = artefacts(&plan, Some(&phase.id)).unwrap().files;
    assert!(files.len() > 6 && files[1..].iter().all(|it| it.phase.as_ref() == Some(&phase.id)));
}
