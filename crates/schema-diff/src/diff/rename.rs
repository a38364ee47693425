//! Renames as the user states them; none is ever guessed.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use super::stated_name::{sides, unquoted};
use super::{Change, ChangeKind, follow};
use crate::catalogue::{Catalogue, DefinitionId, ObjectPath, QualifiedName, Signature};
use crate::read::Reading;

/// A rename as the user states it: `old=new`, each name with its schema where it is not the default one, and that of a
/// column, constraint or trigger with its table (`users.email=users.mail`). A function may be told from others of its
/// name by its arguments: `f(integer)=g(integer)`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rename {
    /// The old name.
    pub from: String,
    /// The new name; that of a part of a table may stand alone, without the table.
    pub to: String,
}

impl Rename {
    /// The renames that comments on the new side state (`-- renamed from: x`): of schemas first and of parts of tables
    /// last, so that what lies in something renamed is found under its new name. A comment that outlived its rename,
    /// since `before` has the new name and not the old one any more, states nothing.
    pub fn stated(before: &Reading, after: &Reading) -> Vec<Self> {
        let mut stated: Vec<_> = after.renamed_from.iter().map(|(to, old)| (to, formerly(to, old))).collect();
        stated.retain(|(to, from)| before.catalogue.get(to).is_none() || before.catalogue.get(from).is_some());
        stated.sort_by_key(|(to, _)| match to {
            ObjectPath::Schema(_) => 0,
            ObjectPath::Column(..) => 2,
            ObjectPath::Constraint(..) | ObjectPath::Index(..) | ObjectPath::Trigger(..) => 3,
            _ => 1,
        });
        stated.into_iter().map(|(to, from)| Self { from: argument(&from), to: argument(to) }).collect()
    }
}

/// What is at `path` now, under the name `old`.
fn formerly(path: &ObjectPath, old: &str) -> ObjectPath {
    let qualified = |now: &QualifiedName| match old.split_once('.') {
        Some((schema, name)) => QualifiedName::new(schema, name),
        None => QualifiedName::new(&now.schema, old),
    };
    match path {
        ObjectPath::Schema(_) => ObjectPath::Schema(old.to_owned()),
        ObjectPath::Extension(_) => ObjectPath::Extension(old.to_owned()),
        ObjectPath::Enum(now) => ObjectPath::Enum(qualified(now)),
        ObjectPath::Domain(now) => ObjectPath::Domain(qualified(now)),
        ObjectPath::Sequence(now) => ObjectPath::Sequence(qualified(now)),
        ObjectPath::Table(now) => ObjectPath::Table(qualified(now)),
        ObjectPath::View(now) => ObjectPath::View(qualified(now)),
        ObjectPath::Function(now) => {
            let name = old.split('(').next().unwrap_or(old).trim();
            ObjectPath::Function(Signature { name: name.to_owned(), ..now.clone() })
        }
        ObjectPath::Column(table, _) => ObjectPath::Column(table.clone(), old.to_owned()),
        ObjectPath::Constraint(table, _) => ObjectPath::Constraint(table.clone(), old.to_owned()),
        ObjectPath::Index(relation, _) => ObjectPath::Index(relation.clone(), old.to_owned()),
        ObjectPath::Trigger(relation, _) => ObjectPath::Trigger(relation.clone(), old.to_owned()),
        ObjectPath::Definition(now) => {
            let (schema, name) = match (&now.schema, old.split_once('.')) {
                (Some(_), Some((schema, name))) => (Some(schema.to_owned()), name),
                (schema, _) => (schema.clone(), old),
            };
            ObjectPath::Definition(DefinitionId { schema, name: name.to_owned(), ..now.clone() })
        }
        ObjectPath::DefaultPrivileges(_) => path.clone(),
    }
}

