//! What shows that something breaks: a message in bytes or in JSON that is read as something else or not at all, a
//! client's file that does not compile any more, a call that finds nothing; as the library `prost-reflect` and the
//! compiler `protox` see them.

mod batch;
mod enumeration;
mod exchange;
mod facts;
mod field;
mod languages;
mod lower;
mod names;
mod pool;
mod service;
mod slot;
mod strings;
mod values;

use findings::{Confirmation, Severity, Witness};

use super::change::{Change, Element};
use super::model::Schema;
use super::rules::Judged;
use super::threads;
use batch::Batch;
use exchange::Shown;
use pool::Side;
#[cfg(test)]
pub(super) use values::words;

/// Who looks at messages and descriptors.
const LIBRARY: &str = "prost-reflect 0.16";
/// Who compiles clients.
const COMPILER: &str = "protox 0.10";

/// Gives what breaks or may break its witness.
pub(super) fn look_at(judged: &mut [Judged], changes: &[Change<'_>], before: &Schema, after: &Schema) {
    let breaks = |it: &Judged| it.finding.severity >= Severity::PotentiallyBreaking;
    let wanted: Vec<usize> = judged.iter().enumerate().filter(|(_, it)| breaks(it)).map(|(at, _)| at).collect();
    if wanted.is_empty() {
        return;
    }
    let batches = batch::batches(wanted.into_iter(), judged, changes, (before, after));
    let alone = batches.len() == 1;
    let look = |batch: &Batch<'_>| -> Vec<(usize, Witness)> {
        let Some(mut lab) = Lab::new(batch, alone) else { return Vec::new() };
        let changes = batch.findings.iter().filter_map(|at| Some((*at, changes.get(judged.get(*at)?.change)?)));
        changes.map(|(at, change)| (at, lab.witness(change))).collect()
    };
    for (at, witness) in threads::map(&batches, look).into_iter().flatten() {
        if let Some(it) = judged.get_mut(at) {
            it.finding.witness = Some(witness);
        }
    }
}

/// Both sides as the library sees them.
struct Lab {
    old: Side,
    new: Side,
}

impl Lab {
    /// With both sides made at once where there is nothing else to do.
    fn new(batch: &Batch<'_>, at_once: bool) -> Option<Self> {
        if !at_once {
            return Some(Self { old: Side::new(&batch.old), new: Side::new(&batch.new) });
        }
        std::thread::scope(|scope| {
            let old = scope.spawn(|| Side::new(&batch.old));
            let new = Side::new(&batch.new);
            Some(Self { old: old.join().ok()?, new })
        })
    }

    fn witness(&mut self, change: &Change<'_>) -> Witness {
        match self.shown(change) {
            Some((shown, by)) => Witness {
                setup: Vec::new(),
                statement: shown.statement,
                instance: shown.instance,
                fails_with: shown.fails_with,
                confirmation: Confirmation::ConfirmedBy(by.to_owned()),
            },
            None => self.unconfirmed(change),
        }
    }

    /// What shows it, and who looked at it.
    fn shown(&mut self, change: &Change<'_>) -> Option<(Shown, &'static str)> {
        let by_library = |shown: Shown| (shown, LIBRARY);
        match (change.element, change.field) {
            (_, "options") => self.option(change).map(by_library),
            (Element::File | Element::Package, _) => self.file(change),
            (Element::Message | Element::Enum | Element::Service | Element::Extension, "") => self.name(change),
            (Element::Message, "extension_range") => self.extension_range(change),
            (Element::Message | Element::Enum, "reserved_range" | "reserved_name") => {
                self.reservation(change).map(by_library)
            }
            (Element::Field | Element::Extension, _) => self.field(change).map(by_library),
            (Element::Oneof, _) => self.oneof(change).map(by_library),
            (Element::EnumValue, _) => self.value(change),
            (Element::Method, _) => self.method(change).map(by_library),
            (Element::Message | Element::Enum | Element::Service, _) => self.of_syntax(change).map(by_library),
        }
    }

    fn unconfirmed(&self, change: &Change<'_>) -> Witness {
        let refused = |side: &Side, node: Option<super::change::Node<'_>>| {
            side.refused(&node?.file().path).map(|error| format!("{LIBRARY} does not take the file: {error}"))
        };
        let why = refused(&self.old, change.before)
            .or_else(|| refused(&self.new, change.after))
            .unwrap_or_else(|| format!("{LIBRARY} shows no difference: {}", unseen(change)));
        Witness {
            setup: Vec::new(),
            statement: format!("what names {} in {}", change.subject(), target(change)),
            instance: None,
            fails_with: "what is generated from it is another thing".to_owned(),
            confirmation: Confirmation::Unconfirmed(why),
        }
    }
}

/// What the library does not look at.
fn unseen(change: &Change<'_>) -> &'static str {
    match change.field {
        "enum_type" => "it takes every enum for an open one",
        "utf8_validation" | "java_utf8_validation" => "it looks at every string for being UTF-8",
        "json_format" => "it reads and writes JSON in any case",
        _ => "it does not know what the feature does",
    }
}

fn target(change: &Change<'_>) -> &'static str {
    match change.field {
        "java_utf8_validation" => "Java",
        "ctype" => "C++",
        _ => "generated code",
    }
}
