//! Plans written by hand.

use database::ScratchServer;
use findings::SourceText;
use plan_engine::plan::{
    Action, AppVersion, Archive, Edit, Facts, Inverse, Loss, Phase, PhaseName, Plan, SCHEMA_VERSION, Side, Sql, Step,
};
use runner::{Outcome, Proof, ProveOptions, prove};
use schema_diff::Dialect;
use schema_diff::catalogue::{Catalogue, Object, ObjectPath, QualifiedName};
use schema_diff::read::{Limits, read};

/// A plan under construction.
pub(crate) struct Draft {
    plan: Plan,
}

/// What a step does and how it is taken back.
pub(crate) struct Work {
    pub(crate) forward: Vec<Action>,
    pub(crate) back: Vec<Action>,
    pub(crate) effect: Vec<Edit>,
    pub(crate) effect_back: Vec<Edit>,
}

fn side(dialect: Dialect, text: &str) -> Side {
    let reading = read(dialect, &[SourceText::new("test.sql", text)], &Limits::default());
    assert_eq!(reading.diagnostics, [], "the schema of a test is readable");
    Side::of(&reading)
}

impl Draft {
    pub(crate) fn new(dialect: Dialect, before: &str, after: &str) -> Self {
        let phases = [PhaseName::Prepare, PhaseName::Expand, PhaseName::Cutover, PhaseName::Contract]
            .map(|name| Phase { name, versions: name.versions().to_vec(), steps: Vec::new() });
        Self {
            plan: Plan {
                schema_version: SCHEMA_VERSION.to_owned(),
                digest: "digest".to_owned(),
                dialect,
                before: side(dialect, before),
                after: side(dialect, after),
                changes: Vec::new(),
                phases: phases.to_vec(),
                archives: Vec::new(),
                conversions: Vec::new(),
                derivations: Vec::new(),
                relocations: Vec::new(),
                versioned_views: None,
                notes: Vec::new(),
            },
        }
    }

    pub(crate) fn before(&self) -> &Catalogue {
        &self.plan.before.catalogue
    }

    pub(crate) fn after(&self) -> &Catalogue {
        &self.plan.after.catalogue
    }

    pub(crate) fn archive(mut self, archive: Archive) -> Self {
        self.plan.archives.push(archive);
        self
    }

    pub(crate) fn step(mut self, phase: PhaseName, work: Work) -> Self {
        let phase = self.plan.phases.iter_mut().find(|it| it.name == phase).expect("the phase is one of the draft's");
        let id = format!("{}-{}", phase.name, phase.steps.len() + 1);
        phase.steps.push(Step {
            id: id.clone(),
            operation: "by_hand".to_owned(),
            title: format!("step {id}"),
            subject: None,
            why: String::new(),
            facts: Facts::default(),
            forward: work.forward,
            effect: work.effect,
            inverse: Inverse {
                title: format!("take back {id}"),
                actions: work.back,
                effect: work.effect_back,
                facts: Facts::default(),
                loss: Loss::Nothing,
            },
        });
        self
    }

    /// States the facts of the step added last.
    pub(crate) fn facts(mut self, facts: Facts) -> Self {
        let steps = self.plan.phases.iter_mut().flat_map(|phase| &mut phase.steps);
        if let Some(step) = steps.last() {
            step.facts = facts;
        }
        self
    }

    pub(crate) fn prove_with(self, server: &ScratchServer, options: &ProveOptions) -> Proof {
        prove(&self.plan, server, options, &mut |_| {}).expect("the engine is at hand")
    }

    pub(crate) fn prove(self, server: &ScratchServer) -> Proof {
        prove(&self.plan, server, &ProveOptions::default(), &mut |_| {}).expect("the engine is at hand")
    }
}

pub(crate) fn sql(statements: &[&str]) -> Vec<Action> {
    vec![Action::Sql(Sql::in_transaction(statements.iter().map(|it| (*it).to_owned()).collect()))]
}

pub(crate) fn column(catalogue: &Catalogue, table: &str, name: &str) -> (ObjectPath, Object) {
    let table = QualifiedName::new(catalogue.dialect.default_schema(), table);
    let path = ObjectPath::Column(table, name.to_owned());
    let object = catalogue.get(&path).expect("the column is there");
    (path, object)
}

pub(crate) fn put((path, object): (ObjectPath, Object)) -> Vec<Edit> {
    vec![Edit::put(path, object)]
}

pub(crate) fn remove((path, _): (ObjectPath, Object)) -> Vec<Edit> {
    vec![Edit::remove(path)]
}

pub(crate) fn index(catalogue: &Catalogue, table: &str, name: &str) -> (ObjectPath, Object) {
    let table = QualifiedName::new(catalogue.dialect.default_schema(), table);
    let path = ObjectPath::Index(table, name.to_owned());
    let object = catalogue.get(&path).expect("the index is there");
    (path, object)
}

/// Fails with everything that the proof saw, unless it is proven.
pub(crate) fn assert_proven(proof: &Proof) {
    assert_eq!(proof.outcome, Outcome::Proven, "{:#?}\n{:#?}", proof.failures, proof.unproven_tables);
}

/// Fails unless some failure says `text`.
pub(crate) fn assert_fails(proof: &Proof, text: &str) {
    let messages: Vec<&String> = proof.failures.iter().map(|it| &it.message).collect();
    assert_eq!(proof.outcome, Outcome::Failed, "the proof must fail with: {text}");
    assert!(messages.iter().any(|it| it.contains(text)), "nothing says «{text}»: {messages:#?}");
}

#[test]
fn phases_are_those_of_the_design() {
    assert_eq!(PhaseName::Cutover.versions(), [AppVersion::Old, AppVersion::New]);
}
