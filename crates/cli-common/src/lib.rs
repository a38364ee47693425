//! Arguments, input resolution, exit codes and colour, shared by the programs.
