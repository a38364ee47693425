//! All schemas that a comparison has read so far, by where they stand.

use std::rc::Rc;

use super::atom::{Atom, Schema, SchemaRef, Scope, Types};
use super::resolve::{Resources, Scopes};
use super::{Dialect, read};
use crate::comparison::Side;
use crate::contain::{Group, Of};
use crate::document::NodeId;
use crate::hash::HashMap;

/// All schemas that a comparison has read so far. Each is read once, when it is first asked for.
pub(crate) struct Library<'a> {
    before: Side<'a>,
    after: Side<'a>,
    read: HashMap<SchemaRef, Rc<Schema>>,
    made: Vec<Rc<Schema>>,
    never: SchemaRef,
    pub(super) scopes: Scopes,
    resources: [Option<Rc<Resources>>; 2],
}

impl<'a> Library<'a> {
    pub(crate) fn new(before: Side<'a>, after: Side<'a>) -> Self {
        let never = Schema { atoms: vec![(Group::Type, Atom::Types(Types::NONE))], ..Schema::default() };
        Self {
            before: stated(before),
            after: stated(after),
            read: HashMap::default(),
            made: vec![Rc::new(never)],
            never: SchemaRef::Made(0),
            scopes: Scopes::default(),
            resources: [None, None],
        }
    }

    pub(crate) fn side(&self, of: Of) -> Side<'a> {
        match of {
            Of::Before => self.before,
            Of::After => self.after,
        }
    }

    /// The schema that accepts nothing.
    pub(crate) fn never(&self) -> SchemaRef {
        self.never
    }

    /// How many schemas were made so far.
    pub(crate) fn made(&self) -> u32 {
        u32::try_from(self.made.len()).unwrap_or(u32::MAX)
    }

    /// A schema of the constraints given.
    pub(crate) fn make(&mut self, atoms: Vec<Atom>) -> SchemaRef {
        self.made_from(Schema {
            atoms: atoms.into_iter().map(|atom| (Group::AllOf, atom)).collect(),
            ..Schema::default()
        })
    }

    /// A schema that says all that these say, keyword by keyword.
    pub(crate) fn conjunction(&mut self, schemas: &[SchemaRef]) -> SchemaRef {
        let read: Vec<_> = schemas.iter().map(|schema| self.schema(*schema)).collect();
        let atoms = read.iter().flat_map(|schema| schema.atoms.iter().cloned()).collect();
        self.made_from(Schema { atoms, ..Schema::default() })
    }

    /// A schema that says what another one says by its keywords of one group.
    pub(crate) fn only(&mut self, schema: SchemaRef, group: Group) -> SchemaRef {
        let read = self.schema(schema);
        let atoms = read.atoms.iter().filter(|(of, _)| *of == group).cloned().collect();
        self.made_from(Schema { atoms, ..Schema::default() })
    }

    pub(super) fn made_from(&mut self, schema: Schema) -> SchemaRef {
        self.made.push(Rc::new(schema));
        SchemaRef::Made(u32::try_from(self.made.len() - 1).unwrap_or(0))
    }

    /// The schema at `node`, as the start of a judgement.
    pub(crate) fn root(&mut self, of: Of, node: NodeId) -> SchemaRef {
        let scope = self.enter(of, node, Scope::default());
        self.follow(SchemaRef::Read { of, node, scope })
    }

    pub(crate) fn schema(&mut self, schema: SchemaRef) -> Rc<Schema> {
        let (of, node, scope) = match schema {
            SchemaRef::Made(index) => return self.made.get(index as usize).cloned().unwrap_or_default(),
            SchemaRef::Read { of, node, scope } => (of, node, scope),
        };
        if let Some(known) = self.read.get(&schema) {
            return Rc::clone(known);
        }
        let read = Rc::new(read::schema(self, of, node, scope));
        self.read.insert(schema, Rc::clone(&read));
        read
    }

    /// Goes on from a schema that is nothing but a reference to the one that it refers to.
    pub(crate) fn follow(&mut self, schema: SchemaRef) -> SchemaRef {
        let mut at = schema;
        for _ in 0..64 {
            let read = self.schema(at);
            match read.atoms.as_slice() {
                [(_, Atom::AllOf(next))] if !read.read_only && !read.write_only => at = *next,
                _ => return at,
            }
        }
        at
    }

    pub(crate) fn dialect(&mut self, of: Of, node: NodeId) -> Dialect {
        super::resolve::dialect(self.side(of), node)
    }

    pub(super) fn resources(&mut self, of: Of) -> Rc<Resources> {
        let index = usize::from(of == Of::After);
        let side = self.side(of);
        let slot = &mut self.resources[index];
        Rc::clone(slot.get_or_insert_with(|| Rc::new(Resources::index(side))))
    }
}

/// The side with the dialect that its root states.
fn stated(side: Side<'_>) -> Side<'_> {
    let dialect = side.tree.root().map_or(side.dialect, |root| super::resolve::dialect(side, root));
    Side { dialect, ..side }
}

impl Library<'_> {
    /// A number that is the same for schemas that are written the same.
    pub(crate) fn text(&self, schema: SchemaRef) -> u64 {
        match schema {
            SchemaRef::Read { of, node, .. } => self.side(of).tree.digest(node),
            SchemaRef::Made(index) => u64::from(index),
        }
    }

    /// Whether two schemas are written the same, in the same dialect; what they refer to is another matter. What was
    /// made is equal to itself only.
    pub(crate) fn same_text(&mut self, one: SchemaRef, other: SchemaRef) -> bool {
        let (SchemaRef::Read { of: a, node: x, .. }, SchemaRef::Read { of: b, node: y, .. }) = (one, other) else {
            return one == other;
        };
        self.side(a).tree.digest(x) == self.side(b).tree.digest(y) && self.dialect(a, x) == self.dialect(b, y)
    }
}
