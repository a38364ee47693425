//! Sequences and their options.

use squawk_syntax::{SyntaxKind, SyntaxNode};

use crate::catalogue::{DataType, Grants, ObjectPath, QualifiedName, Sequence, SequenceOptions};

use super::replay::Replay;
use super::{syntax, types};

/// Changes to the options of a sequence, as written.
#[derive(Debug, Default)]
#[expect(clippy::option_option, reason = "not stated, stated as none, stated")]
struct Stated {
    data_type: Option<DataType>,
    start: Option<i64>,
    increment: Option<i64>,
    min_value: Option<Option<i64>>,
    max_value: Option<Option<i64>>,
    cache: Option<i64>,
    cycle: Option<bool>,
    owned_by: Option<Option<Vec<String>>>,
}

impl Replay<'_> {
    /// `CREATE SEQUENCE`.
    pub(super) fn create_sequence(&mut self, node: &SyntaxNode) {
        let Some(target) = syntax::child(node, SyntaxKind::SEQUENCE) else { return };
        if syntax::has(node, SyntaxKind::TEMP) {
            return self.unmodelled("CREATE TEMPORARY SEQUENCE", "");
        }
        let name = self.names.created(&syntax::path(&target));
        if self.names.has_relation(&name) {
            if !syntax::has(node, SyntaxKind::IF_NOT_EXISTS) {
                self.duplicate("relation", &name);
            }
            return;
        }
        let stated = self.stated(node);
        let options = applied(None, &stated, DataType::named("bigint"));
        let owned_by = stated.owned_by.flatten().and_then(|path| self.owner_column(&path));
        self.names.add_relation(name.clone());
        self.catalogue
            .sequences
            .insert(name.clone(), Sequence { options, owned_by, comment: None, grants: Grants::default() });
        self.origin_here(ObjectPath::Sequence(name));
    }

    /// The options of the sequence behind an identity column of type `data_type`.
    pub(super) fn identity_options(&self, list: Option<&SyntaxNode>, data_type: &DataType) -> SequenceOptions {
        let stated = list.map(|list| self.stated(list)).unwrap_or_default();
        applied(None, &stated, DataType::named(data_type.name.clone()))
    }

    /// The same, changed by what a node states.
    pub(super) fn changed_options(&self, before: &SequenceOptions, node: &SyntaxNode) -> SequenceOptions {
        applied(Some(before), &self.stated(node), before.data_type.clone())
    }

    /// `ALTER SEQUENCE`.
    pub(super) fn alter_sequence(&mut self, node: &SyntaxNode) {
        let Some(target) = syntax::child(node, SyntaxKind::SEQUENCE_REF) else { return };
        let name = self.names.relation(&syntax::path(&target));
        if syntax::has(node, SyntaxKind::OWNER_TO) {
            return self.owner();
        }
        if !self.catalogue.sequences.contains_key(&name) {
            if self.names.has_relation(&name) || self.opaque.contains(&name) {
                self.unmodelled("ALTER SEQUENCE", &format!("relation {name}"));
            } else if !syntax::has(node, SyntaxKind::IF_EXISTS) {
                self.unknown("sequence", &name);
            }
            return;
        }
        if let Some(rename) = syntax::child(node, SyntaxKind::SEQUENCE_RENAME_TO) {
            return self.move_sequence(&name, QualifiedName::new(&name.schema, syntax::name(&rename)));
        }
        if let Some(schema) = syntax::child(node, SyntaxKind::SET_SCHEMA) {
            return self.move_sequence(&name, QualifiedName::new(syntax::name(&schema), &name.name));
        }
        let stated = self.stated(node);
        let owner = stated.owned_by.clone().map(|path| path.and_then(|path| self.owner_column(&path)));
        if let Some(Some((table, _))) = &owner
            && self.opaque.contains(table)
        {
            // The sequence of a `serial` column of a relation that the model does not hold is part of that relation.
            let key = format!("relation {table}");
            self.catalogue.sequences.remove(&name);
            self.origins.0.remove(&ObjectPath::Sequence(name));
            return self.unmodelled("ALTER SEQUENCE … OWNED BY", &key);
        }
        let Some(sequence) = self.catalogue.sequences.get_mut(&name) else { return };
        sequence.options = applied(Some(&sequence.options), &stated, sequence.options.data_type.clone());
        if let Some(owner) = owner {
            sequence.owned_by = owner;
        }
    }

    /// Gives a sequence another name, in defaults too.
    pub(super) fn move_sequence(&mut self, from: &QualifiedName, to: QualifiedName) {
        if self.names.has_relation(&to) {
            return self.duplicate("relation", &to);
        }
        let Some(sequence) = self.catalogue.sequences.remove(from) else { return };
        self.names.remove_relation(from);
        self.names.add_relation(to.clone());
        let spelt = |name: &QualifiedName| {
            let part = super::expression::print::identifier;
            super::expression::print::string(&format!("{}.{}", part(&name.schema), part(&name.name)))
        };
        let (old, new) = (spelt(from), spelt(&to));
        for column in self.catalogue.tables.values_mut().flat_map(|table| &mut table.columns) {
            if let Some(default) = column.default.as_mut().filter(|default| default.canonical.contains(&old)) {
                default.canonical = default.canonical.replace(&old, &new);
                default.text.clone_from(&default.canonical);
            }
        }
        self.catalogue.sequences.insert(to.clone(), sequence);
        self.origin_here(ObjectPath::Sequence(to));
    }

    fn owner_column(&self, path: &[String]) -> Option<(QualifiedName, String)> {
        let (column, table) = path.split_last()?;
        Some((self.names.relation(table), column.clone()))
    }

    fn stated(&self, node: &SyntaxNode) -> Stated {
        let mut stated = Stated::default();
        for option in node.descendants().skip(1) {
            let number = || number(&option);
            match option.kind() {
                SyntaxKind::OPTION_AS_TYPE => {
                    stated.data_type =
                        syntax::type_of(&option).map(|node| types::parse_text(&syntax::text(&node), &self.names));
                }
                SyntaxKind::OPTION_CACHE => stated.cache = number(),
                SyntaxKind::OPTION_INCREMENT => stated.increment = number(),
                SyntaxKind::OPTION_START => stated.start = number(),
                SyntaxKind::OPTION_MAX_VALUE => stated.max_value = Some(number()),
                SyntaxKind::OPTION_MIN_VALUE => stated.min_value = Some(number()),
                SyntaxKind::OPTION_NO_MAX_VALUE => stated.max_value = Some(None),
                SyntaxKind::OPTION_NO_MIN_VALUE => stated.min_value = Some(None),
                SyntaxKind::OPTION_CYCLE => stated.cycle = Some(true),
                SyntaxKind::OPTION_NO_CYCLE => stated.cycle = Some(false),
                SyntaxKind::OPTION_OWNED_BY => {
                    let column = syntax::below(&option, SyntaxKind::QUALIFIED_COLUMN_NAME_REF);
                    let path = column.map(|column| syntax::path(&column)).filter(|path| path != &["none"]);
                    stated.owned_by = Some(path);
                }
                _ => {}
            }
        }
        stated
    }
}

