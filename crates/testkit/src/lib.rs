//! numoxide: testkit
