//! Files in, a dataset out.
