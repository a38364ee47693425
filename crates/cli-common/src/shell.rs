//! Completions and man pages, made from the definition of the arguments.

pub use clap_complete::Shell;

use clap::{Command, CommandFactory};
use clap_mangen::Man;

/// The completion script of the program `C` for `shell`.
pub fn completions<C: CommandFactory>(shell: Shell) -> String {
    let mut command = C::command();
    let name = command.get_name().to_owned();
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut command, name, &mut script);
    String::from_utf8_lossy(&script).into_owned()
}

/// The man page of the program `C`: one page, its subcommands behind each other.
pub fn man_page<C: CommandFactory>() -> String {
    let mut command = C::command();
    command.build();
    let mut page = Vec::new();
    // Writing to memory cannot fail.
    let _ = Man::new(command.clone()).render(&mut page);
    for subcommand in command.get_subcommands().filter(|it| !it.is_hide_set() && it.get_name() != "help") {
        let _ = render_subcommand(subcommand, &mut page);
    }
    String::from_utf8_lossy(&page).into_owned()
}

fn render_subcommand(command: &Command, page: &mut Vec<u8>) -> std::io::Result<()> {
    let name = command.get_bin_name().unwrap_or_else(|| command.get_name()).to_owned();
    page.extend_from_slice(format!(".SH \"{}\"\n", name.to_uppercase()).as_bytes());
    let man = Man::new(command.clone());
    man.render_synopsis_section(page)?;
    man.render_description_section(page)?;
    man.render_options_section(page)
}
