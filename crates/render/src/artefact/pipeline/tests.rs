//! Pipelines as actionlint and the schemas of GitHub and GitLab take them.

use testkit::validator;

use super::part::parts;
use crate::artefact::scene::Scene;
use crate::artefact::testing::plan_of;
use crate::artefact::{ArtefactFormat, artefacts};

const DAIRY: &str = "
migrations:
- id: dairy: milk & \"cream\"
  type: database
  pattern: schema_change
  source: PostgreSQL 15
  target: PostgreSQL 15
  constraints: {dependencies: [shop]}
  tables: [{name: churns, rows: 10000, size: 2 MB}]
  schema_changes: [{table: churns, changes: [{type: drop_column, column: lid}, {type: add_column, column: fat, data_type: text, nullable: true}]}]
- id: desk
  type: service
  pattern: canary
  source: desk 1
  target: desk 2
  flags: [{name: desk-2, stages: [{percentage: 5, hold: 30m}, {percentage: 100, hold: 1h}]}]
  monitoring: {critical_metrics: [error_rate], alert_thresholds: {error_rate: 1%}}
";

fn dairy() -> String {
    DAIRY.replace("id: dairy: milk & \"cream\"", "id: 'dairy: milk & \"cream\"'")
}

#[test]
fn validators_take_all_of_it() {
    let folder = std::env::temp_dir().join(format!("migration-architect-dairy-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let (mut github, mut gitlab) = (Vec::new(), Vec::new());
    for artefact in artefacts(&plan_of(&dairy()), None).unwrap().files {
        let found = match artefact.format {
            ArtefactFormat::GithubWorkflow => &mut github,
            ArtefactFormat::GitlabPipeline => &mut gitlab,
            _ => continue,
        };
        let path = folder.join(artefact.path.rsplit('/').next().unwrap());
        std::fs::write(&path, &artefact.text).unwrap();
        found.push(path);
    }
    assert_eq!((github.len(), gitlab.len()), (2, 1));
    validator::actionlint(&github).unwrap();
    validator::github_workflow(&github).unwrap();
    validator::gitlab_pipeline(&gitlab).unwrap();
    std::fs::remove_dir_all(folder).unwrap();
}

#[test]
fn no_part_goes_past_a_person() {
    let plan = plan_of(&dairy());
    let scene = Scene::new(&plan);
    let parts = parts(&scene);
    for phase in &plan.phases {
        let own: Vec<_> = parts.iter().filter(|it| it.phase.id == phase.id).collect();
        // Each ends where the next one needs somebody, and the last one at the end of the phase.
        for pair in own.windows(2) {
            let until = &pair[0].until.unwrap().id;
            let begins = pair[1].approval.map(|(step, _)| step).or(pair[1].by_hand.first().copied()).unwrap();
            assert_eq!(*until, begins.id);
            assert!(pair[1].gatekeeper().is_some());
        }
        assert!(own.last().unwrap().until.is_none());
        let agreed: usize = own.iter().filter(|it| it.approval.is_some()).count();
        let approvals =
            phase.steps.iter().filter(|it| matches!(it.work, plan_engine::migration::Work::Approval { .. }));
        assert_eq!(agreed, approvals.count(), "{}", phase.id);
    }
    let jobs: std::collections::BTreeSet<String> = parts.iter().map(super::part::Part::job).collect();
    assert_eq!(jobs.len(), parts.len());
}
