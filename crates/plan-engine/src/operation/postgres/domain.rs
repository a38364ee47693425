//! A domain is tightened, loosened, or gets another default.
//!
//! What comes is `NOT VALID` first and validated in a later transaction, behind a gate for every column of the domain.
//! The engine cannot validate it where the domain is part of an array or a composite type of a column (manual, ALTER DOMAIN).

use std::collections::BTreeSet;

use schema_diff::catalogue::{Catalogue, Domain, DomainCheck, Expression, Object, ObjectPath, QualifiedName};

use super::common::transaction;
use super::dependents::{Dependents, held_through};
use super::rows::Offenders;
use crate::Refusal;
use crate::operation::{Context, Draft, Operation};
use crate::plan::{Action, Edit, Facts, LockMode, Loss};

/// A condition that a domain sets for its values.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Demand {
    /// `NOT NULL`.
    NotNull,
    /// A check of that name.
    Check(String, DomainCheck),
}

/// A domain demands more from now on.
pub(super) struct Tighten {
    /// The domain.
    pub(super) domain: QualifiedName,
    /// What it demands.
    pub(super) demand: Demand,
}

/// A domain demands less from now on.
pub(super) struct Loosen {
    /// The domain.
    pub(super) domain: QualifiedName,
    /// What it demanded.
    pub(super) demand: Demand,
}

/// A domain gets another default, or none.
pub(super) struct SetDomainDefault {
    /// The domain.
    pub(super) domain: QualifiedName,
    /// The default, where there is to be one.
    pub(super) default: Option<Expression>,
}

impl Demand {
    fn title(&self) -> String {
        match self {
            Self::NotNull => "NOT NULL".to_owned(),
            Self::Check(name, _) => format!("check {name}"),
        }
    }

    /// Whether the engine looks at the rows that are there.
    fn looks_at_rows(&self) -> bool {
        match self {
            Self::NotNull => true,
            Self::Check(_, check) => check.validated,
        }
    }

    fn put(&self, domain: &mut Domain) {
        match self {
            Self::NotNull => domain.not_null = true,
            Self::Check(name, check) => drop(domain.checks.insert(name.clone(), check.clone())),
        }
    }

    fn take(&self, domain: &mut Domain) {
        match self {
            Self::NotNull => domain.not_null = false,
            Self::Check(name, _) => drop(domain.checks.remove(name)),
        }
    }

    /// The actions after which it holds; they can be run again.
    fn establish(&self, context: &Context<'_>, domain: &QualifiedName) -> Vec<Action> {
        let (writer, sql) = (context.writer, context.writer.name(domain));
        match self {
            Self::NotNull => vec![transaction([format!("ALTER DOMAIN {sql} SET NOT NULL")])],
            Self::Check(name, check) => {
                let unproven = DomainCheck { validated: false, ..check.clone() };
                let mut first = vec![self.release(context, domain), writer.add_domain_check(domain, name, &unproven)];
                first.extend(check.comment.is_some().then(|| writer.comment_on_domain_check(domain, name, check)));
                let mut actions = vec![transaction(first)];
                if check.validated {
                    let validate = format!("ALTER DOMAIN {sql} VALIDATE CONSTRAINT {}", writer.ident(name));
                    actions.push(transaction([validate]));
                }
                actions
            }
        }
    }

    fn release(&self, context: &Context<'_>, domain: &QualifiedName) -> String {
        let sql = context.writer.name(domain);
        match self {
            Self::NotNull => format!("ALTER DOMAIN {sql} DROP NOT NULL"),
            Self::Check(name, _) => {
                format!("ALTER DOMAIN {sql} DROP CONSTRAINT IF EXISTS {}", context.writer.ident(name))
            }
        }
    }

    /// Rows with a value that does not satisfy it.
    fn offenders(&self, now: &Catalogue, context: &Context<'_>, domain: &QualifiedName) -> Vec<Offenders> {
        if !self.looks_at_rows() {
            return Vec::new();
        }
        let of = |(table, column): (QualifiedName, String)| {
            let ident = context.writer.ident(&column);
            let condition = match self {
                Self::NotNull => format!("t.{ident} IS NULL"),
                // In the check `VALUE` is the value.
                Self::Check(_, check) => format!(
                    "EXISTS (SELECT FROM (SELECT t.{ident}) AS of_domain(value) WHERE ({}) IS FALSE)",
                    check.expression.text
                ),
            };
            let what = match self {
                Self::NotNull => format!("{}_not_null_{column}", domain.name),
                Self::Check(name, _) => format!("{}_{name}_{column}", domain.name),
            };
            let reason = format!("has a value in {column} that {domain} does not accept ({})", self.title());
            Offenders { table, what, condition, reason }
        };
        columns_of(now, domain).into_iter().map(of).collect()
    }

