//! What all rules about schemas share: how bad an edit is follows from the role and from containment alone.

use findings::{Confirmation, Finding, Party, RuleMetadata, Severity, Witness};

use super::Context;
use crate::Direction;
use crate::change::{Change, Edit, Element, Role, SchemaChange};
use crate::contain::Judgement;
use crate::document::{NodeId, Tree, Value};

/// What an edit does to the values that are accepted, where nothing else changes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Effect {
    /// Fewer are.
    Narrows,
    /// More are.
    Widens,
    /// Others are.
    Differs,
    /// The same are, and somebody may go by what changed all the same.
    Suggests,
    /// The same are.
    Informs,
}

impl Effect {
    /// The severity that such an edit has by itself.
    pub(crate) const fn severity(self, role: Role) -> Severity {
        match (self, role) {
            (Self::Informs, _) | (Self::Narrows, Role::Response) => Severity::NonBreaking,
            (Self::Widens, Role::Request) => Severity::Additive,
            (Self::Suggests, _) => Severity::PotentiallyBreaking,
            _ => Severity::Breaking,
        }
    }
}

/// The kinds of documents in which schemas have the role.
pub(crate) const fn kinds(role: Role) -> &'static [&'static str] {
    match role {
        Role::Neither => &["json-schema", "asyncapi"],
        Role::Request | Role::Response => &["openapi", "asyncapi"],
    }
}

/// Who breaks where a schema of the role accepts other values than before.
pub(crate) const fn parties(role: Role) -> &'static [Party] {
    match role {
        Role::Neither => &[Party::OldReaders, Party::OldWriters, Party::StoredData],
        Role::Request => &[Party::OldWriters],
        Role::Response => &[Party::OldReaders],
    }
}

/// What a rule makes of a change beyond containment: another severity, and why.
pub(crate) type Level = fn(&Change, &Context<'_>, Severity) -> Option<(Severity, &'static str)>;

/// Which changes of a field a rule is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Only {
    Any,
    /// The keyword itself came or went.
    Whole,
    /// One of its members did.
    Member,
    /// A property that has to be there.
    Required,
    /// A property that may be left out.
    Optional,
}

impl Only {
    fn is(self, change: &Change, schema: &SchemaChange) -> bool {
        match self {
            Self::Any => true,
            Self::Whole => change.item.is_none(),
            Self::Member => change.item.is_some(),
            Self::Required => schema.required,
            Self::Optional => !schema.required,
        }
    }
}

/// A rule about one kind of edit in schemas.
pub(crate) struct SchemaRule {
    pub(crate) element: Element,
    pub(crate) fields: &'static [&'static str],
    pub(crate) edits: &'static [Edit],
    pub(crate) only: Only,
    /// Of a schema alone, of a request, of a response.
    pub(crate) faces: &'static [RuleMetadata],
    pub(crate) message: &'static str,
    pub(crate) level: Option<Level>,
}

/// What is said of a change: how bad it is, why, who breaks, and the side whose value shows it.
struct Verdict {
    severity: Severity,
    why: String,
    parties: Vec<Party>,
    shown_by: Option<Shown>,
}

/// The side whose values the other one refuses.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Shown {
    Old,
    New,
}

impl SchemaRule {
    /// Judges `change`, where it is one of this kind.
    pub(crate) fn check(&self, change: &Change, context: &Context<'_>) -> Option<Finding> {
        let known =
            change.element == self.element && self.edits.contains(&change.edit) && self.fields.contains(&change.field);
        let schema = change.schema.as_deref().filter(|schema| known && self.only.is(change, schema))?;
        let face = match change.place.role {
            Role::Neither => self.faces.first(),
            Role::Request => self.faces.get(1),
            Role::Response => self.faces.get(2),
        }?;
        let mut verdict = judge(schema, change.place.role, context.options.direction);
        if let Some((severity, why)) = self.level.and_then(|level| level(change, context, verdict.severity)) {
            if severity < verdict.severity {
                verdict.shown_by = None;
            }
            verdict.severity = severity;
            why.clone_into(&mut verdict.why);
        }
        let advice = advice(verdict.severity, change.place.role);
        let finding = context.finding(face, change, self.message(change, context), verdict.why, advice);
        let breaks = verdict.severity >= Severity::PotentiallyBreaking;
        let parties = if verdict.parties.is_empty() { face.who_breaks.to_vec() } else { verdict.parties };
        Some(Finding {
            severity: verdict.severity,
            who_breaks: if breaks { parties } else { Vec::new() },
            subject: subject(change, schema),
            witness: verdict.shown_by.and_then(|shown| witness(change, schema, shown)),
            ..finding
        })
    }

