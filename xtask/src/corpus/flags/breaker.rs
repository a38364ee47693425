//! resilience4j's traces: operations on a breaker, and its state and metrics after each.

use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context, bail};
use cutover::breaker::{BreakerState, Permit};
use cutover::{CircuitBreaker, ManualClock};
use serde::Deserialize;
use serde_json::Value;

use super::Outcomes;

#[derive(Debug, Deserialize)]
struct Corpus {
    config: Config,
    traces: Vec<Trace>,
}

#[derive(Debug, Deserialize)]
struct Config {
    #[serde(rename = "failureRateThreshold")]
    failure_rate: f64,
    #[serde(rename = "permittedNumberOfCallsInHalfOpenState")]
    half_open_calls: u32,
    #[serde(rename = "slowCallDurationThreshold_s")]
    slow_seconds: f64,
    #[serde(rename = "slowCallRateThreshold")]
    slow_rate: f64,
    #[serde(rename = "maxWaitDurationInHalfOpenState_s")]
    half_open_wait_seconds: f64,
    #[serde(rename = "slidingWindow")]
    window: Window,
    #[serde(rename = "waitDurationInOpenState_s")]
    open_seconds: f64,
    #[serde(rename = "ignoreExceptions", default)]
    ignored: Vec<String>,
}

#[derive(Debug, Deserialize)]
struct Window {
    #[serde(alias = "size")]
    size_s: u32,
    #[serde(rename = "minimumNumberOfCalls")]
    minimum: u32,
    #[serde(rename = "type")]
    kind: String,
}

#[derive(Debug, Deserialize)]
struct Trace {
    test: String,
    ops: Vec<Vec<Value>>,
}

/// Whether `whole` holds traces.
pub(super) fn is_of_breakers(whole: &Value) -> bool {
    whole.get("traces").is_some() && whole.get("config").is_some()
}

pub(super) fn run(whole: &Value, is_wanted: impl Fn(&str) -> bool, outcomes: &mut Outcomes) -> anyhow::Result<()> {
    let corpus = Corpus::deserialize(whole).context("traces of another form")?;
    for trace in corpus.traces.iter().filter(|trace| is_wanted(&trace.test)) {
        let clock = Arc::new(ManualClock::default());
        let breaker = build(&corpus.config, Arc::clone(&clock))?;
        let mut replay =
            Replay { breaker: &breaker, clock: &clock, ignored: &corpus.config.ignored, permits: Vec::new() };
        let steps = trace.ops.iter().enumerate().map(|(number, operation)| {
            let problem = replay.step(operation)?;
            Ok(problem.map(|text| format!("operation {}: {text}", number + 1)))
        });
        match steps.collect::<anyhow::Result<Vec<Option<String>>>>() {
            Ok(problems) => outcomes.add(&trace.test, problems.into_iter().flatten().next()),
            Err(error) => outcomes.skip(&trace.test, &error),
        }
    }
    Ok(())
}

fn build(config: &Config, clock: Arc<ManualClock>) -> anyhow::Result<CircuitBreaker> {
    let seconds = Duration::from_secs_f64;
    let builder = CircuitBreaker::builder("trace")
        .failure_rate(config.failure_rate / 100.0)
        .slow_calls(config.slow_rate / 100.0, seconds(config.slow_seconds))
        .minimum_calls(config.window.minimum)
        .open_for(seconds(config.open_seconds))
        .half_open_calls(config.half_open_calls)
        .half_open_wait(seconds(config.half_open_wait_seconds), BreakerState::Open)
        .clock(clock);
    let size = config.window.size_s;
    let builder =
        if config.window.kind == "TIME_BASED" { builder.time_window(size) } else { builder.count_window(size) };
    Ok(builder.build()?)
}

struct Replay<'b> {
    breaker: &'b CircuitBreaker,
    clock: &'b ManualClock,
    ignored: &'b [String],
    /// Permits whose calls are told apart from them.
    permits: Vec<Permit<'b>>,
}

