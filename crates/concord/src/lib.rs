//! Concord: every partnership's review framework over one dataset.