    fn message(&self, change: &Change, context: &Context<'_>) -> String {
        let bound = matches!(change.field, "minimum" | "maximum");
        // What is not shown is not written out: it may be as large as the document.
        let shown =
            |tree, node, name| if bound || self.message.contains(name) { show(tree, node) } else { String::new() };
        let old = shown(context.before.tree, change.before, "{old}");
        let new = shown(context.after.tree, change.after, "{new}");
        if bound && old == new && matches!(change.edit, Edit::Raised | Edit::Lowered) {
            let narrows = (change.field == "minimum") == (change.edit == Edit::Raised);
            let now = if narrows { "excluded" } else { "included" };
            return format!("the {} {new} itself is {now} now", change.field);
        }
        let mut text = match change.place.role {
            Role::Response => as_answer(self.message),
            Role::Request | Role::Neither => self.message.to_owned(),
        };
        text = text.replace("{field}", change.field);
        // Keywords that hold schemas are compared as a whole: where in them they differ, where that is one place.
        if let Some(way) = change.item.as_ref().filter(|_| change.edit == Edit::Changed && !text.contains("{item}")) {
            text.push_str(&format!(" at `{way}`"));
        }
        if let Some(item) = &change.item {
            text = text.replace("{item}", item);
        }
        text.replace("{old}", &old).replace("{new}", &new)
    }
}

/// A message about what a schema accepts, as it reads of what the system sends.
fn as_answer(message: &str) -> String {
    message
        .replace("accepted now", "sent now")
        .replace("no longer accepted", "no longer sent")
        .replace("accepted, where", "sent, where")
        .replace("value accepted was", "value sent was")
        .replace("the value {item} is sent now", "the value {item} may be sent now")
        .replace("`null` is sent now", "`null` may be sent now")
        .replace("other values than {old} are sent now", "other values than {old} may be sent now")
        .replace("any type is sent", "any type may be sent")
}

/// A value in a sentence: short, without the quotes of a text.
fn show(tree: &Tree, node: Option<NodeId>) -> String {
    const LONGEST: usize = 60;
    let Some(node) = node else { return String::new() };
    let text = match tree.value(node) {
        Value::String(text) | Value::Number(text) => text.to_owned(),
        _ => tree.to_json(node).to_string(),
    };
    if text.chars().count() <= LONGEST {
        return text;
    }
    text.chars().take(LONGEST).chain(['…']).collect()
}

/// How bad an edit is: what old clients send must be understood, and what they are told must be what they know.
fn judge(schema: &SchemaChange, role: Role, direction: Direction) -> Verdict {
    let needed: &[Shown] = match (role, direction) {
        (_, Direction::Full) | (Role::Neither, Direction::Customary) => &[Shown::Old, Shown::New],
        (Role::Response, Direction::Forward)
        | (Role::Request | Role::Neither, Direction::Backward)
        | (Role::Request, Direction::Customary) => &[Shown::Old],
        (Role::Request | Role::Neither, Direction::Forward) | (Role::Response, _) => &[Shown::New],
    };
    let mut worst =
        Verdict { severity: Severity::NonBreaking, why: String::new(), parties: Vec::new(), shown_by: None };
    for side in needed {
        let verdict = of_side(schema, role, *side);
        if verdict.severity > worst.severity {
            worst = verdict;
        }
    }
    if worst.severity > Severity::NonBreaking {
        return worst;
    }
    let differs = [&schema.edges.old_in_new, &schema.edges.new_in_old].iter().any(|it| **it != Judgement::Contained);
    let (severity, why) = match (differs, role) {
        (false, _) => (Severity::NonBreaking, "the same values are accepted"),
        (true, Role::Response) => (Severity::NonBreaking, "whatever is answered now could be answered before"),
        (true, Role::Request) => (Severity::Additive, "all that was accepted still is, and more"),
        (true, Role::Neither) => (Severity::Additive, "the side that has to go on working does"),
    };
    Verdict { severity, why: why.to_owned(), ..worst }
}

