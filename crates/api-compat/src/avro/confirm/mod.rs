//! Data that show what breaks, and what the `apache-avro` crate makes of them: of the two types that part, alone, and where
//! nothing else breaks, of the whole.

mod alone;
mod library;
mod whole;

use std::collections::HashMap;

use apache_avro::Schema;
use findings::{Confirmation, Finding, Severity, Witness};

use super::change::{Change, Problem, Step, What};
use super::datum::{Datum, Maker};
use super::diff::{LONGEST, Version};
use super::model::{Root, TypeId};
use super::rules::Context;
use super::write;
use alone::{Sides, alone};
use library::LIBRARY;

/// Witnesses that are made for one report.
const MOST: usize = 1000;

/// The library goes through all types for each witness: of so many types in all there are fewer witnesses.
const WORK: usize = 1_000_000;

/// What makes witnesses for the findings of one comparison.
pub(crate) struct Confirm<'a> {
    old: Maker<'a>,
    new: Maker<'a>,
    /// The roots that were compared, old and new.
    roots: Vec<(TypeId, TypeId)>,
    /// Changes of each root that break.
    breaking: Vec<usize>,
    parsed: HashMap<(TypeId, bool), Result<Schema, String>>,
    /// Schemas that may still be held against others as wholes.
    left: usize,
    made: usize,
}

impl<'a> Confirm<'a> {
    pub(crate) fn new(context: &Context<'a>, roots: &[(&Root, &Root)], changes: &[Change]) -> Self {
        let mut breaking = vec![0; roots.len()];
        let is_inside = |change: &&Change| change.before.is_some() && change.after.is_some();
        for change in changes.iter().filter(is_inside).filter(|change| context.problem(change).is_some()) {
            if let Some(count) = breaking.get_mut(change.root) {
                *count += 1;
            }
        }
        let roots = roots.iter().map(|(old, new)| (old.types, new.types)).collect();
        let (old, new) = (Maker::new(context.old.schemas), Maker::new(context.new.schemas));
        Self { old, new, roots, breaking, parsed: HashMap::new(), left: MOST, made: 0 }
    }

    /// Gives the finding about `change` its witness, where it breaks and there is one.
    pub(crate) fn show(&mut self, change: &Change, finding: &mut Finding, context: &Context<'a>) {
        let types = context.old.schemas.types.len() + context.new.schemas.types.len();
        let most = (WORK / types.max(1)).clamp(10, MOST);
        if finding.severity < Severity::PotentiallyBreaking || self.made >= most {
            return;
        }
        let Some((problem, old_writes)) = context.problem(change) else { return };
        self.made += 1;
        finding.witness = match change.what {
            What::SchemaAdded | What::SchemaRemoved => self.whole(change, problem, old_writes, context),
            What::MessageAdded | What::MessageRemoved | What::OneWayChanged => {
                Some(called(change, problem, old_writes))
            }
            _ => Some(self.inside(change, problem, old_writes, context)),
        };
    }

    /// A datum of a root that goes to the place at which two types part.
    fn inside(&mut self, change: &Change, problem: &Problem, old_writes: bool, context: &Context<'a>) -> Witness {
        let (maker, way) = if old_writes { (&self.old, &change.ways.0) } else { (&self.new, &change.ways.1) };
        let roots = self.roots.get(change.root).copied();
        let root = roots.map(|(old, new)| if old_writes { old } else { new });
        let whole = root.filter(|_| way.len() <= LONGEST).and_then(|root| maker.make(root, way, &problem.shown_by));
        let (mut fails_with, mut confirmation, part) = self.ask_alone(change, problem, old_writes, context);
        let is_only = self.breaking.get(change.root).is_none_or(|count| *count <= 1);
        let confirmed = matches!(confirmation, Confirmation::ConfirmedBy(_));
        if let (true, true, Some(roots), Some(whole)) = (confirmed, is_only, roots, &whole)
            && let Some(said) = self.ask_whole(roots, old_writes, (whole, way), problem, context)
        {
            (fails_with, confirmation) = (said, Confirmation::ConfirmedBy(LIBRARY.to_owned()));
        }
        let who = if old_writes { "old" } else { "new" };
        let statement = match (&whole, &part) {
            (Some(whole), _) => format!("a datum written by the {who} version{}", hexadecimal(whole)),
            (None, Some(part)) => format!(
                "no datum of the whole is finite and small enough; one of the {who} version's type alone{}",
                hexadecimal(part)
            ),
            (None, None) => format!("a datum of the {who} version that goes there: none is finite and small enough"),
        };
        let instance = whole.or(part).map(|datum| datum.json().to_string());
        Witness { setup: Vec::new(), statement, instance, fails_with, confirmation }
    }

