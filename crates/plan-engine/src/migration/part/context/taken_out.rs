//! The phases of one context: built and behind the proxy, written on both sides and compared, live by shares, and the end of
//! the old writes. A strangler fig for its routes, a dual write for its data.

use super::super::{consumers, probe, watch};
use super::order::fact;
use crate::estimate::model::{Activity, transfer};
use crate::estimate::{Amount, Figure, words as said};
use crate::migration::context::{Context, prior};
use crate::migration::draft::{Anchor, PhaseDraft, StepDraft, slug_of};
use crate::migration::model::{Criterion, Holds, Measure, MigrationGate, Performer, Probe, Work};
use crate::migration::part::rollout::words;
use crate::migration::team::Duty;
use crate::migration::time;
use crate::specification::model::{BoundedContext, Fact};

/// Comparisons without a mismatch that bound the rate at 10⁻⁴ with 95 % confidence: three over the rate.
const COMPARISONS: f64 = 30_000.0;
/// Per cent of the traffic, one stage after the other, where nobody says.
const SHARES: [f64; 4] = [1.0, 10.0, 50.0, 100.0];
/// Seconds that a stage is watched.
const HELD: f64 = 3_600.0;
/// Seconds that the old side is written on after the new one has become the authority.
const RAMP_DOWN: f64 = 7.0 * 86_400.0;
/// Bytes of a context, where nobody says: the median, and σ of the logarithm.
const UNKNOWN: (f64, f64) = (50e9, 1.5);

/// A context with what is said of it over and over.
struct One<'a, 'b> {
    context: &'b Context<'a>,
    it: &'b BoundedContext,
    at: usize,
    performer: Performer,
}

/// The phases of the context at `at`.
pub(crate) fn phases(context: &Context<'_>, at: usize, it: &BoundedContext) -> Vec<PhaseDraft> {
    let performer = it.owner.clone().map_or_else(|| context.who(Duty::Service), Performer::Role);
    let one = One { context, it, at, performer };
    vec![one.build(), one.dual_write(), one.live(), one.complete()]
}

impl One<'_, '_> {
    fn phase(&self, stage: &str, anchor: Anchor, purpose: String) -> PhaseDraft {
        PhaseDraft::new(format!("{}-{stage}", slug_of(&self.it.name)), anchor, purpose)
    }

    fn basis(&self) -> Vec<Fact> {
        let says = format!("{} is a context of its own", self.it.name);
        let mut facts = vec![fact(self.context, self.at, &says)];
        let owner = self.it.owner.as_ref();
        facts.extend(
            owner.map(|it| self.context.fact(&[&format!("/contexts/{}/owner", self.at)], format!("{it} builds it"))),
        );
        facts
    }

    fn by_person(&self, activity: Activity) -> crate::estimate::Estimate {
        time::by_person(&self.performer, activity)
    }

    fn step(&self, slug: &str, title: String, work: Work, activity: Activity) -> StepDraft {
        StepDraft::new(slug, title, work, self.performer.clone(), self.by_person(activity), self.basis())
    }

    fn routes(&self) -> String {
        if self.it.routes.is_empty() { format!("the requests of {}", self.it.name) } else { self.it.routes.join(", ") }
    }

    fn data(&self) -> String {
        if self.it.data.is_empty() { format!("the data of {}", self.it.name) } else { self.it.data.join(", ") }
    }

    fn own(&self, what: &str) -> String {
        probe::own(self.context, what, &[("context", &self.it.name)])
    }

    fn build(&self) -> PhaseDraft {
        let (name, target) = (&self.it.name, &self.context.migration.target);
        let purpose = format!("{name} runs at {target} behind the proxy, and gets no traffic");
        let mut phase = self.phase("build", Anchor::Deploys, purpose);
        let mut build = self
            .step(
                "build",
                format!("Build {name} for {target}"),
                Work::Manual { instruction: self.instruction() },
                Activity::Build,
            )
            .why("It gets an interface of its own; what it needs of others goes through a layer that translates.");
        build.step.basis.extend(self.it.depends_on.iter().enumerate().map(|(at, asked)| {
            let place = format!("/contexts/{}/depends_on/{at}", self.at);
            self.context.fact(&[&place, "/contexts"], format!("{name} asks {asked}"))
        }));
        phase.then(build);
        phase.then(
            self.step(
                "deploy",
                format!("Deploy {name} at {target}"),
                Work::Deployment { what: name.clone() },
                Activity::Deploy,
            )
            .why("It runs before it is needed.")
            .changing(self.context)
            .idle_back("stop it; nothing reaches it yet", self.by_person(Activity::Operate)),
        );
        phase.then(
            self.step(
                "route",
                format!("Let the proxy send {} to either side, all to the old one", self.routes()),
                Work::Deployment { what: format!("routes of {name} at the proxy") },
                Activity::Configure,
            )
            .why("A share is then one number, forward and back.")
            .changing(self.context)
            .back(format!("take the routes of {name} out of the proxy"), self.by_person(Activity::Operate)),
        );
        let contract = probe::check(self.context, &format!("contract-{}", slug_of(name)));
        phase.then(self.gate(
            "contract",
            format!("{name} keeps what callers rely on"),
            vec![self.none(Measure::Failures(format!("contract tests of {}", self.routes())), contract)],
            0.0,
            "mend the new side; the old one answers meanwhile",
        ));
        phase
    }

