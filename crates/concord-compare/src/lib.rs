//! Answers in, a comparison out.
