//! Walks two schemas side by side, place by place, without recursion.

use std::collections::{BTreeSet, VecDeque};
use std::rc::Rc;

use serde_json::Value;

use super::path::Path;
use super::view::View;
use super::{annotations, arrays, bounds, conditions, members, moot, objects, undeclared, values, view, wire};
use crate::Content;
use crate::change::{Change, Edit, Element, Place, Role, SchemaChange};
use crate::comparison::{Comparison, Side};
use crate::contain::{Embedded, Group, Judgement, Of};
use crate::document::NodeId;
use crate::hash::HashSet;
use crate::schema::Edges;

/// Pairs of places that one walk visits; what lies beyond is said of the message as a whole.
const LIMIT: usize = 20_000;

/// Two views of one place in the message.
#[derive(Debug, Clone)]
pub(super) struct Spot {
    pub(super) before: View,
    pub(super) after: View,
    /// Schemas that apply besides, where the views are members of `oneOf` or `anyOf`: what a value here fulfils as well.
    pub(super) context: (Vec<NodeId>, Vec<NodeId>),
    pub(super) path: Path,
    /// Whether it is known that all of the old is accepted by the new at this place, and the other way round.
    pub(super) contained: (bool, bool),
    /// Whether both accept the same, whoever writes and reads: only annotations can differ.
    pub(super) equal: bool,
    /// Whether no value at all matches there, on the old side and on the new one, though nobody says so.
    pub(super) void: (bool, bool),
    /// Whether it has been said already that `null` came or went.
    pub(super) null_is_told: bool,
    /// Whether messages of this role do not hold the place.
    pub(super) kept_back: bool,
    /// Why it is no sign of anything that by the letter nothing breaks here.
    pub(super) doubt: Option<&'static str>,
}

/// What a keyword's edit is.
pub(super) struct Found {
    pub(super) element: Element,
    pub(super) field: &'static str,
    pub(super) item: Option<String>,
    pub(super) edit: Edit,
    pub(super) before: Option<NodeId>,
    pub(super) after: Option<NodeId>,
    /// Of a property that came or went: whether it is required where it is.
    pub(super) required: bool,
    /// Of such a property: whether messages of this role do not hold it.
    pub(super) hidden: bool,
    /// Whether what escapes is one value, not one of many that were possible.
    pub(super) exact: bool,
    /// The keywords that it was judged by, where the values of the place were judged.
    pub(super) group: Option<Group>,
}

impl Found {
    pub(super) fn new(field: &'static str, edit: Edit, before: Option<NodeId>, after: Option<NodeId>) -> Self {
        Self {
            element: Element::Schema,
            field,
            item: None,
            edit,
            before,
            after,
            required: false,
            hidden: false,
            exact: false,
            group: None,
        }
    }

    /// Judged by the keywords of a group.
    pub(super) fn by(self, group: Group) -> Self {
        Self { group: Some(group), ..self }
    }

    /// Of one value.
    pub(super) fn exact(self) -> Self {
        Self { exact: true, ..self }
    }

    pub(super) fn item(self, item: impl Into<String>) -> Self {
        Self { item: Some(item.into()), ..self }
    }
}

/// The schemas of both sides of a place that was visited, and what was known of it: [`Spot::contained`], [`Spot::equal`].
type Visit = (Vec<NodeId>, Vec<NodeId>, ((bool, bool), bool));

/// One walk over the schemas of one message.
pub(super) struct Walk<'c, 'a> {
    comparison: &'c mut Comparison<'a>,
    roots: (NodeId, NodeId),
    place: Rc<Place>,
    /// Places to be visited: nearer ones first, so that what is shared is told where it lies least deep.
    queue: VecDeque<Spot>,
    seen: HashSet<Visit>,
    changes: Vec<Change>,
    /// Whether the sides refer by other names to what the walk does not see.
    out_of_sight: bool,
}

impl<'c, 'a> Walk<'c, 'a> {
    pub(super) fn new(comparison: &'c mut Comparison<'a>, roots: (NodeId, NodeId), place: Rc<Place>) -> Self {
        Self {
            comparison,
            roots,
            place,
            queue: VecDeque::new(),
            seen: HashSet::default(),
            changes: Vec::new(),
            out_of_sight: false,
        }
    }

    /// All changes between the two roots.
    pub(super) fn run(mut self) -> Vec<Change> {
        let (old, new) = self.roots;
        let spot = Spot {
            before: self.open(Of::Before, vec![old]),
            after: self.open(Of::After, vec![new]),
            context: (Vec::new(), Vec::new()),
            path: Path::default(),
            contained: (false, false),
            equal: false,
            void: (false, false),
            null_is_told: false,
            kept_back: false,
            doubt: None,
        };
        let whole = self.whole(&spot);
        self.visit(spot);
        let mut left_out = false;
        while let Some(spot) = self.queue.pop_front() {
            left_out = self.seen.len() >= LIMIT;
            if left_out {
                break;
            }
            self.visit(spot);
        }
        self.guard(whole, left_out);
        self.changes
    }