/// The name as `--rename` takes it.
fn argument(path: &ObjectPath) -> String {
    match path {
        ObjectPath::Schema(name) | ObjectPath::Extension(name) => name.clone(),
        ObjectPath::Enum(name)
        | ObjectPath::Domain(name)
        | ObjectPath::Sequence(name)
        | ObjectPath::Table(name)
        | ObjectPath::View(name) => name.to_string(),
        ObjectPath::Function(signature) => signature.to_string(),
        ObjectPath::Definition(id) => match (&id.relation, &id.schema) {
            (Some(relation), _) => format!("{relation}.{}", id.name),
            (None, Some(schema)) => format!("{schema}.{}", id.name),
            (None, None) => id.name.clone(),
        },
        ObjectPath::DefaultPrivileges(it) => it.to_string(),
        ObjectPath::Column(relation, name)
        | ObjectPath::Constraint(relation, name)
        | ObjectPath::Index(relation, name)
        | ObjectPath::Trigger(relation, name) => format!("{relation}.{name}"),
    }
}

impl std::str::FromStr for Rename {
    type Err = RenameError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        match sides(text) {
            Some((from, to)) if !from.is_empty() && !to.is_empty() => {
                Ok(Self { from: unquoted(from), to: unquoted(to) })
            }
            _ => Err(RenameError(format!("`{text}` is no rename: write old=new, for example users.email=users.mail"))),
        }
    }
}

/// A stated rename that does not fit the two schemas.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct RenameError(String);

/// `before` with the renames done to it, and the changes that they are.
pub(super) fn apply<'a>(
    before: &'a Catalogue,
    after: &Catalogue,
    renames: &[Rename],
) -> Result<(Cow<'a, Catalogue>, Vec<Change>), RenameError> {
    let mut renamed = Cow::Borrowed(before);
    let mut pairs = Vec::new();
    for rename in relations_first(renames, before) {
        let (from, to) = settle(&renamed, after, rename, &pairs)?;
        renamed.to_mut().rename(&from, &to);
        pairs.push((from, to));
    }
    for (from, to) in follow::named_after(&renamed, after, &pairs) {
        renamed.to_mut().rename(&from, &to);
        pairs.push((from, to));
    }
    if !pairs.is_empty() {
        follow::rename_unnamed(renamed.to_mut(), after);
    }
    let changes = pairs.into_iter().map(|(from, to)| Change { path: to, kind: ChangeKind::Renamed { from } });
    Ok((renamed, changes.collect()))
}

/// What holds others comes before what lies in it, in whatever order they are stated.
fn relations_first<'a>(renames: &'a [Rename], before: &Catalogue) -> Vec<&'a Rename> {
    let holds = |path: &ObjectPath| matches!(path, ObjectPath::Schema(_) | ObjectPath::Table(_) | ObjectPath::View(_));
    let mut ordered: Vec<_> = renames.iter().collect();
    ordered.sort_by_key(|it| !called(before, &it.from).iter().any(holds));
    ordered
}

/// `name` where the table or view in it, stated as it was called before, has its new name already.
fn in_renamed(before: &Catalogue, name: &str, done: &[(ObjectPath, ObjectPath)]) -> Option<String> {
    let (relation, part) = name.rsplit_once('.')?;
    let relation = qualified(before, relation);
    done.iter().find_map(|pair| match pair {
        (ObjectPath::Table(old), ObjectPath::Table(new)) | (ObjectPath::View(old), ObjectPath::View(new))
            if *old == relation =>
        {
            Some(format!("{new}.{part}"))
        }
        _ => None,
    })
}

/// The objects that a rename speaks of: of all that have the old name, the one whose new name is new.
fn settle(
    before: &Catalogue,
    after: &Catalogue,
    rename: &Rename,
    done: &[(ObjectPath, ObjectPath)],
) -> Result<(ObjectPath, ObjectPath), RenameError> {
    let Rename { from, to } = rename;
    let mut found = called(before, from);
    if let Some(there) = in_renamed(before, from, done).filter(|_| found.is_empty()) {
        found = called(before, &there);
    }
    let mut pairs: Vec<_> = found.into_iter().map(|path| (target(&path, after, to), path)).collect();
    let fits = pairs.iter().position(|(to, _)| after.get(to).is_some() && before.get(to).is_none());
    match fits.map(|at| pairs.swap_remove(at)).or_else(|| pairs.pop()) {
        None => Err(RenameError(format!("rename {from}={to}: nothing is called `{from}` before"))),
        Some((new, _)) if after.get(&new).is_none() => {
            Err(RenameError(format!("rename {from}={to}: there is no {new} after")))
        }
        Some((new, _)) if before.get(&new).is_some() => {
            Err(RenameError(format!("rename {from}={to}: {new} is there before as well")))
        }
        Some((new, old)) => Ok((old, new)),
    }
}

