//! numoxide: ufunc
