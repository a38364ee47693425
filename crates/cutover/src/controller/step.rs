//! One decision.

use super::{Action, Breaker, Decision, Move, Observations, Phase, PlanStep, Reason, State, Verdict};
use crate::Timestamp;
use crate::flag::GateState;

/// Decides: from a state, what is observed and the instant to the next state and what is to be done.
///
/// The same arguments give the same result. An instant before the last decision counts as that.
pub fn step(state: &State, observations: &Observations, now: Timestamp) -> (State, Decision) {
    let now = now.max(state.since);
    let (moved, to, reason) = match state.phase {
        Phase::Complete | Phase::Abandoned => (Move::Hold, state.phase, Reason::Ended),
        Phase::Waiting => waiting(state, observations, now),
        Phase::At { step } => match state.plan.steps().get(step) {
            Some(plan) => at_step(state, step, plan, observations, now),
            // Of a state from elsewhere that does not fit its plan.
            None => (Move::Abandon, Phase::Abandoned, Reason::Ended),
        },
    };
    apply(state, moved, to, reason, now)
}

fn apply(state: &State, moved: Move, to: Phase, reason: Reason, now: Timestamp) -> (State, Decision) {
    let mut next = state.clone();
    let (mut moved, mut to) = (moved, to);
    if moved == Move::GoBack {
        next.retreats = next.retreats.saturating_add(1);
        if next.retreats > state.plan.retreats() {
            (moved, to) = (Move::Abandon, Phase::Abandoned);
        }
    }
    if moved != Move::Hold {
        next.since = now;
    }
    next.phase = to;
    let mut actions = Vec::new();
    if next.percentage() != state.percentage() {
        actions.push(Action::SetPercentage { percentage: next.percentage() });
    }
    match (moved, to) {
        (Move::Advance, Phase::Complete) => actions.push(Action::Finish),
        (Move::Abandon, _) => actions.push(Action::Alert),
        _ => {}
    }
    (next, Decision { at: now, moved, from: state.phase, to, reason, actions })
}

type Decided = (Move, Phase, Reason);

/// Nobody takes the new path: may the first step begin?
fn waiting(state: &State, observations: &Observations, now: Timestamp) -> Decided {
    let hold = |reason| (Move::Hold, Phase::Waiting, reason);
    if now >= state.since.plus_seconds(state.plan.patience()) {
        return (Move::Abandon, Phase::Abandoned, Reason::OutOfPatience);
    }
    let cooled = state.since.plus_seconds(state.plan.cool_down());
    if state.retreats > 0 && now < cooled {
        return hold(Reason::NotLongEnough { until: cooled });
    }
    match observations.breaker {
        Breaker::Open => return hold(Reason::BreakerOpen),
        Breaker::HalfOpen => return hold(Reason::BreakerHalfOpen),
        Breaker::Closed => {}
    }
    let gate = state.plan.steps().first().and_then(|step| step.gate.as_ref());
    if let Some(gate) = gate
        && matches!(observations.gates.get(gate), Some(GateState::Failed { .. }))
    {
        return hold(Reason::GateFailed { gate: gate.clone() });
    }
    (Move::Advance, Phase::At { step: 0 }, Reason::AllHolds)
}

fn at_step(state: &State, number: usize, step: &PlanStep, observations: &Observations, now: Timestamp) -> Decided {
    let hold = |reason| (Move::Hold, state.phase, reason);
    let verdict = observations.judge.filter(|judge| judge.since >= state.since).map(|judge| judge.verdict);
    let gate = step.gate.as_ref().map(|gate| (gate, observations.gates.get(gate)));
    if observations.breaker == Breaker::Open {
        return (Move::GoBack, Phase::Waiting, Reason::BreakerOpen);
    }
    if verdict == Some(Verdict::Fail) {
        return (Move::GoBack, Phase::Waiting, Reason::JudgedWorse);
    }
    if let Some((gate, Some(GateState::Failed { .. }))) = gate {
        let before = number.checked_sub(1).map_or(Phase::Waiting, |step| Phase::At { step });
        return (Move::GoBack, before, Reason::GateFailed { gate: gate.clone() });
    }
    if now >= state.since.plus_seconds(state.plan.patience()) {
        return (Move::Abandon, Phase::Abandoned, Reason::OutOfPatience);
    }
    let until = state.since.plus_seconds(step.hold_seconds);
    if now < until {
        return hold(Reason::NotLongEnough { until });
    }
    if observations.breaker == Breaker::HalfOpen {
        return hold(Reason::BreakerHalfOpen);
    }
    if step.judged {
        match verdict {
            Some(Verdict::Pass) => {}
            Some(Verdict::NotEnoughData { missing }) => return hold(Reason::NotEnoughData { missing }),
            Some(Verdict::Marginal | Verdict::Fail) => return hold(Reason::JudgedMarginal),
            None => return hold(Reason::NotJudged),
        }
    }
    if let Some((gate, state)) = gate
        && !matches!(state, Some(GateState::Passed { at }) if *at <= now)
    {
        return hold(Reason::GatePending { gate: gate.clone() });
    }
    let next = number + 1;
    let to = if next < state.plan.steps().len() { Phase::At { step: next } } else { Phase::Complete };
    (Move::Advance, to, Reason::AllHolds)
}
