//! The page of the rules that find risks, from their registry.

use std::fmt::Write as _;

use plan_engine::risk::{Level, registry};

/// Where it lies.
pub(super) const PAGE: &str = "docs/guide/risk.md";

/// The page.
pub(super) fn page() -> String {
    let mut text = String::from(
        "# Risks\n\nWritten by `cargo xtask codegen`; do not edit. `plan risk plan.json` weighs a plan by these rules.\n\n\
         Each risk has four factors from 0 to 1, each with the reason for its value and the facts behind it, with file, line \
         and column:\n\n\
         - **likelihood**: how likely it is;\n\
         - **impact**: how much of the business it reaches, the blast radius: 0.3 alone, 0.08 more for each system that a \
         fault reaches, 0.8 at least where a table is critical;\n\
         - **detectability**: how likely it is noticed before it hurts: 0.9 by a trigger that acts, 0.7 by one that calls \
         somebody, 0.6 by a gate, 0.4 by metrics that somebody looks at, else 0.1;\n\
         - **reversibility**: how well it can be taken back: 0.9 without loss, 0.5 by a policy for some values, 0 not at all; \
         half of that where the way back takes longer than recovery may take.\n\n\
         The score is likelihood × impact × (1 − detectability) × (1 − reversibility). What is done about a risk is a step, a \
         gate or a trigger of the plan itself; where there is none, the risk says what to add. The level of a phase, and of \
         the whole, is the highest of its risks. The constants are proposals of this program where a rule does not cite \
         another source.\n\n\
         | level | score from | four equal factors of |\n|---|---|---|\n",
    );
    for (level, from) in Level::SCALE {
        let _ = writeln!(text, "| {level} | {from} | {:.2} |", from.powf(0.25));
    }
    text.push_str(
        "\nFMEA multiplies severity, occurrence and detection of 1 to 10 each into a risk priority number up to 1,000 and \
         leaves open from where on it matters (IEC 60812:2018, 5.3.6); here a fourth factor tells whether it can be taken \
         back, and the bounds are fixed so that two plans can be compared.\n",
    );
    for rule in registry() {
        let _ = write!(
            text,
            "\n## {}\n\n*{}*: {}.\n\n{}\n",
            rule.id,
            rule.category.as_str(),
            rule.summary,
            rule.explanation
        );
    }
    text
}