    pub(super) fn before(&self) -> Side<'a> {
        self.comparison.before
    }

    pub(super) fn after(&self) -> Side<'a> {
        self.comparison.after
    }

    pub(super) fn side(&self, of: Of) -> Side<'a> {
        self.comparison.side(of)
    }

    /// The view of schemas that stand at one place.
    pub(super) fn open(&mut self, of: Of, schemas: Vec<NodeId>) -> View {
        View::open(self.comparison, of, schemas)
    }

    pub(super) fn place(&self) -> &Place {
        &self.place
    }

    /// Whether two values are equal, and all that they refer to.
    pub(super) fn same(&mut self, old: NodeId, new: NodeId) -> bool {
        let (before, after) = (self.before(), self.after());
        self.comparison.edits.same.same(before, after, old, new)
    }

    /// Goes on with a pair of places later.
    pub(super) fn push(&mut self, spot: Spot) {
        self.queue.push_back(spot);
    }

    /// The place that `old` and `new` describe, one step into `spot`.
    pub(super) fn child(&mut self, spot: &Spot, old: Vec<NodeId>, new: Vec<NodeId>, path: Path) {
        let (before, after) = (self.open(Of::Before, old), self.open(Of::After, new));
        let context = (Vec::new(), Vec::new());
        let (contained, equal) = (spot.contained, spot.equal);
        let (kept_back, doubt) = (spot.kept_back, spot.doubt);
        let (void, null_is_told) = ((false, false), false);
        self.push(Spot { before, after, context, path, contained, equal, void, null_is_told, kept_back, doubt });
    }

    /// Whether values of the first schemas are accepted by the second, or by their keywords of one group.
    pub(super) fn judge(&mut self, of: Of, sub: &[NodeId], sup: &[NodeId], only: Option<Group>) -> Judgement {
        if sup.is_empty() {
            return Judgement::Contained;
        }
        self.comparison.containment.judge(of, sub, sup, only, self.place.role)
    }

    /// What the keywords of one group alone mean for the values of the other side, both ways.
    pub(super) fn edges(&mut self, spot: &Spot, group: Group) -> Edges {
        let old_in_new = if spot.contained.0 {
            Judgement::Contained
        } else {
            self.judge(Of::Before, &spot.old_values(), &spot.after.nodes, Some(group))
        };
        let new_in_old = if spot.contained.1 {
            Judgement::Contained
        } else {
            self.judge(Of::After, &spot.new_values(), &spot.before.nodes, Some(group))
        };
        Edges { old_in_new, new_in_old }
    }

    /// Records an edit at `spot` with what it means alone.
    pub(super) fn emit(&mut self, spot: &Spot, path: &Path, found: Found, edges: Edges) {
        let edges = Edges {
            old_in_new: if spot.contained.0 { Judgement::Contained } else { edges.old_in_new },
            new_in_old: if spot.contained.1 { Judgement::Contained } else { edges.new_in_old },
        };
        let edges = undeclared::judge(self, spot, &found, edges);
        let edges = moot::judge(self, spot, &found, edges);
        self.record(Some(spot), path, found, edges);
    }

    /// Records an edit of which it is known what it means, whatever is known of the place.
    pub(super) fn state(&mut self, spot: &Spot, found: Found, edges: Edges) {
        let path = spot.path.clone();
        self.record(Some(spot), &path, found, edges);
    }

    /// Whether who writes sends only what the schema declares.
    pub(super) fn is_closed(&self, of: Of) -> bool {
        let closed = self.comparison.options.content == Content::Closed;
        closed && self.place.role != Role::Neither && self.side(of).dialect.is_openapi()
    }

    /// What a schema is once pure references are followed.
    pub(super) fn follow(&mut self, of: Of, schema: NodeId) -> NodeId {
        view::follow(self.comparison, of, schema)
    }

    /// Whether nothing fulfils all of the schemas.
    pub(super) fn is_empty(&mut self, of: Of, schemas: &[NodeId]) -> bool {
        self.comparison.containment.is_empty(of, schemas, self.place.role)
    }

    /// Records an edit that no validator can notice.
    pub(super) fn note(&mut self, spot: &Spot, found: Found) {
        let edges = Edges { old_in_new: Judgement::Contained, new_in_old: Judgement::Contained };
        self.state(spot, found, edges);
    }

    fn record(&mut self, spot: Option<&Spot>, path: &Path, found: Found, edges: Edges) {
        let (old, new) = (spot.and_then(|it| it.before.at()), spot.and_then(|it| it.after.at()));
        let (old_in_new, old_message) = self.embed(Of::Before, spot, path, edges.old_in_new, &found);
        let (new_in_old, new_message) = self.embed(Of::After, spot, path, edges.new_in_old, &found);
        let edges = Edges { old_in_new, new_in_old };
        let messages = (old_message, new_message);
        let schema =
            SchemaChange { path: path.words(), edges, messages, required: found.required, hidden: found.hidden };
        self.changes.push(Change {
            element: found.element,
            field: found.field,
            item: found.item,
            edit: found.edit,
            place: Rc::clone(&self.place),
            before: found.before.or(old),
            after: found.after.or(new),
            schema: Some(Rc::new(schema)),
        });
    }

    /// The whole message that holds what escapes, and that the other side refuses. Where there is none, what escapes
    /// here is taken elsewhere, or cannot come here.
    fn embed(
        &mut self,
        of: Of,
        spot: Option<&Spot>,
        path: &Path,
        judgement: Judgement,
        found: &Found,
    ) -> (Judgement, Option<Value>) {
        let Judgement::Escapes(inner) = &judgement else { return (judgement, None) };
        let roots = if of == Of::Before { self.roots } else { (self.roots.1, self.roots.0) };
        let steps = path.steps();
        let containment = &mut self.comparison.containment;
        let mut embedded = containment.embed(of, roots, &steps, inner, self.place.role);
        if embedded == Embedded::Nowhere && !found.exact {
            // Another value than the smallest may do.
            embedded = Embedded::Unknown;
            if let Some((spot, group)) = spot.zip(found.group) {
                let (sub, sup) = match of {
                    Of::Before => (spot.old_values(), &spot.after.nodes),
                    Of::After => (spot.new_values(), &spot.before.nodes),
                };
                embedded = containment.embed_escape(of, roots, &steps, (&sub, sup, group), self.place.role);
            }
        }
        match embedded {
            Embedded::Message(message) => (judgement, Some(message)),
            Embedded::Nowhere => {
                let doubt = spot.and_then(|it| it.doubt).map(|doubt| Judgement::Undecided(doubt.to_owned()));
                (doubt.unwrap_or(Judgement::Contained), None)
            }
            Embedded::Unknown => {
                let doubt = spot.and_then(|it| it.doubt).map(|doubt| Judgement::Undecided(doubt.to_owned()));
                (doubt.unwrap_or(judgement), None)
            }
        }
    }

    /// Containment of the place as a whole.
    fn whole(&mut self, spot: &Spot) -> Edges {
        let (old, new) = (spot.old_values(), spot.new_values());
        let mut judge = |known: bool, of, sub: &[NodeId], sup: &[NodeId]| {
            if known {
                return Judgement::Contained;
            }
            match self.judge(of, sub, sup, None) {
                Judgement::Contained => Judgement::Contained,
                _ if wire::is_read(self, of, spot) => Judgement::Contained,
                other => other,
            }
        };
        Edges {
            old_in_new: judge(spot.contained.0, Of::Before, &old, &spot.after.origin),
            new_in_old: judge(spot.contained.1, Of::After, &new, &spot.before.origin),
        }
    }

    /// Whether both sides accept the same even from writers that send what is not declared.
    fn equal(&mut self, spot: &Spot) -> bool {
        if self.place.role == Role::Neither {
            return true;
        }
        let (old, new) = (spot.old_values(), spot.new_values());
        self.contained_for_all(Of::Before, &old, &spot.after.origin)
            && self.contained_for_all(Of::After, &new, &spot.before.origin)
    }

    /// Whether two schemas that stand in a keyword accept the same.
    pub(super) fn accept_the_same(&mut self, old: NodeId, new: NodeId) -> bool {
        self.same(old, new)
            || self.contained_for_all(Of::Before, &[old], &[new]) && self.contained_for_all(Of::After, &[new], &[old])
    }

    /// Containment in the keywords of one group, whoever writes.
    pub(super) fn judge_for_all(&mut self, of: Of, sub: &[NodeId], sup: &[NodeId], only: Group) -> Judgement {
        self.comparison.containment.judge(of, sub, sup, Some(only), Role::Neither)
    }

    /// Whether what the keywords of `groups` accept, of the side `of`, is accepted by those of the first of the groups on
    /// the other side, whatever else both say.
    pub(super) fn alone(&mut self, spot: &Spot, of: Of, groups: &[Group]) -> Judgement {
        let (own, other) = if of == Of::Before { (&spot.before, &spot.after) } else { (&spot.after, &spot.before) };
        self.comparison.containment.judge_groups(of, &own.nodes, &other.nodes, groups)
    }

    /// Containment whoever writes.
    fn contained_for_all(&mut self, of: Of, sub: &[NodeId], sup: &[NodeId]) -> bool {
        self.comparison.containment.judge(of, sub, sup, None, Role::Neither) == Judgement::Contained
    }

    /// References that a view holds and that were not opened: by dynamic scope, or to what is not there.
    fn unseen(&mut self, of: Of, view: &View) -> BTreeSet<&'a str> {
        let tree = self.side(of).tree;
        let mut names = BTreeSet::new();
        for node in &view.nodes {
            let text = |keyword| tree.get(*node, keyword).and_then(|it| tree.str(it));
            names.extend(text("$dynamicRef").into_iter().chain(text("$recursiveRef")));
            names.extend(text("$ref").filter(|name| self.comparison.containment.target(of, *node, name).is_none()));
        }
        names
    }

    fn visit(&mut self, mut spot: Spot) {
        if !self.seen.insert((spot.before.origin.clone(), spot.after.origin.clone(), (spot.contained, spot.equal))) {
            return;
        }
        if self.all_same(&spot) {
            return;
        }
        let whole = self.whole(&spot);
        spot.contained = (whole.old_in_new == Judgement::Contained, whole.new_in_old == Judgement::Contained);
        spot.void = moot::void(self, &spot);
        let told = spot.void == (false, false);
        spot.equal = told && (spot.equal || spot.contained == (true, true) && self.equal(&spot));
        self.out_of_sight |= self.unseen(Of::Before, &spot.before) != self.unseen(Of::After, &spot.after);
        annotations::compare(self, &spot);
        let unwrapped = members::nullable(self, &spot);
        if let Some(inner) = unwrapped {
            self.push(inner);
        } else {
            // Said even where it changes nothing: somebody wrote it.
            values::compare(self, &spot);
            bounds::compare(self, &spot);
            if !spot.equal || moot::is_single(self, &spot) {
                conditions::compare(self, &spot);
            }
            objects::compare(self, &spot);
            arrays::compare(self, &spot);
            members::compare(self, &spot);
        }
    }

    fn all_same(&mut self, spot: &Spot) -> bool {
        let (old, new) = (&spot.before.origin, &spot.after.origin);
        old.len() == new.len() && old.iter().zip(new).all(|(old, new)| self.same(*old, *new))
    }

    /// Nothing falls through: where the message as a whole does not pass and no change says so, the root does.
    fn guard(&mut self, whole: Edges, left_out: bool) {
        // Where nothing differs but annotations, what cannot be decided is decided by that.
        let untouched = !left_out && !self.out_of_sight && !self.changes.iter().any(is_edit);
        let carried = |of: fn(&Edges) -> &Judgement| {
            let mut edges = self.changes.iter().filter_map(|change| change.schema.as_ref());
            !left_out && edges.any(|it| *of(&it.edges) != Judgement::Contained)
        };
        let old_carried = carried(|edges| &edges.old_in_new);
        let new_carried = carried(|edges| &edges.new_in_old);
        let keep = |judgement: Judgement, carried: bool| match judgement {
            _ if carried => Judgement::Contained,
            Judgement::Undecided(_) if untouched => Judgement::Contained,
            other => other,
        };
        let edges =
            Edges { old_in_new: keep(whole.old_in_new, old_carried), new_in_old: keep(whole.new_in_old, new_carried) };
        let (old, new) = self.roots;
        for (edit, edges) in [
            (Edit::Lowered, Edges { new_in_old: Judgement::Contained, ..edges.clone() }),
            (Edit::Raised, Edges { old_in_new: Judgement::Contained, ..edges }),
        ] {
            if edges.old_in_new != Judgement::Contained || edges.new_in_old != Judgement::Contained {
                let found = Found::new("", edit, Some(old), Some(new));
                self.record(None, &Path::default(), found, edges);
            }
        }
    }
}

/// Whether a change is one of what is accepted, by its field.
fn is_edit(change: &Change) -> bool {
    change.element == Element::Schema && change.field != "keyword" && annotations::constrains(change.field)
}

impl Spot {
    /// What a value of the old side fulfils at this place.
    pub(super) fn old_values(&self) -> Vec<NodeId> {
        self.before.origin.iter().chain(&self.context.0).copied().collect()
    }

    /// What a value of the new side fulfils at this place.
    pub(super) fn new_values(&self) -> Vec<NodeId> {
        self.after.origin.iter().chain(&self.context.1).copied().collect()
    }
}
