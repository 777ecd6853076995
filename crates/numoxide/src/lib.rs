//! numoxide: numoxide
