//! Risks as a matrix: how likely, and what harm is left once it is noticed and taken back.

use plan_engine::risk::{Level, Mitigation, Risk};

use super::Page;
use super::prose::{name, prose, sentence};

/// Upper bounds of the columns: likelihoods.
const LIKELIHOODS: [(f64, &str); 5] =
    [(0.1, "rare"), (0.3, "unlikely"), (0.5, "possible"), (0.75, "likely"), (1.0, "almost certain")];

/// Upper bounds of the rows: harm that is left, impact × (1 − detectability) × (1 − reversibility).
const HARMS: [(f64, &str); 5] = [(0.01, "slight"), (0.05, "minor"), (0.15, "serious"), (0.3, "major"), (1.0, "severe")];

/// Risks in full detail at most.
const SHOWN: usize = 40;

/// The matrix, and the risks that it counts.
pub(super) struct Matrix {
    pub(super) columns: Vec<Head>,
    /// The row of the greatest harm first.
    pub(super) rows: Vec<MatrixRow>,
    pub(super) risks: Vec<Item>,
    /// Where risks of a low level begin.
    pub(super) first_low: usize,
    /// Risks that are only counted.
    pub(super) more: usize,
    pub(super) notes: Vec<String>,
}

/// The head of a column or a row.
pub(super) struct Head {
    pub(super) name: &'static str,
    pub(super) bound: String,
}

/// A row of the matrix.
pub(super) struct MatrixRow {
    pub(super) head: Head,
    pub(super) cells: Vec<Cell>,
}

/// A cell: the level that a risk in its middle has, and the risks in it by number.
pub(super) struct Cell {
    pub(super) level: &'static str,
    pub(super) risks: Vec<Chip>,
    pub(super) more: usize,
}

/// A risk in the matrix.
pub(super) struct Chip {
    pub(super) number: usize,
    pub(super) level: &'static str,
}

/// A risk in the list.
pub(super) struct Item {
    pub(super) number: usize,
    pub(super) level: &'static str,
    pub(super) title: String,
    pub(super) phase: String,
    pub(super) owner: String,
    pub(super) product: String,
    pub(super) factors: Vec<(&'static str, String, String)>,
    pub(super) mitigations: Vec<String>,
}

impl Matrix {
    pub(super) fn of(page: &Page<'_>) -> Self {
        let risks = &page.risks.risks;
        let numbered = || risks.iter().enumerate().map(|(at, risk)| (at + 1, risk));
        let rows = (0..HARMS.len()).rev().map(|row| {
            let cells = (0..LIKELIHOODS.len()).map(|column| {
                let here = numbered().filter(|(_, it)| place(it) == (column, row));
                let all: Vec<Chip> = here.map(|(number, it)| Chip { number, level: it.level.as_str() }).collect();
                cell(column, row, all)
            });
            MatrixRow { head: head(&HARMS, row), cells: cells.collect() }
        });
        Self {
            columns: (0..LIKELIHOODS.len()).map(|at| head(&LIKELIHOODS, at)).collect(),
            rows: rows.collect(),
            risks: numbered().take(SHOWN).map(|(number, it)| item(number, it)).collect(),
            first_low: risks.iter().take(SHOWN).take_while(|it| it.level > Level::Low).count(),
            more: risks.len().saturating_sub(SHOWN),
            notes: page.risks.notes.iter().map(|it| prose(it)).collect(),
        }
    }
}

fn head(scale: &[(f64, &'static str); 5], at: usize) -> Head {
    let (bound, name) = scale.get(at).copied().unwrap_or((1.0, ""));
    Head { name, bound: format!("≤ {} %", bound * 100.0) }
}

fn cell(column: usize, row: usize, mut risks: Vec<Chip>) -> Cell {
    const FEW: usize = 8;
    let more = risks.len().saturating_sub(FEW);
    risks.truncate(FEW);
    let score = middle(&LIKELIHOODS, column) * middle(&HARMS, row);
    Cell { level: Level::of(score).as_str(), risks, more }
}

/// The geometric middle of a class, of the lowest one three fifths of its bound.
fn middle(scale: &[(f64, &str); 5], at: usize) -> f64 {
    let bound = |at: usize| scale.get(at).map_or(1.0, |it| it.0);
    at.checked_sub(1).map_or_else(|| 0.6 * bound(0), |below| (bound(below) * bound(at)).sqrt())
}

/// Column and row of a risk.
fn place(risk: &Risk) -> (usize, usize) {
    let class = |scale: &[(f64, &str); 5], value: f64| scale.iter().position(|(bound, _)| value <= *bound).unwrap_or(4);
    let harm = risk.impact.value * (1.0 - risk.detectability.value) * (1.0 - risk.reversibility.value);
    (class(&LIKELIHOODS, risk.likelihood.value), class(&HARMS, harm))
}

fn item(number: usize, risk: &Risk) -> Item {
    let factor = |it: &plan_engine::risk::Factor| (it.value.to_string(), prose(&it.because));
    let named = [
        ("likelihood", factor(&risk.likelihood)),
        ("impact", factor(&risk.impact)),
        ("detectability", factor(&risk.detectability)),
        ("reversibility", factor(&risk.reversibility)),
    ];
    let mitigation = |it: &Mitigation| match it {
        Mitigation::Step { id, how } | Mitigation::Trigger { id, how } => {
            format!("<code>{}</code>: {}", name(id), prose(how))
        }
        Mitigation::Missing { add } => format!("<strong>not in this plan:</strong> {}", prose(add)),
    };
    Item {
        number,
        level: risk.level.as_str(),
        title: prose(&sentence(&risk.title)),
        phase: risk.phase.as_deref().map_or_else(|| "the whole plan".to_owned(), name),
        owner: name(&risk.owner),
        product: risk.product(),
        factors: named.into_iter().map(|(what, (value, because))| (what, value, because)).collect(),
        mitigations: risk.mitigations.iter().map(mitigation).collect(),
    }
}