fn of_side(schema: &SchemaChange, role: Role, side: Shown) -> Verdict {
    let (judgement, message, was, is) = match side {
        Shown::Old => (&schema.edges.old_in_new, &schema.messages.0, "old", "new"),
        Shown::New => (&schema.edges.new_in_old, &schema.messages.1, "new", "old"),
    };
    let parties = match (role, side) {
        (Role::Request, Shown::Old) => vec![Party::OldWriters],
        (Role::Request, Shown::New) => vec![Party::NewWriters],
        (Role::Response, Shown::Old) => vec![Party::NewReaders],
        (Role::Response | Role::Neither, Shown::New) => vec![Party::OldReaders],
        (Role::Neither, Shown::Old) => vec![Party::OldWriters, Party::StoredData],
    };
    let (severity, why) = match judgement {
        Judgement::Contained => (Severity::NonBreaking, String::new()),
        Judgement::Escapes(_) if message.is_some() => {
            (Severity::Breaking, format!("the {was} schema accepts a value that the {is} one refuses"))
        }
        Judgement::Escapes(_) => (
            Severity::PotentiallyBreaking,
            format!(
                "the {was} schema accepts a value here that the {is} one refuses, but no whole message with it was found"
            ),
        ),
        Judgement::Undecided(reason) => (
            Severity::PotentiallyBreaking,
            format!("it cannot be decided whether the {is} schema accepts all that the {was} one does: {reason}"),
        ),
    };
    Verdict { severity, why, parties, shown_by: Some(side) }
}

fn advice(severity: Severity, role: Role) -> &'static str {
    if severity < Severity::PotentiallyBreaking {
        return "nothing has to be done";
    }
    match role {
        Role::Request => {
            "go on accepting what old clients send, or publish the change as a new version of the operation"
        }
        Role::Response => {
            "keep to what the old schema promises, or publish the change as a new version of the operation"
        }
        Role::Neither => {
            "keep what was valid valid and what readers know unchanged, or publish a new version of the schema"
        }
    }
}

/// Where it stands, in words: the place, and the path in the message.
fn subject(change: &Change, schema: &SchemaChange) -> String {
    let place = change.place.subject.as_str();
    let what = match schema.path.rsplit('/').next() {
        None | Some("") => return if place.is_empty() { "schema".to_owned() } else { place.to_owned() },
        Some("*") => format!("values of {}", schema.path),
        Some(last) if last.parse::<usize>().is_ok() => format!("item {}", schema.path),
        Some(_) => format!("property {}", schema.path),
    };
    if place.is_empty() { what } else { format!("{place}, {what}") }
}

/// The message that one side accepts and the other refuses.
fn witness(change: &Change, schema: &SchemaChange, shown: Shown) -> Option<Witness> {
    let (message, refuses) = match shown {
        Shown::Old => (schema.messages.0.as_ref()?, "new"),
        Shown::New => (schema.messages.1.as_ref()?, "old"),
    };
    let instance = message.to_string();
    let statement = match (&change.place.operation, change.place.role) {
        (None, _) => instance.clone(),
        (Some(operation), Role::Request) if change.place.subject.starts_with("request body") => {
            format!("{operation}\n\n{instance}")
        }
        (Some(operation), _) => format!("{operation}, {}: {instance}", change.place.subject),
    };
    let at = if schema.path.is_empty() { String::new() } else { format!(" at {}", schema.path) };
    let keyword = if change.field.is_empty() { "schema".to_owned() } else { format!("`{}`", change.field) };
    Some(Witness {
        setup: Vec::new(),
        statement,
        instance: Some(instance),
        fails_with: format!("{keyword}{at} of the {refuses} schema"),
        confirmation: Confirmation::Unconfirmed("no validator has looked at it".to_owned()),
    })
}
