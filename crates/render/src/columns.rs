//! How wide the columns of a table are: none is narrower than its longest word, as long as the whole has room for that.

use crate::wrap::pieces_of;

/// The widths of the columns of `rows` (the header is one of them), which take `room` columns of text together at most; the
/// space between columns is not counted.
pub(crate) fn widths(rows: &[Vec<String>], room: usize) -> Vec<usize> {
    let number = rows.iter().map(Vec::len).max().unwrap_or(0);
    let most = |measure: fn(&str) -> usize| -> Vec<usize> {
        let of = |column: usize| rows.iter().filter_map(|row| row.get(column)).map(|cell| measure(cell)).max();
        (0..number).map(|column| of(column).unwrap_or(0).max(1)).collect()
    };
    let (mut widths, wanted) = (most(longest_word), most(longest_line));
    // What is wider than a fair share gives way where there is no room for all words.
    while widths.iter().sum::<usize>() > room {
        let Some(widest) = widths.iter_mut().max_by_key(|it| **it).filter(|it| **it > 1) else { break };
        *widest -= 1;
    }
    let mut free = room.saturating_sub(widths.iter().sum());
    while free > 0 {
        // The one whose text would take the most lines.
        let lines = |at: usize| {
            let (width, wanted) = (widths.get(at).copied().unwrap_or(1), wanted.get(at).copied().unwrap_or(1));
            if width < wanted { wanted * 1_000 / width } else { 0 }
        };
        let Some(at) = (0..number).rev().max_by_key(|at| lines(*at)).filter(|at| lines(*at) > 0) else { break };
        if let Some(width) = widths.get_mut(at) {
            *width += 1;
        }
        free -= 1;
    }
    widths
}

fn longest_line(text: &str) -> usize {
    text.lines().map(|line| line.chars().count()).max().unwrap_or(0)
}

fn longest_word(text: &str) -> usize {
    text.split([' ', '\n']).flat_map(pieces_of).map(|piece| piece.chars().count()).max().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(rows: &[&[&str]]) -> Vec<Vec<String>> {
        rows.iter().map(|row| row.iter().map(|cell| (*cell).to_owned()).collect()).collect()
    }

    #[test]
    fn no_word_is_broken_while_there_is_room() {
        let rows =
            rows(&[&["Pattern", "No return", "Why"], &["change_data_capture", "decommissioning", "a b c d e f g h"]]);
        for room in [30, 40, 60] {
            let widths = widths(&rows, room);
            assert!(widths[1] >= "decommissioning".len() && widths[0] >= "capture".len(), "{room}: {widths:?}");
            assert!(widths.iter().sum::<usize>() <= room, "{room}: {widths:?}");
        }
        // All have what they want.
        assert_eq!(widths(&rows, 100), [19, 15, 15]);
    }

    #[test]
    fn the_widest_gives_way_where_there_is_no_room() {
        let long = "x".repeat(90);
        let widths = widths(&rows(&[&["one", &long]]), 40);
        assert_eq!(widths, [3, 37]);
        assert_eq!(super::widths(&[], 40), [0_usize; 0]);
    }
}
