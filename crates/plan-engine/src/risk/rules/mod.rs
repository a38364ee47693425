//! The rules, a file each.

macro_rules! registry {
    ($($module:ident),* $(,)?) => {
        $(mod $module;)*

        /// Every rule, in the order of their names.
        pub fn registry() -> &'static [RiskRule] {
            const RULES: &[RiskRule] = &[$($module::RULE),*];
            RULES
        }
    };
}

registry! {
    archive_holds_personal_data,
    business_hours_touched,
    capacity_below_load,
    copy_never_converges,
    deadline_missed,
    disk_runs_full,
    downtime_above_allowed,
    engine_changes_major_version,
    estimate_rests_on_priors,
    hold_shorter_than_bake,
    interface_breaks_clients,
    lock_on_busy_table,
    lossy_way_back,
    many_systems_reached,
    metric_without_trigger,
    point_of_no_return,
    regime_without_control,
    rollback_not_rehearsed,
    rollback_slower_than_objective,
    role_of_one_person,
    rollout_jumps,
    route_without_counterpart,
    trigger_only_calls,
    window_too_short,
    zero_data_loss_at_risk,
}

use super::{Category, Context, Draft, Factor, Mitigation, RiskRule};

#[cfg(test)]
pub(super) mod testing;

#[cfg(test)]
mod tests {
    use super::registry;

    #[test]
    fn every_file_is_a_rule_that_is_registered_under_its_name() {
        let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src/risk/rules");
        let files = std::fs::read_dir(folder).unwrap().map(|it| it.unwrap().file_name().into_string().unwrap());
        let mut files: Vec<String> = files.map(|it| it.trim_end_matches(".rs").replace('_', "-")).collect();
        files.retain(|it| it != "mod" && it != "testing");
        files.sort();
        let mut ids: Vec<&str> = registry().iter().map(|it| it.id).collect();
        ids.sort_unstable();
        assert_eq!(ids, files);
    }

    #[test]
    fn every_rule_says_what_it_reads() {
        for rule in registry() {
            assert!(rule.summary.len() > 20 && rule.explanation.len() > 80, "{}", rule.id);
        }
    }
}