fn number(option: &SyntaxNode) -> Option<i64> {
    let text = syntax::text(option);
    let digits = text.trim_start_matches(|char: char| !char.is_ascii_digit() && char != '-');
    digits.split_whitespace().collect::<String>().replace('_', "").parse().ok()
}

/// The options with what is stated; the rest as it was, or as the engine fills it in.
fn applied(before: Option<&SequenceOptions>, stated: &Stated, data_type: DataType) -> SequenceOptions {
    let data_type = stated.data_type.clone().unwrap_or(data_type);
    let increment = stated.increment.or(before.map(|before| before.increment)).unwrap_or(1);
    let usual = bounds(&data_type, increment);
    // Bounds that are those of the old type follow the type.
    let kept = |pick: fn(&(i64, i64)) -> i64, value: fn(&SequenceOptions) -> i64| {
        before.and_then(|before| {
            let own = pick(&bounds(&before.data_type, before.increment));
            (value(before) != own || before.data_type == data_type).then_some(value(before))
        })
    };
    let min_value = match stated.min_value {
        Some(value) => value.unwrap_or(usual.0),
        None => kept(|bounds| bounds.0, |options| options.min_value).unwrap_or(usual.0),
    };
    let max_value = match stated.max_value {
        Some(value) => value.unwrap_or(usual.1),
        None => kept(|bounds| bounds.1, |options| options.max_value).unwrap_or(usual.1),
    };
    let first = if increment < 0 { max_value } else { min_value };
    SequenceOptions {
        data_type,
        start: stated.start.or(before.map(|before| before.start)).unwrap_or(first),
        increment,
        min_value,
        max_value,
        cache: stated.cache.or(before.map(|before| before.cache)).unwrap_or(1),
        cycle: stated.cycle.or(before.map(|before| before.cycle)).unwrap_or(false),
    }
}

fn bounds(data_type: &DataType, increment: i64) -> (i64, i64) {
    let max = SequenceOptions::ascending(data_type.clone()).max_value;
    if increment < 0 { (-max - 1, -1) } else { (1, max) }
}
