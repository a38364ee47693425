use proptest::prelude::*;

use super::*;
use crate::flag::{GateState, Gates};
use crate::{Error, Percentage, Timestamp};

fn percent(percent: f64) -> Percentage {
    Percentage::new(percent).unwrap_or(Percentage::ZERO)
}

fn at(seconds: i64) -> Timestamp {
    Timestamp::from_seconds(seconds)
}

fn plan() -> Result<CutoverPlan, Error> {
    let steps = [
        PlanStep::new(percent(5.0), 60).then_judge(),
        PlanStep::new(percent(25.0), 60).then_gate("errors"),
        PlanStep::new(percent(100.0), 60),
    ];
    CutoverPlan::new(steps)?.cool_down_seconds(30)?.patience_seconds(600).map(|plan| plan.most_retreats(2))
}

fn judged(verdict: Verdict, since: i64) -> Observations {
    Observations { judge: Some(Judge { verdict, since: at(since) }), ..Observations::default() }
}

fn gate(state: GateState) -> Observations {
    Observations { gates: Gates::from([("errors".to_owned(), state)]), ..Observations::default() }
}

fn broken() -> Observations {
    Observations { breaker: Breaker::Open, ..Observations::default() }
}

#[test]
fn it_goes_through_all_steps_to_the_end() -> Result<(), Error> {
    let mut controller = Controller::new(plan()?, at(0));
    let mut go = |observations: Observations, now: i64| {
        let decision = controller.observe(observations, at(now));
        (decision.moved, controller.state().percentage(), decision.reason)
    };
    let idle = Observations::default;
    assert_eq!(go(idle(), 0), (Move::Advance, percent(5.0), Reason::AllHolds));
    assert_eq!(go(judged(Verdict::Pass, 0), 59), (Move::Hold, percent(5.0), Reason::NotLongEnough { until: at(60) }));
    assert_eq!(go(idle(), 60), (Move::Hold, percent(5.0), Reason::NotJudged));
    let missing = Verdict::NotEnoughData { missing: 7 };
    assert_eq!(go(judged(missing, 0), 61), (Move::Hold, percent(5.0), Reason::NotEnoughData { missing: 7 }));
    assert_eq!(go(judged(Verdict::Pass, 0), 70), (Move::Advance, percent(25.0), Reason::AllHolds));
    let pending = Reason::GatePending { gate: "errors".to_owned() };
    assert_eq!(go(idle(), 130), (Move::Hold, percent(25.0), pending));
    let passed = gate(GateState::Passed { at: at(131) });
    assert_eq!(go(passed, 131), (Move::Advance, Percentage::FULL, Reason::AllHolds));
    assert_eq!(go(idle(), 191), (Move::Advance, Percentage::FULL, Reason::AllHolds));
    assert_eq!(controller.state().phase(), Phase::Complete);
    let last = controller.journal().entries().last().map(|entry| entry.decision.actions.clone());
    assert_eq!(last, Some(vec![Action::Finish]), "the percentage was 100 before");
    Ok(())
}

#[test]
fn what_is_sick_goes_back() -> Result<(), Error> {
    let mut controller = Controller::new(plan()?, at(0));
    controller.observe(Observations::default(), at(0));
    let decision = controller.observe(judged(Verdict::Fail, 0), at(10));
    assert_eq!((decision.moved, decision.to, decision.reason), (Move::GoBack, Phase::Waiting, Reason::JudgedWorse));
    assert_eq!(decision.actions, [Action::SetPercentage { percentage: Percentage::ZERO }]);
    assert_eq!(controller.observe(Observations::default(), at(39)).reason, Reason::NotLongEnough { until: at(40) });
    assert_eq!(controller.observe(broken(), at(40)).reason, Reason::BreakerOpen);
    assert_eq!(controller.observe(Observations::default(), at(41)).to, Phase::At { step: 0 });
    // A verdict on what was observed before this step says nothing of it.
    assert_eq!(controller.observe(judged(Verdict::Fail, 0), at(42)).moved, Move::Hold);
    controller.observe(judged(Verdict::Pass, 41), at(101));
    let failed = gate(GateState::Failed { at: at(102) });
    assert_eq!(controller.observe(failed, at(102)).to, Phase::At { step: 0 }, "a gate takes one step back");
    let decision = controller.observe(broken(), at(103));
    assert_eq!((decision.moved, decision.to), (Move::Abandon, Phase::Abandoned), "the third retreat is one too many");
    assert!(decision.actions.contains(&Action::Alert) && controller.state().is_ended());
    Ok(())
}

#[test]
fn patience_ends() -> Result<(), Error> {
    let mut controller = Controller::new(plan()?, at(0));
    controller.observe(Observations::default(), at(0));
    assert_eq!(controller.observe(Observations::default(), at(599)).moved, Move::Hold);
    let decision = controller.observe(Observations::default(), at(600));
    assert_eq!((decision.moved, decision.reason), (Move::Abandon, Reason::OutOfPatience));
    Ok(())
}

