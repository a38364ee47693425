//! Horizontal bars of several parts, all to one scale.

use super::number::thousands;

/// A bar with its name and number.
pub(super) struct Bar {
    pub(super) name: String,
    pub(super) parts: Vec<Part>,
    pub(super) count: String,
    /// What it says to those who do not see it.
    pub(super) label: String,
}

/// A part of a bar; `from` and `width` in per cent of the longest bar.
pub(super) struct Part {
    pub(super) class: &'static str,
    pub(super) from: String,
    pub(super) width: String,
}

/// A bar before it is to scale: its name, and each part with its class and count.
pub(super) struct Counted {
    pub(super) name: String,
    pub(super) parts: Vec<(&'static str, u64)>,
}

/// The bars, the longest as wide as there is room.
pub(super) fn bars(counted: Vec<Counted>) -> Vec<Bar> {
    let total = |it: &Counted| it.parts.iter().map(|(_, count)| count).sum::<u64>();
    let longest = counted.iter().map(total).max().unwrap_or(0).max(1);
    counted.into_iter().map(|it| Bar { count: thousands(total(&it)), ..bar(it, longest) }).collect()
}

fn bar(counted: Counted, longest: u64) -> Bar {
    let mut parts = Vec::new();
    let mut from = 0;
    let mut words = Vec::new();
    for (class, count) in counted.parts.into_iter().filter(|(_, count)| *count > 0) {
        parts.push(Part { class, from: percent(from, longest), width: percent(count, longest) });
        from += count;
        words.push(format!("{} {class}", thousands(count)));
    }
    let said = if words.is_empty() { "nothing".to_owned() } else { words.join(", ") };
    Bar { label: format!("{}: {said}", counted.name), name: counted.name, parts, count: String::new() }
}

#[expect(clippy::cast_precision_loss, reason = "a share of a picture's width")]
fn percent(part: u64, of: u64) -> String {
    format!("{:.2}%", part as f64 / of as f64 * 100.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longest_bar_is_full_and_parts_follow_each_other() {
        let counted = |name: &str, parts: [(&'static str, u64); 2]| Counted { name: name.into(), parts: parts.into() };
        let all =
            bars(vec![counted("a", [("missing", 1), ("extra", 3)]), counted("b", [("missing", 0), ("extra", 1)])]);
        let shown: Vec<Vec<_>> = all
            .iter()
            .map(|it| it.parts.iter().map(|part| (part.from.as_str(), part.width.as_str())).collect())
            .collect();
        assert_eq!(shown, [vec![("0.00%", "25.00%"), ("25.00%", "75.00%")], vec![("0.00%", "25.00%")]]);
        assert_eq!(all[0].label, "a: 1 missing, 3 extra");
    }
}