    /// What the library says of the two types alone, and the datum that it was asked about.
    fn ask_alone(
        &self,
        change: &Change,
        problem: &Problem,
        old_writes: bool,
        context: &Context<'a>,
    ) -> (String, Confirmation, Option<Datum>) {
        let unconfirmed = |why: String| (problem.why.clone(), Confirmation::Unconfirmed(why), None);
        let made = change.types.and_then(|(old, new)| {
            let sides = if old_writes {
                Sides { maker: &self.old, writer: context.old, reader: context.new, types: (old, new) }
            } else {
                Sides { maker: &self.new, writer: context.new, reader: context.old, types: (new, old) }
            };
            alone(change, problem, if old_writes { &change.ways.0 } else { &change.ways.1 }, &sides)
        });
        let Some(made) = made else {
            return unconfirmed("the two types are too large to be held against each other alone".to_owned());
        };
        let parsed = (library::parse(&made.writer), library::parse(&made.reader));
        let (writer, reader) = match parsed {
            (Ok(writer), Ok(reader)) => (writer, reader),
            (Err(why), _) | (_, Err(why)) => {
                return unconfirmed(format!("{LIBRARY} does not take the schema: {why}"));
            }
        };
        let read = made.datum.as_ref().map(|datum| library::ask((&writer, &reader), datum, &[], problem));
        if let Some(Ok(said)) = read {
            let by = format!("{LIBRARY}, with this change alone");
            return (said, Confirmation::ConfirmedBy(by), made.datum);
        }
        if let Some(said) = library::refuses(&writer, &reader, change.what) {
            let by = format!("{LIBRARY}, by its check of the two schemas");
            return (said, Confirmation::ConfirmedBy(by), made.datum);
        }
        let why = match read {
            Some(Err(why)) => why,
            _ => "there is no datum of this type that is finite and small enough to be written out".to_owned(),
        };
        (problem.why.clone(), Confirmation::Unconfirmed(why), made.datum)
    }

    /// Why the library does not read the whole datum, where it does not.
    fn ask_whole(
        &mut self,
        (old, new): (TypeId, TypeId),
        old_writes: bool,
        (datum, way): (&Datum, &[Step]),
        problem: &Problem,
        context: &Context<'a>,
    ) -> Option<String> {
        let (old, new) = self.both((old, new), context)?;
        library::ask(if old_writes { (old, new) } else { (new, old) }, datum, way, problem).ok()
    }

    /// The two types as schemas of the library.
    fn both(&mut self, (old, new): (TypeId, TypeId), context: &Context<'a>) -> Option<(&Schema, &Schema)> {
        self.parse(old, true, context.old);
        self.parse(new, false, context.new);
        let (old, new) = (self.parsed.get(&(old, true))?, self.parsed.get(&(new, false))?);
        Some((old.as_ref().ok()?, new.as_ref().ok()?))
    }

    fn parse(&mut self, id: TypeId, is_old: bool, version: Version<'_>) {
        self.parsed.entry((id, is_old)).or_insert_with(|| {
            let schema = write::schema(version, id).ok_or("it is nested too deep")?;
            library::parse(&schema)
        });
    }
}

/// A call that the other side does not know. The library knows schemas, and no protocols.
fn called(change: &Change, problem: &Problem, old_writes: bool) -> Witness {
    let who = if old_writes { "an old client" } else { "a new client" };
    let name = change.operation.clone().unwrap_or_else(|| format!("message {}", change.item));
    Witness {
        setup: Vec::new(),
        statement: format!("{who} calls the {name}"),
        instance: None,
        fails_with: problem.why.clone(),
        confirmation: Confirmation::Unconfirmed(format!("{LIBRARY} knows schemas, and no protocols")),
    }
}

/// The bytes of a small datum, for the statement.
fn hexadecimal(datum: &Datum) -> String {
    const SHOWN: usize = 48;
    let mut bytes = Vec::new();
    datum.bytes(&mut bytes);
    if bytes.is_empty() {
        return ", of no bytes".to_owned();
    }
    let digits: Vec<String> = bytes.iter().take(SHOWN).map(|byte| format!("{byte:02x}")).collect();
    let more = if bytes.len() > SHOWN { " …" } else { "" };
    format!(", in bytes {}{more}", digits.join(" "))
}