#[test]
fn plans_that_cannot_be_are_refused() {
    let steps = |percents: &[f64]| CutoverPlan::new(percents.iter().map(|it| PlanStep::new(percent(*it), 60)));
    assert!(steps(&[5.0, 100.0]).is_ok());
    for percents in [&[][..], &[0.0, 100.0], &[5.0, 5.0, 100.0], &[50.0]] {
        assert!(steps(percents).is_err(), "{percents:?}");
    }
    assert!(steps(&[100.0]).and_then(|plan| plan.patience_seconds(60)).is_err());
    assert!(steps(&[100.0]).and_then(|plan| plan.cool_down_seconds(1_000_000)).is_err());
    let text = r#"{ "steps": [], "cool_down_seconds": 1, "patience_seconds": 9, "most_retreats": 0 }"#;
    assert!(serde_json::from_str::<CutoverPlan>(text).is_err(), "documents too");
}

#[test]
fn a_journal_is_replayed_and_tells_what_does_not_follow() -> Result<(), Box<dyn std::error::Error>> {
    let mut controller = Controller::new(plan()?, at(0));
    for now in 0..200 {
        controller.observe(judged(Verdict::Pass, 0), at(now));
    }
    assert!(controller.journal().entries().len() < 10, "holding for the same reason is kept once");
    let written = serde_json::to_string(controller.journal())?;
    let journal: Journal = serde_json::from_str(&written)?;
    assert_eq!(Controller::resume(journal)?.state(), controller.state());
    let forged: Journal = serde_json::from_str(&written.replace(r#""verdict":"pass""#, r#""verdict":"fail""#))?;
    assert!(forged.replay().is_err_and(|error| error.to_string().contains("entry")));
    Ok(())
}

/// Anything that may be observed, `since` and all.
fn observations() -> impl Strategy<Value = Observations> {
    let time = || (0_i64..4_000).prop_map(at);
    let state = prop_oneof![
        Just(GateState::Pending),
        time().prop_map(|at| GateState::Passed { at }),
        time().prop_map(|at| GateState::Failed { at })
    ];
    let verdict = prop_oneof![
        4 => Just(Verdict::Pass),
        1 => Just(Verdict::Marginal),
        1 => Just(Verdict::Fail),
        1 => (1_u64..9).prop_map(|missing| Verdict::NotEnoughData { missing })
    ];
    let judge = proptest::option::of((verdict, time()).prop_map(|(verdict, since)| Judge { verdict, since }));
    let breaker = prop_oneof![8 => Just(Breaker::Closed), 1 => Just(Breaker::HalfOpen), 1 => Just(Breaker::Open)];
    let gates = proptest::option::of(state)
        .prop_map(|state| state.map(|state| ("errors".to_owned(), state)).into_iter().collect());
    (gates, judge, breaker).prop_map(|(gates, judge, breaker)| Observations { gates, judge, breaker })
}

proptest! {
    #[test]
    fn a_gate_is_never_skipped_and_advancing_evicts_nobody(
        moments in proptest::collection::vec((observations(), -50_i64..200), 1..80)
    ) {
        let Ok(plan) = plan() else { return Ok(()) };
        let mut controller = Controller::new(plan.clone(), at(0));
        let mut now = 0;
        for (observed, passed) in moments {
            now += passed;
            let before = controller.state().clone();
            let decision = controller.observe(observed.clone(), at(now));
            let after = controller.state();
            let now = at(now).max(before.since());
            if decision.moved == Move::Advance {
                prop_assert!(after.percentage() >= before.percentage());
                prop_assert!(observed.breaker == Breaker::Closed);
                if let Phase::At { step } = before.phase() {
                    let left = &plan.steps()[step];
                    prop_assert!(now >= before.since().plus_seconds(left.hold_seconds));
                    let is_next = match after.phase() { Phase::At { step: next } => next == step + 1, Phase::Complete => step + 1 == plan.steps().len(), _ => false };
                    prop_assert!(is_next, "one step at a time");
                    if let Some(gate) = &left.gate {
                        let has_passed = matches!(observed.gates.get(gate), Some(GateState::Passed { at }) if *at <= now);
                        prop_assert!(has_passed);
                    }
                    if left.judged {
                        prop_assert!(observed.judge.is_some_and(|judge| judge.verdict == Verdict::Pass && judge.since >= before.since()));
                    }
                }
            } else {
                prop_assert!(after.percentage() <= before.percentage());
            }
            let asked = decision.actions.iter().find_map(|action| match action { Action::SetPercentage { percentage } => Some(*percentage), _ => None });
            prop_assert_eq!(asked.unwrap_or(before.percentage()), after.percentage(), "the actions say it");
        }
        prop_assert_eq!(controller.journal().replay(), Ok(controller.state().clone()));
    }

    /// Whatever is observed, as long as it is looked at once a minute.
    #[test]
    fn it_always_ends(seen in proptest::collection::vec(observations(), 1..20)) {
        let Ok(plan) = plan() else { return Ok(()) };
        // Each step and the wait before them, as often as it may be tried, each for as long as the patience lasts.
        let longest = (plan.steps().len() as u64 + 1) * u64::from(plan.retreats() + 1) * plan.patience();
        let mut controller = Controller::new(plan, at(0));
        for (minute, observed) in (0..=longest / 60 + 1).zip(seen.iter().cycle()) {
            controller.observe(observed.clone(), at(0).plus_seconds(minute * 60));
        }
        prop_assert!(controller.state().is_ended(), "{:?}", controller.state());
    }
}