    fn facts(&self, now: &Catalogue, context: &Context<'_>, domain: &QualifiedName) -> Facts {
        let tables: BTreeSet<_> = columns_of(now, domain).into_iter().map(|(table, _)| table).collect();
        let mut facts = Facts::default();
        if self.looks_at_rows() {
            for table in tables {
                let name = context.writer.name(&table);
                facts = facts.and_lock(&name, LockMode::Share).scanning(name);
            }
        }
        facts
    }
}

/// Domains over `domain`, and itself.
fn family(now: &Catalogue, domain: &QualifiedName) -> BTreeSet<String> {
    let mut names = BTreeSet::from([domain.to_string()]);
    loop {
        let more = now.domains.iter().filter(|(_, it)| !it.data_type.array && names.contains(&it.data_type.name));
        let more: Vec<_> = more.map(|(name, _)| name.to_string()).filter(|name| !names.contains(name)).collect();
        if more.is_empty() {
            return names;
        }
        names.extend(more);
    }
}

/// The columns of the domain, or of one over it.
fn columns_of(now: &Catalogue, domain: &QualifiedName) -> Vec<(QualifiedName, String)> {
    let names = family(now, domain);
    let columns = now.tables.iter().flat_map(|(table, it)| it.columns.iter().map(move |column| (table, column)));
    columns
        .filter(|(_, column)| !column.data_type.array && names.contains(&column.data_type.name))
        .map(|(table, column)| (table.clone(), column.name.clone()))
        .collect()
}

/// Where the domain is part of an array or of a composite type, so that the engine cannot look at the values.
fn hidden_in(now: &Catalogue, domain: &QualifiedName) -> Option<String> {
    let names = family(now, domain);
    let mut columns = now.tables.iter().flat_map(|(table, it)| it.columns.iter().map(move |column| (table, column)));
    let array = columns.find(|(_, column)| column.data_type.array && names.contains(&column.data_type.name));
    let composite = || {
        let mut definitions = now.definitions.iter().filter(|(id, _)| id.kind.is_type());
        definitions
            .find(|(_, it)| it.mentions(&domain.name))
            .map(|(id, _)| ObjectPath::Definition(id.clone()).to_string())
    };
    array.map(|(table, column)| format!("the array {table}.{}", column.name)).or_else(composite)
}

fn path_of(domain: &QualifiedName) -> ObjectPath {
    ObjectPath::Domain(domain.clone())
}

fn edited(from: &Domain, domain: &QualifiedName, change: impl FnOnce(&mut Domain)) -> Edit {
    let mut changed = from.clone();
    change(&mut changed);
    Edit::put(path_of(domain), Object::Domain(changed))
}

/// A domain that no column is of gets another type or collation.
pub(super) struct ReplaceDomain {
    /// The domain.
    pub(super) name: QualifiedName,
    /// As it is to be.
    pub(super) to: Domain,
}

impl Operation for ReplaceDomain {
    fn lower(&self, now: &Catalogue, context: &Context<'_>) -> Result<Vec<Draft>, Refusal> {
        let path = path_of(&self.name);
        let Some(from) = now.domains.get(&self.name) else { return Ok(Vec::new()) };
        if let Some(user) = held_through(now, &path) {
            return Err(Refusal::new(
                &path,
                format!(
                    "is over {} instead of {} while {user} is of it, and the engine cannot change the type under a domain",
                    self.to.data_type, from.data_type
                ),
                "create a domain of another name over the new type, and change the type of the columns to it",
            ));
        }
        let to = Domain { comment: from.comment.clone(), ..self.to.clone() };
        let dependents = Dependents::of(now, &path);
        let swap = |to: &Domain| {
            let create = context.writer.create(&path, &Object::Domain(to.clone()));
            let swap = std::iter::once(context.writer.drop(&path)).chain(create).collect();
            transaction(dependents.around(context, swap))
        };
        let facts = dependents.facts(context, Facts::default());
        Ok(vec![
            Draft::new(
                "replace_domain",
                &path,
                format!("Domain {} is over {}", self.name, to.data_type),
                "No column is of it; one transaction: every statement meets one of the two.",
            )
            .forward([swap(&to)])
            .effect([Edit::put(path.clone(), Object::Domain(to.clone()))])
            .facts(facts.clone())
            .back(
                format!("Restore domain {}", self.name),
                [swap(from)],
                [Edit::put(path.clone(), Object::Domain(from.clone()))],
            )
            .back_facts(facts),
        ])
    }
}

