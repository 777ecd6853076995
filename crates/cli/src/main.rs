//! The command `numoxide`.

#![forbid(unsafe_code)]

fn main() -> std::process::ExitCode {
    numoxide_cli::main()
}
