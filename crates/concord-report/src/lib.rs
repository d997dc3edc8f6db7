//! A comparison in, bytes out.
