//! Whether to go back at all: questions that the plan and the state answer.

use plan_engine::estimate::duration_in_words;
use plan_engine::migration::{MigrationPlan, one_after_the_other};
use plan_engine::plan::Loss;

use super::people::decider;
use super::{Answer, Current, DataState, Decision, PlanNoReturn, Question, Situation, Times, Verdict, WayBackPhase};

/// What the decision rests on.
pub(super) struct Known<'a> {
    pub(super) plan: &'a MigrationPlan,
    pub(super) situation: &'a Situation,
    pub(super) phases: &'a [WayBackPhase],
    pub(super) data: &'a [DataState],
    pub(super) no_return: Option<&'a PlanNoReturn>,
    pub(super) recovery: Option<Times>,
    pub(super) whole: Option<Times>,
}

pub(super) fn decide(known: &Known<'_>) -> Decision {
    let decides = decider(known.plan);
    if known.phases.is_empty() {
        let because = "nothing was done that could be taken back".to_owned();
        return Decision { verdict: Verdict::NothingToDo, because, decides, questions: Vec::new() };
    }
    let questions = vec![way(known), lost(known), current(known), fast(known), forward(known), passed(known)];
    let questions: Vec<Question> = questions.into_iter().flatten().collect();
    let (verdict, because) = verdict(known, &questions);
    Decision { verdict, because, decides, questions }
}

fn verdict(known: &Known<'_>, questions: &[Question]) -> (Verdict, String) {
    let first = |answer: Answer| questions.iter().find(|it| it.speaks_for == answer).map(|it| it.answer.clone());
    if no_way(known).is_some() || known.data.iter().any(|it| it.current == Current::No) {
        return (Verdict::GoForward, first(Answer::Forward).unwrap_or_default());
    }
    match first(Answer::Care).or_else(|| first(Answer::Forward)) {
        Some(care) => (Verdict::Weigh, care),
        None => (Verdict::GoBack, "the way back loses nothing, is fast enough, and the old side is current".to_owned()),
    }
}

/// What was done and cannot be taken back.
fn no_way<'a>(known: &Known<'a>) -> Option<(&'a str, &'a str)> {
    known.phases.iter().flat_map(|it| &it.steps).find_map(|it| match &it.loss {
        Loss::Everything(why) => Some((it.takes_back.as_str(), why.as_str())),
        Loss::Policy(_) | Loss::Nothing => None,
    })
}

#[expect(clippy::unnecessary_wraps, reason = "what asks it may have nothing to ask")]
fn question(asks: &str, answer: String, speaks_for: Answer) -> Option<Question> {
    Some(Question { asks: asks.to_owned(), answer, speaks_for })
}

fn way(known: &Known<'_>) -> Option<Question> {
    let asks = "Is there a way back from here?";
    match no_way(known) {
        Some((step, why)) => question(
            asks,
            format!(
                "no further than to behind `{step}`: {why}. Mend it forwards, or recover from a backup into a side instance"
            ),
            Answer::Forward,
        ),
        None => question(asks, format!("yes, to before the first of {} phases", known.phases.len()), Answer::Back),
    }
}

fn lost(known: &Known<'_>) -> Option<Question> {
    let asks = "What is lost on the way back?";
    let policies: Vec<&str> = known
        .phases
        .iter()
        .flat_map(|it| &it.loses)
        .filter_map(|it| match it {
            Loss::Policy(policy) => Some(policy.as_str()),
            Loss::Everything(_) | Loss::Nothing => None,
        })
        .collect();
    if policies.is_empty() {
        return question(asks, "nothing that the plan knows of".to_owned(), Answer::Back);
    }
    question(
        asks,
        format!("nothing without being archived, but values follow a policy: {}", policies.join("; ")),
        Answer::Care,
    )
}

fn current(known: &Known<'_>) -> Option<Question> {
    let asks = "Does the old side hold what the new one holds?";
    let worst = known.data.iter().max_by_key(|it| match it.current {
        Current::Yes => 0,
        Current::NotTold => 1,
        Current::WhileChecksHold => 2,
        Current::No => 3,
    })?;
    let speaks_for = match worst.current {
        Current::Yes => Answer::Back,
        Current::NotTold | Current::WhileChecksHold => Answer::Care,
        Current::No => Answer::Forward,
    };
    question(asks, format!("{}: {}", worst.migration, worst.says), speaks_for)
}

fn fast(known: &Known<'_>) -> Option<Question> {
    let asks = "How long until users are where they were?";
    let Some(recovery) = known.recovery else {
        return question(asks, "nobody can say: part of it cannot be taken back".to_owned(), Answer::Forward);
    };
    let whole = known.whole.map(|it| format!("; all of it takes {}", quantiles(&it))).unwrap_or_default();
    let allowed = known.plan.specification.objectives.recovery_time;
    let (against, speaks_for) = match allowed {
        Some(seconds) if recovery.p80 > seconds => {
            (format!(", and {} are allowed", duration_in_words(seconds)), Answer::Care)
        }
        Some(seconds) => (format!(", within the {} that are allowed", duration_in_words(seconds)), Answer::Back),
        None => (", and no recovery time objective is told".to_owned(), Answer::Back),
    };
    question(asks, format!("{}{against}{whole}", quantiles(&recovery)), speaks_for)
}

/// How long what is under way would take still: work, without closed hours.
fn forward(known: &Known<'_>) -> Option<Question> {
    let plan = known.plan;
    let left: Vec<_> = plan.steps().filter(|it| known.situation.state(it).is_none()).map(|it| &it.estimate).collect();
    let asks = "And forwards, how long is it?";
    let Some(rest) = one_after_the_other(left.iter().copied()) else {
        return question(asks, "nothing is left to do: only mending it would help".to_owned(), Answer::Back);
    };
    let rest = Times::of(&rest);
    let (slower, speaks_for) = match known.recovery {
        Some(back) if rest.p80 >= back.p80 => ("the way back is the faster one", Answer::Back),
        _ => ("going on is the faster one, if nothing is wrong", Answer::Care),
    };
    let answer = format!("{} in {} steps, closed hours not counted: {slower}", quantiles(&rest), left.len());
    question(asks, answer, speaks_for)
}

fn passed(known: &Known<'_>) -> Option<Question> {
    let asks = "Is the point of no return passed?";
    match known.no_return {
        Some(it) if it.passed => question(asks, format!("yes, with `{}`: {}", it.step, it.because), Answer::Care),
        Some(it) => question(asks, format!("no: it is `{}`", it.step), Answer::Back),
        None => question(asks, "there is none in this plan".to_owned(), Answer::Back),
    }
}

fn quantiles(times: &Times) -> String {
    let [p50, p80, p95] = [times.p50, times.p80, times.p95].map(duration_in_words);
    if p50 == p95 { p50 } else { format!("{p50} (P50), {p80} (P80), {p95} (P95)") }
}