    fn instruction(&self) -> String {
        let asks = if self.it.depends_on.is_empty() {
            "it asks no other context".to_owned()
        } else {
            format!("what it asks of {} goes through a layer that translates", self.it.depends_on.join(", "))
        };
        format!("build {} with {} of its own and {} as its interface; {asks}", self.it.name, self.data(), self.routes())
    }

    fn dual_write(&self) -> PhaseDraft {
        let name = &self.it.name;
        let purpose = format!("Both sides hold {} and are written alike; the old one answers", self.data());
        let mut phase = self.phase("dual-write", Anchor::Shifts, purpose);
        phase.then(
            self.step(
                "write-both",
                format!("Write {} on both sides, the old one first", self.data()),
                Work::Deployment { what: format!("dual write of {name} through an outbox, stage `dual_write`") },
                Activity::Deploy,
            )
            .why("The old side is the authority: what fails on the new one is written again from the outbox.")
            .changing(self.context)
            .back("set the stage to `off`: only the old side is written", time::by_program("a flag that is set back")),
        );
        phase.then(self.backfill());
        let differ = probe::metric(format!("sum({})", self.own("reconciliation_mismatches")));
        let compared = probe::metric(format!("sum({})", self.own("comparisons_total")));
        let fact = prior(
            "30,000 comparisons without a mismatch bound the rate at 1 in 10,000 with 95 % confidence",
            "rule of three",
        );
        let criterion =
            self.none(Measure::Mismatches(format!("answers and rows of {name}, compared in the shadow")), differ);
        let mut basis = criterion.basis.clone();
        basis.push(fact);
        let criterion = Criterion { samples: Some(COMPARISONS), samples_probe: Some(compared), basis, ..criterion };
        let behind = probe::metric(format!("max({})", self.own("outbox_age_seconds")));
        let mut behind = watch::caught_up(&format!("the outbox of {name}"), behind, self.basis());
        if let Some(seconds) = self.context.specification.objectives.recovery_point {
            let says = format!("writes of {} may be lost at most", words(seconds));
            behind.basis.push(self.context.global(&["/objectives/recovery_point", "/objectives/rpo"], says));
            behind.bound = behind.bound.min(seconds);
        }
        phase.then(self.gate(
            "parity",
            format!("Both sides hold and answer the same for {name}"),
            vec![criterion, behind],
            HELD,
            "find out why they differ, mend it, copy what differs again, and count anew",
        ));
        phase
    }

    fn backfill(&self) -> StepDraft {
        let name = &self.it.name;
        let what = format!("bytes of {name}");
        let amount = if let Some(bytes) = self.it.bytes {
            let place = format!("/contexts/{}/size", self.at);
            Amount::known(bytes, what, self.context.fact(&[&place], format!("{name} holds {}", said::bytes(bytes))))
        } else {
            let cites = "wide prior of this program: 50 GB, sigma 1.5; state `size` of the context";
            Amount::believed(UNKNOWN.0, UNKNOWN.1, what, format!("nobody says how much {name} holds"), cites)
        };
        let mut basis = self.basis();
        basis.push(amount.basis.clone());
        let estimate = transfer(&amount, &self.context.throughputs.get(Figure::NetworkBytes));
        let work = Work::Transfer { what: self.data(), rows: None, bytes: self.it.bytes };
        let by = Performer::Program("backfill".to_owned());
        StepDraft::new("backfill", format!("Copy what {name} held before"), work, by, estimate, basis)
            .why("New writes go to both sides already; a row that is written meanwhile is not overwritten by an older one.")
            .idle_back("delete the copy", time::by_program("a copy that is deleted"))
    }