impl Operation for Tighten {
    fn lower(&self, now: &Catalogue, context: &Context<'_>) -> Result<Vec<Draft>, Refusal> {
        let (domain, demand) = (&self.domain, &self.demand);
        let Some(from) = now.domains.get(domain) else { return Ok(Vec::new()) };
        if demand.looks_at_rows()
            && let Some(place) = hidden_in(now, domain)
        {
            return Err(Refusal::new(
                &path_of(domain),
                format!("is tightened while it is part of {place}, whose values the engine does not check"),
                "add the check NOT VALID, or use a new domain for new columns",
            ));
        }
        let offenders = demand.offenders(now, context, domain);
        let gates: Vec<Action> = offenders.iter().map(|it| Action::Gate(it.gate(now, context))).collect();
        let mut establish = demand.establish(context, domain).into_iter();
        let mut forward = gates.clone();
        forward.extend(establish.next());
        if establish.len() > 0 {
            // A value written between the gate and what keeps it out would stop the validation.
            forward.extend(gates);
        }
        forward.extend(establish);
        let mut back = vec![transaction([demand.release(context, domain)])];
        for it in &offenders {
            back.push(transaction(it.put_back(now, context)));
        }
        // A check that is there already is only validated, and is not valid again afterwards.
        let old = match demand {
            Demand::Check(name, _) => from.checks.get(name).map(|check| Demand::Check(name.clone(), check.clone())),
            Demand::NotNull => None,
        };
        back.extend(old.iter().flat_map(|old| old.establish(context, domain)));
        Ok(vec![
            Draft::new(
                "tighten_domain",
                &path_of(domain),
                format!("Domain {domain} demands {}", demand.title()),
                "Tightening: only the new version writes now, and it keeps to it.",
            )
            .forward(forward)
            .effect([edited(from, domain, |it| demand.put(it))])
            .facts(demand.facts(now, context, domain))
            .back(
                format!("Domain {domain} no longer demands {}", demand.title()),
                back,
                [Edit::put(path_of(domain), Object::Domain(from.clone()))],
            )
            .archives(offenders.iter().flat_map(|it| it.listed(now, context))),
        ])
    }
}

impl Operation for Loosen {
    fn lower(&self, now: &Catalogue, context: &Context<'_>) -> Result<Vec<Draft>, Refusal> {
        let (domain, demand) = (&self.domain, &self.demand);
        let Some(from) = now.domains.get(domain) else { return Ok(Vec::new()) };
        if demand.looks_at_rows()
            && let Some(place) = hidden_in(now, domain)
        {
            return Err(Refusal::new(
                &path_of(domain),
                format!("is loosened while it is part of {place}: it could not be tightened again on the way back"),
                "use a new domain for new columns",
            ));
        }
        let offenders = demand.offenders(now, context, domain);
        let mut forward = vec![transaction([demand.release(context, domain)])];
        let mut back = Vec::new();
        for it in &offenders {
            forward.push(transaction(it.put_back(now, context)));
            back.push(transaction(it.set_aside(now, context)));
        }
        back.extend(demand.establish(context, domain));
        let draft = Draft::new(
            "loosen_domain",
            &path_of(domain),
            format!("Domain {domain} no longer demands {}", demand.title()),
            "Loosening: the new version writes values that it does not accept.",
        )
        .forward(forward)
        .effect([edited(from, domain, |it| demand.take(it))])
        .back(
            format!("Domain {domain} demands {} again", demand.title()),
            back,
            [Edit::put(path_of(domain), Object::Domain(from.clone()))],
        )
        .back_facts(demand.facts(now, context, domain))
        .archives(offenders.iter().flat_map(|it| it.listed(now, context)));
        Ok(vec![match offenders.first() {
            None => draft,
            Some(first) => draft.loss(Loss::Policy(format!(
                "a row whose value the domain {domain} does not accept is set aside, for {} in {}",
                first.table,
                first.archive(context)
            ))),
        }])
    }
}

impl Operation for SetDomainDefault {
    fn lower(&self, now: &Catalogue, context: &Context<'_>) -> Result<Vec<Draft>, Refusal> {
        let domain = &self.domain;
        let Some(from) = now.domains.get(domain) else { return Ok(Vec::new()) };
        let action = |default: Option<&Expression>| {
            let what = default
                .map_or_else(|| "DROP DEFAULT".to_owned(), |it| format!("SET DEFAULT {}", context.writer.default(it)));
            transaction([format!("ALTER DOMAIN {} {what}", context.writer.name(domain))])
        };
        let title = self.default.as_ref().map_or_else(
            || format!("Drop the default of domain {domain}"),
            |it| format!("Domain {domain} defaults to {}", it.text),
        );
        Ok(vec![
            Draft::new(
                "set_domain_default",
                &path_of(domain),
                title,
                "Columns without a default of their own take it.",
            )
            .forward([action(self.default.as_ref())])
            .effect([edited(from, domain, |it| it.default.clone_from(&self.default))])
            .back(
                format!("Restore the default of domain {domain}"),
                [action(from.default.as_ref())],
                [Edit::put(path_of(domain), Object::Domain(from.clone()))],
            ),
        ])
    }
}
