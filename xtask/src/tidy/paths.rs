//! No file names a folder of the machine that it was written on.

use std::path::Path;

/// Written in two parts, so that this file does not find itself.
const FOLDERS: [(&str, &str); 4] = [("/wo", "rk/"), ("/ro", "ot/"), ("/ho", "me/"), ("/Us", "ers/")];

pub(super) fn check(root: &Path, files: &[String]) -> Vec<String> {
    let mut problems = Vec::new();
    for file in files {
        // What is not text cannot be read by a person either.
        let Ok(text) = std::fs::read_to_string(root.join(file)) else { continue };
        for (number, line) in text.lines().enumerate() {
            if let Some(folder) = machine_folder(line) {
                problems.push(format!("{file}:{}: names a folder of one machine, {folder}", number + 1));
            }
        }
    }
    problems
}

fn machine_folder(line: &str) -> Option<String> {
    FOLDERS.iter().map(|(head, tail)| format!("{head}{tail}")).find(|folder| {
        line.match_indices(folder.as_str()).any(|(at, _)| {
            let before = line[..at].chars().next_back();
            !before.is_some_and(|before| before.is_alphanumeric() || "._-~*}".contains(before))
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_absolute_paths_count() {
        let folder = ["/wo", "rk/"].concat();
        assert_eq!(machine_folder(&format!("see {folder}main")), Some(folder.clone()));
        assert_eq!(machine_folder(&format!("see docs{folder}main")), None);
    }
}