    fn live(&self) -> PhaseDraft {
        let (name, target) = (&self.it.name, &self.context.migration.target);
        let purpose = format!("{target} answers {}, and the old side is written alike", self.routes());
        let mut phase = self.phase("live", Anchor::Shifts, purpose);
        let stated = self.context.migration.clouds.as_ref().map(|it| it.shares.clone()).unwrap_or_default();
        let mut told = Vec::new();
        for at in 0..stated.len() {
            told.push(
                self.context.fact(&[&format!("/clouds/shares/{at}"), "/clouds/shares"], "a share of the traffic"),
            );
        }
        let shares = if stated.is_empty() { SHARES.to_vec() } else { stated };
        let flag = format!("{name} routes");
        let mut from = 0.0;
        for to in shares {
            let work = Work::Traffic { flag: flag.clone(), from, to, hold_seconds: HELD };
            let mut step = self
                .step(
                    &format!("to-{to}"),
                    format!("Send {to} % of {} to {target}", self.routes()),
                    work,
                    Activity::Operate,
                )
                .why("Both sides are written alike, so either may answer.")
                .felt(self.context)
                .back(format!("send {from} % there again"), time::by_program("a weight that is set back"));
            step.step.basis.extend(told.iter().cloned());
            phase.then(step);
            let answers = probe::labelled(self.context, "probe_success", &[("side", "target")]);
            let mut criteria = watch::judged(self.context, HELD);
            let failing = probe::metric(format!("1 - min({answers})"));
            criteria.push(self.none(Measure::Metric(format!("probes from outside of {name} that fail")), failing));
            let otherwise = format!("send {from} % there again, and find out why");
            phase.then(self.gate(
                &format!("held-{to}"),
                format!("{name} is quiet at {to} % for {}", words(HELD)),
                criteria,
                HELD,
                &otherwise,
            ));
            from = to;
        }
        phase
    }

    fn complete(&self) -> PhaseDraft {
        let name = &self.it.name;
        let purpose = format!("{} is written at {} only", self.data(), self.context.migration.target);
        let mut phase = self.phase("complete", Anchor::Retires, purpose);
        phase.then(
            self.step(
                "ramp-down",
                format!("Make the new side of {name} the authority; the old one is still written"),
                Work::Deployment { what: format!("dual write of {name}, stage `ramp_down`") },
                Activity::Operate,
            )
            .why("The old side stays current: there is a way back until its writes stop.")
            .felt(self.context)
            .back("set the stage to `live`", time::by_program("a flag that is set back")),
        );
        let read = probe::metric(format!("sum(rate({}[5m])) or vector(0)", self.own("legacy_requests_total")));
        let failed = probe::metric(format!("sum({}) or vector(0)", self.own("legacy_write_failures")));
        phase.then(self.gate(
            "unused",
            format!("Nothing has asked the old side of {name} for {}", words(RAMP_DOWN)),
            vec![
                self.none(Measure::Usage(format!("requests of {name} that the old side answers")), read),
                self.none(Measure::Failures(format!("writes of {name} that the old side did not take")), failed),
            ],
            RAMP_DOWN,
            "find the caller, move it, and count anew",
        ));
        let (role, who) = (self.context.role(Duty::Release), self.context.who(Duty::Release));
        let reason =
            format!("writes of {name} to the old side stop: from then on it grows old, and there is no way back to it");
        let approve = Work::Approval { role, reason };
        let estimate = time::by_person(&who, Activity::Approve);
        let title = format!("Agree that the old side of {name} is written no more");
        phase.then(
            StepDraft::new("approve", title, approve, who, estimate, self.basis())
                .why("The next step is the point of no return of this context."),
        );
        phase.then(
            self.step(
                "end-writes",
                format!("Stop writes of {name} to the old side"),
                Work::Deployment { what: format!("dual write of {name}, stage `complete`") },
                Activity::Operate,
            )
            .why("Two writes cost twice, and each can fail.")
            .changing(self.context)
            .no_way_back(format!("the old side of {name} no longer gets what is written")),
        );
        phase
    }

    fn none(&self, measure: Measure, probe: Probe) -> Criterion {
        let criterion = watch::none_of(measure, probe, 0.0, self.basis());
        Criterion { holds: Holds::Equal, ..criterion }
    }

    fn gate(&self, slug: &str, title: String, criteria: Vec<Criterion>, seconds: f64, otherwise: &str) -> StepDraft {
        let mut facts = self.basis();
        facts.extend(criteria.iter().flat_map(|it| it.basis.iter().cloned()));
        if let Some(writes) = self.it.writes_per_second {
            let place = format!("/contexts/{}/writes_per_second", self.at);
            facts.push(self.context.fact(&[&place], format!("{} takes {writes} writes a second", self.it.name)));
        }
        facts.dedup();
        let held =
            criteria.into_iter().map(|it| Criterion { for_seconds: seconds.max(it.for_seconds), ..it }).collect();
        let fact = prior(format!("held for {}", words(seconds)), "default of this program");
        let work = Work::Gate(MigrationGate { criteria: held, otherwise: otherwise.to_owned() });
        let estimate = match (self.it.writes_per_second, slug) {
            // 30,000 comparisons come as fast as rows are written.
            (Some(writes), "parity") if writes > 0.0 => time::gate(seconds.max(COMPARISONS / writes), fact),
            _ => time::gate(seconds, fact),
        };
        StepDraft::new(slug, title, work, consumers::monitoring(), estimate, facts).why("The next step relies on it.")
    }
}
