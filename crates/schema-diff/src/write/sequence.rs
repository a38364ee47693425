//! Sequences.

use super::{Writer, spaced};
use crate::catalogue::{QualifiedName, Sequence, SequenceOptions};

impl Writer {
    /// `CREATE SEQUENCE`, without its owner: the owner's table comes later.
    pub fn create_sequence(self, name: &QualifiedName, sequence: &Sequence) -> String {
        let options = &sequence.options;
        let data_type = if options.data_type.name == "bigint" {
            String::new()
        } else {
            format!("AS {}", self.data_type(&options.data_type))
        };
        spaced(["CREATE SEQUENCE", &self.name(name), &data_type, &self.sequence_options(options)])
    }

    /// `ALTER SEQUENCE … OWNED BY …`, or `OWNED BY NONE`.
    pub fn alter_sequence_owner(self, name: &QualifiedName, owner: Option<&(QualifiedName, String)>) -> String {
        let owner = match owner {
            Some((table, column)) => format!("{}.{}", self.name(table), self.ident(column)),
            None => "NONE".to_owned(),
        };
        format!("ALTER SEQUENCE {} OWNED BY {owner}", self.name(name))
    }

    /// The options that are not what the engine takes by itself, type left out.
    pub fn sequence_options(self, options: &SequenceOptions) -> String {
        let usual = usual(options);
        let mut parts = Vec::new();
        if options.start != usual.start {
            parts.push(format!("START WITH {}", options.start));
        }
        if options.increment != 1 {
            parts.push(format!("INCREMENT BY {}", options.increment));
        }
        if options.min_value != usual.min_value {
            parts.push(format!("MINVALUE {}", options.min_value));
        }
        if options.max_value != usual.max_value {
            parts.push(format!("MAXVALUE {}", options.max_value));
        }
        if options.cache != 1 {
            parts.push(format!("CACHE {}", options.cache));
        }
        if options.cycle {
            parts.push("CYCLE".to_owned());
        }
        parts.join(" ")
    }

    /// All options written out, for `ALTER SEQUENCE`.
    pub fn all_sequence_options(self, options: &SequenceOptions) -> String {
        format!(
            "AS {} START WITH {} INCREMENT BY {} MINVALUE {} MAXVALUE {} CACHE {} {}",
            self.data_type(&options.data_type),
            options.start,
            options.increment,
            options.min_value,
            options.max_value,
            options.cache,
            if options.cycle { "CYCLE" } else { "NO CYCLE" },
        )
    }
}

/// What the engine fills in for this type, direction and bounds (PostgreSQL manual, CREATE SEQUENCE).
fn usual(options: &SequenceOptions) -> SequenceOptions {
    let mut usual = SequenceOptions::ascending(options.data_type.clone());
    if options.increment < 0 {
        usual.min_value = -usual.max_value - 1;
        usual.max_value = -1;
        usual.start = options.max_value;
    } else {
        usual.start = options.min_value;
    }
    usual
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Dialect;
    use crate::catalogue::DataType;

    #[test]
    fn a_descending_sequence_has_bounds_of_its_own() {
        let mut options = SequenceOptions::ascending(DataType::named("integer"));
        (options.increment, options.min_value, options.max_value, options.start) = (-1, i64::from(i32::MIN), -1, -1);
        let sequence = Sequence { options, owned_by: None, comment: None, grants: crate::catalogue::Grants::default() };
        assert_eq!(
            Writer::new(Dialect::Postgres).create_sequence(&QualifiedName::new("public", "s"), &sequence),
            "CREATE SEQUENCE public.s AS integer INCREMENT BY -1"
        );
    }
}
