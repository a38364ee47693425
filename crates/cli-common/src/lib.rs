//! Arguments, input resolution, exit codes and colour, shared by the programs.

mod colour;
mod exit;
mod failure;
#[cfg(feature = "schema")]
pub mod input;
mod output;
mod run;
mod shell;

pub use colour::ColourChoice;
pub use exit::Exit;
pub use failure::Failure;
pub use output::Output;
pub use run::run;
pub use shell::{Shell, completions, man_page};