fn qualified(catalogue: &Catalogue, text: &str) -> QualifiedName {
    match text.split_once('.') {
        Some((schema, name)) => QualifiedName::new(schema, name),
        None => QualifiedName::new(catalogue.dialect.default_schema(), text),
    }
}

/// Where `from` lies under the name `text`.
fn target(from: &ObjectPath, after: &Catalogue, text: &str) -> ObjectPath {
    let own = text.rsplit('.').next().unwrap_or(text).to_owned();
    match from {
        ObjectPath::Schema(_) => ObjectPath::Schema(text.to_owned()),
        ObjectPath::Extension(_) => ObjectPath::Extension(text.to_owned()),
        ObjectPath::Enum(_) => ObjectPath::Enum(qualified(after, text)),
        ObjectPath::Domain(_) => ObjectPath::Domain(qualified(after, text)),
        ObjectPath::Sequence(_) => ObjectPath::Sequence(qualified(after, text)),
        ObjectPath::Table(_) => ObjectPath::Table(qualified(after, text)),
        ObjectPath::View(_) => ObjectPath::View(qualified(after, text)),
        ObjectPath::Function(signature) => {
            let name = qualified(after, text.split('(').next().unwrap_or(text).trim());
            ObjectPath::Function(Signature { schema: name.schema, name: name.name, ..signature.clone() })
        }
        ObjectPath::Column(table, _) => ObjectPath::Column(table.clone(), own),
        ObjectPath::Constraint(table, _) => ObjectPath::Constraint(table.clone(), own),
        ObjectPath::Index(relation, _) => ObjectPath::Index(relation.clone(), own),
        ObjectPath::Trigger(relation, _) => ObjectPath::Trigger(relation.clone(), own),
        ObjectPath::Definition(id) => {
            let schema = id.schema.as_ref().map(|_| qualified(after, text).schema);
            ObjectPath::Definition(DefinitionId { schema, name: own, ..id.clone() })
        }
        ObjectPath::DefaultPrivileges(_) => from.clone(),
    }
}

/// Everything called `text`: relations before their parts. An index may be called by its schema or by its table.
fn called(catalogue: &Catalogue, text: &str) -> Vec<ObjectPath> {
    let name = qualified(catalogue, text);
    let mut paths = vec![
        ObjectPath::Table(name.clone()),
        ObjectPath::View(name.clone()),
        ObjectPath::Sequence(name.clone()),
        ObjectPath::Enum(name.clone()),
        ObjectPath::Domain(name.clone()),
        ObjectPath::Schema(text.to_owned()),
    ];
    if let Some((relation, part)) = text.rsplit_once('.') {
        let (relation, part) = (qualified(catalogue, relation), part.to_owned());
        paths.extend([
            ObjectPath::Column(relation.clone(), part.clone()),
            ObjectPath::Constraint(relation.clone(), part.clone()),
            ObjectPath::Index(relation.clone(), part.clone()),
            ObjectPath::Trigger(relation, part),
        ]);
    }
    paths.retain(|path| catalogue.get(path).is_some());
    let relations = catalogue.tables.iter().map(|(name, it)| (name, &it.indexes));
    let relations = relations.chain(catalogue.views.iter().map(|(name, it)| (name, &it.indexes)));
    let indexes = relations
        .filter(|(relation, indexes)| relation.schema == name.schema && indexes.contains_key(&name.name))
        .map(|(relation, _)| ObjectPath::Index(relation.clone(), name.name.clone()));
    let is_meant = |it: &&Signature| it.to_string() == text || (&it.schema, &it.name) == (&name.schema, &name.name);
    let functions = catalogue.functions.keys().filter(is_meant).cloned().map(ObjectPath::Function);
    let is_meant = |it: &&DefinitionId| match (&it.relation, it.qualified()) {
        (Some(relation), _) => text == format!("{relation}.{}", it.name),
        (None, Some(own)) => own == name,
        (None, None) => !it.name.is_empty() && it.name == text,
    };
    let definitions = catalogue.definitions.keys().filter(is_meant).cloned().map(ObjectPath::Definition);
    paths.extend(indexes.chain(functions).chain(definitions).collect::<Vec<_>>());
    paths
}