impl Replay<'_> {
    /// Carries an operation out; what came out otherwise than it says.
    fn step(&mut self, operation: &[Value]) -> anyhow::Result<Option<String>> {
        let argument = |at: usize| operation.get(at).with_context(|| format!("argument {at} is missing"));
        let name = argument(0)?.as_str().context("an operation without a name")?;
        match name {
            "transition" => {
                let next = state(argument(1)?)?;
                return Ok(self.breaker.transition(next).err().map(|error| error.to_string()));
            }
            "transition_throws" => {
                let next = state(argument(1)?)?;
                return Ok(self.breaker.transition(next).is_ok().then(|| format!("{next} is not refused")));
            }
            "reset" => self.breaker.reset(),
            "try_acquire" | "acquire" | "acquire_throws" => return Ok(self.acquire(name, operation.get(1))),
            "release" | "release_permission" => drop(self.permits.pop()),
            "on_success" => self.breaker.record(false, seconds(argument(1)?)?),
            "on_error" => {
                let is_ignored = operation
                    .get(2)
                    .and_then(Value::as_str)
                    .is_some_and(|it| self.ignored.iter().any(|name| name == it));
                if is_ignored {
                    drop(self.permits.pop());
                } else {
                    self.breaker.record(true, seconds(argument(1)?)?);
                }
            }
            "advance" | "advance_s" | "advance_seconds" | "advance_clock" | "sleep" | "sleep_s" | "wait" | "tick" => {
                self.clock.advance(seconds(argument(1)?)?);
            }
            "advance_ms" | "sleep_ms" => self.clock.advance(seconds(argument(1)?)?.div_f64(1e3)),
            "expect_state" => {
                let (expected, found) = (state(argument(1)?)?, self.breaker.state());
                return Ok((expected != found).then(|| format!("{found}, expected {expected}")));
            }
            "expect_metric" => return self.metric(argument(1)?, argument(2)?),
            "expect_metrics" => {
                for (name, value) in argument(1)?.as_object().context("metrics of another form")? {
                    if let Some(problem) = self.metric(&Value::String(name.clone()), value)? {
                        return Ok(Some(problem));
                    }
                }
            }
            "expect_metrics_reset" => {
                let found = self.breaker.metrics();
                let is_reset = found.calls == 0 && found.not_permitted == 0 && found.failure_rate.is_none();
                return Ok((!is_reset).then(|| format!("{found:?}, expected nothing")));
            }
            other => bail!("operation {other}"),
        }
        Ok(None)
    }

    fn acquire(&mut self, name: &str, expected: Option<&Value>) -> Option<String> {
        let permit = self.breaker.try_acquire();
        let found = permit.is_some();
        self.permits.extend(permit);
        let expected = match name {
            "acquire" => true,
            "acquire_throws" => false,
            _ => expected?.as_bool()?,
        };
        (found != expected).then(|| format!("a permit: {found}, expected: {expected}"))
    }

    fn metric(&self, name: &Value, expected: &Value) -> anyhow::Result<Option<String>> {
        let metrics = self.breaker.metrics();
        let percent = |rate: Option<f64>| rate.map_or(-1.0, |rate| rate * 100.0);
        let bare: String = name.as_str().unwrap_or_default().trim_start_matches("NumberOf").to_lowercase();
        #[expect(clippy::cast_precision_loss, reason = "a handful of calls")]
        let found = match bare.trim_end_matches("calls") {
            "failurerate" => percent(metrics.failure_rate),
            "slowcallrate" => percent(metrics.slow_call_rate),
            "success" | "successful" => f64::from(metrics.successful),
            "buffered" | "maxbuffered" => f64::from(metrics.calls),
            "failed" => f64::from(metrics.failed),
            "slow" => f64::from(metrics.slow),
            "slowsuccessful" | "slowsuccess" => f64::from(metrics.slow_successful),
            "slowfailed" => f64::from(metrics.slow_failed),
            "notpermitted" => metrics.not_permitted as f64,
            other => bail!("metric {other}"),
        };
        let expected = expected.as_f64().context("a metric that is no number")?;
        Ok(((found - expected).abs() > 1e-3).then(|| format!("{bare} of {found}, expected {expected}")))
    }
}

fn state(value: &Value) -> anyhow::Result<BreakerState> {
    let name: String = value.as_str().unwrap_or_default().chars().filter(char::is_ascii_alphabetic).collect();
    Ok(match name.to_lowercase().as_str() {
        "closed" => BreakerState::Closed,
        "open" => BreakerState::Open,
        "halfopen" => BreakerState::HalfOpen,
        "disabled" => BreakerState::Disabled,
        "metricsonly" => BreakerState::MetricsOnly,
        "forcedopen" => BreakerState::ForcedOpen,
        other => bail!("state {other}"),
    })
}

fn seconds(value: &Value) -> anyhow::Result<Duration> {
    Ok(Duration::try_from_secs_f64(value.as_f64().context("a time that is no number")?)?)
}
