//! What differs at one place of two schemas side by side, and which places lie inside of it. All of it holds wherever a
//! message has the place, so that it is asked once (`places`).

use std::collections::BTreeSet;

use super::path::{Path, Way};
use super::view::View;
use super::{annotations, arrays, bounds, conditions, members, moot, objects, undeclared, values, view, wire};
use crate::Content;
use crate::change::{Edit, Element, Role, Wire};
use crate::comparison::{Comparison, Side};
use crate::contain::{Group, Judgement, Of};
use crate::document::NodeId;
use crate::schema::Edges;

/// A place that a message has: all that what differs there depends on.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) struct Ahead {
    /// The schemas of both sides, as they stand there.
    pub(super) before: Vec<NodeId>,
    pub(super) after: Vec<NodeId>,
    /// The others are those of [`Spot`].
    pub(super) context: (Vec<NodeId>, Vec<NodeId>),
    pub(super) way: Way,
    pub(super) contained: (bool, bool),
    pub(super) equal: bool,
    pub(super) null_is_told: bool,
    pub(super) kept_back: bool,
    pub(super) doubt: Option<&'static str>,
}

/// Two views of one place in the message.
#[derive(Debug, Clone)]
pub(super) struct Spot {
    pub(super) before: View,
    pub(super) after: View,
    /// Schemas that apply besides, where the views are members of `oneOf` or `anyOf`: what a value here fulfils as well.
    pub(super) context: (Vec<NodeId>, Vec<NodeId>),
    /// The way from the place: empty, for what lies inside of it to go on from.
    pub(super) path: Path,
    /// How values come here.
    pub(super) way: Way,
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
#[derive(Debug, Clone)]
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

/// An edit, where it stands seen from the place, and what it means there.
#[derive(Debug)]
pub(super) struct Told {
    pub(super) path: Path,
    pub(super) found: Found,
    pub(super) edges: Edges,
}

/// What there is at a place.
#[derive(Debug)]
pub(super) struct Visit {
    pub(super) spot: Spot,
    pub(super) told: Vec<Told>,
    /// The places that lie inside, each with the way to it.
    pub(super) ahead: Vec<(Ahead, Path)>,
    /// Whether the sides refer by other names to what the walk does not see.
    pub(super) out_of_sight: bool,
}

/// Looks at one place of messages of a role.
pub(super) struct Walk<'c, 'a> {
    comparison: &'c mut Comparison<'a>,
    role: Role,
    wire: Wire,
    told: Vec<Told>,
    ahead: Vec<(Ahead, Path)>,
}

impl<'c, 'a> Walk<'c, 'a> {
    pub(super) fn new(comparison: &'c mut Comparison<'a>, role: Role, wire: Wire) -> Self {
        Self { comparison, role, wire, told: Vec::new(), ahead: Vec::new() }
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

    pub(super) fn role(&self) -> Role {
        self.role
    }

    pub(super) fn wire(&self) -> Wire {
        self.wire
    }

    /// Whether two values are equal, and all that they refer to.
    pub(super) fn same(&mut self, old: NodeId, new: NodeId) -> bool {
        let (before, after) = (self.before(), self.after());
        self.comparison.edits.same.same(before, after, old, new)
    }

    /// A place that is so lies where `path` leads.
    pub(super) fn push(&mut self, ahead: Ahead, path: &Path) {
        // What is no text is told alike wherever it stands.
        let way = if self.wire == Wire::Values { Way::default() } else { ahead.way.then(path) };
        self.ahead.push((Ahead { way, ..ahead }, path.clone()));
    }

    /// The place that `old` and `new` describe, inside of `spot`.
    pub(super) fn child(&mut self, spot: &Spot, old: Vec<NodeId>, new: Vec<NodeId>, path: &Path) {
        let context = (Vec::new(), Vec::new());
        self.push(Ahead { before: old, after: new, context, null_is_told: false, ..spot.ahead() }, path);
    }

    /// Whether values of the first schemas are accepted by the second, or by their keywords of one group.
    pub(super) fn judge(&mut self, of: Of, sub: &[NodeId], sup: &[NodeId], only: Option<Group>) -> Judgement {
        if sup.is_empty() {
            return Judgement::Contained;
        }
        self.comparison.containment.judge(of, sub, sup, only, self.role)
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
        self.told.push(Told { path: path.clone(), found, edges });
    }

    /// Records an edit of which it is known what it means, whatever is known of the place.
    pub(super) fn state(&mut self, spot: &Spot, found: Found, edges: Edges) {
        self.told.push(Told { path: spot.path.clone(), found, edges });
    }

    /// Whether who writes sends only what the schema declares.
    pub(super) fn is_closed(&self, of: Of) -> bool {
        let closed = self.comparison.options.content == Content::Closed;
        closed && self.role != Role::Neither && self.side(of).dialect.is_openapi()
    }

    /// What a schema is once pure references are followed.
    pub(super) fn follow(&mut self, of: Of, schema: NodeId) -> NodeId {
        view::follow(self.comparison, of, schema)
    }

    /// Whether nothing fulfils all of the schemas.
    pub(super) fn is_empty(&mut self, of: Of, schemas: &[NodeId]) -> bool {
        self.comparison.containment.is_empty(of, schemas, self.role)
    }

    /// Records an edit that no validator can notice.
    pub(super) fn note(&mut self, spot: &Spot, found: Found) {
        let edges = Edges { old_in_new: Judgement::Contained, new_in_old: Judgement::Contained };
        self.state(spot, found, edges);
    }

    /// Containment of the place as a whole.
    pub(super) fn whole(&mut self, spot: &Spot) -> Edges {
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
        if self.role == Role::Neither {
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

    /// The views of a place.
    pub(super) fn spot(&mut self, ahead: &Ahead) -> Spot {
        Spot {
            before: self.open(Of::Before, ahead.before.clone()),
            after: self.open(Of::After, ahead.after.clone()),
            context: ahead.context.clone(),
            path: Path::default(),
            way: ahead.way,
            contained: ahead.contained,
            equal: ahead.equal,
            void: (false, false),
            null_is_told: ahead.null_is_told,
            kept_back: ahead.kept_back,
            doubt: ahead.doubt,
        }
    }

    /// Looks at the place; none where both sides are the same.
    pub(super) fn visit(mut self, ahead: &Ahead) -> Option<Visit> {
        if self.all_same(ahead) {
            return None;
        }
        let mut spot = self.spot(ahead);
        let whole = self.whole(&spot);
        spot.contained = (whole.old_in_new == Judgement::Contained, whole.new_in_old == Judgement::Contained);
        spot.void = moot::void(&mut self, &spot);
        let told = spot.void == (false, false);
        spot.equal = told && (spot.equal || spot.contained == (true, true) && self.equal(&spot));
        let out_of_sight = self.unseen(Of::Before, &spot.before) != self.unseen(Of::After, &spot.after);
        annotations::compare(&mut self, &spot);
        let listed = |of, view| values::is_listed(self.side(of), view);
        if spot.equal && listed(Of::Before, &spot.before) != listed(Of::After, &spot.after) {
            // What one side lists the other one describes, in other words.
        } else if let Some(inner) = members::nullable(&mut self, &spot) {
            self.push(inner, &spot.path);
        } else {
            // Said even where it changes nothing: somebody wrote it.
            values::compare(&mut self, &spot);
            bounds::compare(&mut self, &spot);
            if !spot.equal || moot::is_single(&self, &spot) {
                conditions::compare(&mut self, &spot);
            }
            objects::compare(&mut self, &spot);
            arrays::compare(&mut self, &spot);
            members::compare(&mut self, &spot);
        }
        Some(Visit { spot, told: self.told, ahead: self.ahead, out_of_sight })
    }

    fn all_same(&mut self, ahead: &Ahead) -> bool {
        let (old, new) = (&ahead.before, &ahead.after);
        old.len() == new.len() && old.iter().zip(new).all(|(old, new)| self.same(*old, *new))
    }
}

impl Ahead {
    /// The message itself.
    pub(super) fn root((old, new): (NodeId, NodeId)) -> Self {
        Self {
            before: vec![old],
            after: vec![new],
            context: (Vec::new(), Vec::new()),
            way: Way::default(),
            contained: (false, false),
            equal: false,
            null_is_told: false,
            kept_back: false,
            doubt: None,
        }
    }
}

impl Spot {
    /// The place, to be visited again with something else known of it.
    pub(super) fn ahead(&self) -> Ahead {
        Ahead {
            before: self.before.origin.clone(),
            after: self.after.origin.clone(),
            context: self.context.clone(),
            way: self.way,
            contained: self.contained,
            equal: self.equal,
            null_is_told: self.null_is_told,
            kept_back: self.kept_back,
            doubt: self.doubt,
        }
    }

    /// What a value of the old side fulfils at this place.
    pub(super) fn old_values(&self) -> Vec<NodeId> {
        self.before.origin.iter().chain(&self.context.0).copied().collect()
    }

    /// What a value of the new side fulfils at this place.
    pub(super) fn new_values(&self) -> Vec<NodeId> {
        self.after.origin.iter().chain(&self.context.1).copied().collect()
    }
}
