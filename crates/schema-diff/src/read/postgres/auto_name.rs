//! Names that PostgreSQL chooses by itself (`makeObjectName`, `ChooseRelationName` in the engine's sources).

use super::tokens::clip;

/// Bytes of the longest name.
const LONGEST: usize = 63;

/// `first_second_label`, its parts shortened until it fits.
pub(super) fn object_name(first: &str, second: Option<&str>, label: &str) -> String {
    let overhead = label.len() + 1 + usize::from(second.is_some());
    let available = LONGEST.saturating_sub(overhead);
    let second_text = second.unwrap_or_default();
    let (mut first_length, mut second_length) = (first.len(), second_text.len());
    while first_length + second_length > available {
        if first_length > second_length {
            first_length -= 1;
        } else {
            second_length -= 1;
        }
    }
    let mut name = cut(first, first_length).to_owned();
    if second.is_some() {
        name.push('_');
        name.push_str(cut(second_text, second_length));
    }
    name.push('_');
    name.push_str(label);
    name
}

/// The first of `first_second_label`, `…label1`, `…label2` that is free.
pub(super) fn choose(first: &str, second: Option<&str>, label: &str, taken: impl Fn(&str) -> bool) -> String {
    let mut name = object_name(first, second, label);
    let mut pass = 0_u32;
    while taken(&name) {
        pass += 1;
        name = object_name(first, second, &format!("{label}{pass}"));
    }
    name
}

/// Several column names as the middle part of a name.
pub(super) fn joined(columns: &[String]) -> String {
    let mut name = String::new();
    for column in columns {
        if !name.is_empty() {
            name.push('_');
        }
        name.push_str(column);
        if name.len() > LONGEST {
            break;
        }
    }
    clip(&name).to_owned()
}

fn cut(text: &str, length: usize) -> &str {
    let mut end = length.min(text.len());
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    text.get(..end).unwrap_or(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_names_lose_from_the_longer_part() {
        let (table, column) = ("t".repeat(60), "c".repeat(10));
        let name = object_name(&table, Some(&column), "fkey");
        assert_eq!(name, format!("{}_{column}_fkey", "t".repeat(47)));
        assert_eq!(name.len(), 63);
    }

    #[test]
    fn collisions_are_counted_from_one() {
        assert_eq!(choose("t", Some("a"), "key", |name| name == "t_a_key" || name == "t_a_key1"), "t_a_key2");
        assert_eq!(choose("t", None, "pkey", |_| false), "t_pkey");
    }
}
