//! Invented national data whose true state is known.
