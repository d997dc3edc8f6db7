//! The program. What it does stands in the library.

use std::io::{self, Write};
use std::process::ExitCode;

use concord::terminal::Surroundings;

fn main() -> ExitCode {
    let (mut out, mut err) = (io::stdout().lock(), io::stderr());
    // Reading and checking share one pool of workers.
    if let Err(fault) = rayon::ThreadPoolBuilder::new().build_global() {
        let _ = writeln!(err, "error: {}", concord_sandbox::HostError::Thread(fault.to_string()));
        return ExitCode::from(2);
    }
    let mut around = Surroundings::of_process();
    let code = concord::run_line_in(std::env::args_os(), &mut around, &mut out, &mut err);
    let _ = out.flush();
    ExitCode::from(code)
}
