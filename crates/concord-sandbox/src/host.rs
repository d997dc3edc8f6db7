//! Failures of the machine, which are no framework's.

/// The machine could not do its part. That is no verdict on any framework: what was asked has no answer, and the run must end.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum HostError {
    /// There is no room for an instance, for its memory or for compiled code.
    #[error(
        "this machine has no room to run a framework: {0} (each job wants several GiB of addresses, though little of it as memory: lift a limit \
         such as `ulimit -v`, free memory, or run with fewer --jobs)"
    )]
    Room(String),
    /// No further thread can be started.
    #[error("this machine cannot start another thread: {0} (lift a limit such as `ulimit -u`, or run with fewer --jobs)")]
    Thread(String),
}

impl HostError {
    /// The machine's part in an error of the engine, if it has one. It is told by the error's type: what the operating system refused.
    pub(crate) fn of(error: &wasmtime::Error) -> Option<HostError> {
        if let Some(host) = error.downcast_ref::<HostError>() {
            return Some(host.clone());
        }
        refused(error).then(|| HostError::Room(error.root_cause().to_string()))
    }
}

/// Whether the operating system, or the allocator, refused something.
fn refused(error: &wasmtime::Error) -> bool {
    #[cfg(unix)]
    if error.is::<rustix::io::Errno>() {
        return true;
    }
    error.is::<std::io::Error>() || error.is::<wasmtime::OutOfMemory>()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_system_refused_is_told_from_what_code_did() {
        let room = wasmtime::Error::new(std::io::Error::from_raw_os_error(12)).context("mmap failed to reserve");
        assert!(matches!(HostError::of(&room), Some(HostError::Room(_))));
        assert_eq!(HostError::of(&wasmtime::Error::new(wasmtime::Trap::MemoryOutOfBounds)), None);
        assert_eq!(HostError::of(&wasmtime::format_err!("Cannot allocate memory")), None, "words are no type");
    }

    #[cfg(unix)]
    #[test]
    fn numbers_of_the_system_are_known_beneath_what_was_said_of_them() {
        let room = wasmtime::Error::new(rustix::io::Errno::NOMEM).context("failed to create memory");
        assert!(matches!(HostError::of(&room), Some(HostError::Room(_))));
    }
}
