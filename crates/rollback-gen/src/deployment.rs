//! Deployment points of a way back.

use plan_engine::plan::{Action, AppVersion};

use crate::DeploymentPoint;

/// What has to happen between a state in which `before` may run and one in which `after` may; none where they are the
/// same.
pub(crate) fn between(before: &[AppVersion], after: &[AppVersion]) -> Option<DeploymentPoint> {
    let missing = |from: &[AppVersion], of: &[AppVersion]| -> Vec<AppVersion> {
        of.iter().copied().filter(|version| !from.contains(version)).collect()
    };
    let (deploy, stop) = (missing(before, after), missing(after, before));
    if deploy.is_empty() && stop.is_empty() {
        return None;
    }
    let mut actions = Vec::new();
    for version in &deploy {
        let others: Vec<String> = after.iter().filter(|it| *it != version).map(ToString::to_string).collect();
        let beside = match others.as_slice() {
            [] => String::new(),
            others => format!("; the {} one may run on beside it", others.join(" and the ")),
        };
        actions
            .push(Action::Manual { instruction: format!("deploy the {version} version of the application{beside}") });
    }
    for version in &stop {
        let stays: Vec<String> = after.iter().map(ToString::to_string).collect();
        let instruction = format!(
            "deploy the {} version of the application everywhere and stop the {version} one",
            stays.join(" and the ")
        );
        actions.push(Action::Manual { instruction });
        actions.push(Action::Approval {
            role: "release-manager".to_owned(),
            reason: format!(
                "no instance of the {version} version of the application runs any more: what only it needs is taken \
                 away next"
            ),
        });
    }
    Some(DeploymentPoint { deploy, stop, actions })
}
