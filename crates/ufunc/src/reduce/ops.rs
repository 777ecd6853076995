//! The reductions as values.

use numoxide_core::DType;
use numoxide_core::driver::reduce::{Name, Row};

use super::op::Op;
use super::rows;

fn nothing(_dtype: &DType) -> Option<&'static Row> {
    None
}

macro_rules! ops {
    ($($(#[$doc:meta])* $name:ident = $text:literal, $identity:literal, $rows:ident $(or $plain:ident)? $(, $place:ident)?;)*) => {$(
        $(#[$doc])*
        pub static $name: Op = Op {
            name: Name { op: $text, has_identity: $identity, ordered: ops!(@place $($place)?) },
            rows: rows::$rows,
            plain: ops!(@plain $($plain)?),
            finds_place: ops!(@place $($place)?),
        };
    )*};
    (@place) => { false };
    (@place place) => { true };
    (@plain) => { nothing };
    (@plain $plain:ident) => { rows::$plain };
}

ops! {
    /// The sum.
    SUM = "sum", true, sum;
    /// The product.
    PROD = "prod", true, prod;
    /// The mean.
    MEAN = "mean", true, mean;
    /// The variance.
    VAR = "var", true, var;
    /// The standard deviation.
    STD = "std", true, std;
    /// The maximum.
    MAX = "max", false, max;
    /// The minimum.
    MIN = "min", false, min;
    /// The place of the maximum.
    ARGMAX = "argmax", false, argmax, place;
    /// The place of the minimum.
    ARGMIN = "argmin", false, argmin, place;
    /// Whether any item is not zero.
    ANY = "any", true, any;
    /// Whether no item is zero.
    ALL = "all", true, all;
    /// How many items are not zero.
    COUNT_NONZERO = "count_nonzero", true, count_nonzero;
    /// The sum without NaN.
    NANSUM = "nansum", true, nansum or sum;
    /// The product without NaN.
    NANPROD = "nanprod", true, nanprod or prod;
    /// The mean without NaN.
    NANMEAN = "nanmean", true, nanmean or mean;
    /// The variance without NaN.
    NANVAR = "nanvar", true, nanvar or var;
    /// The standard deviation without NaN.
    NANSTD = "nanstd", true, nanstd or std;
    /// The maximum without NaN.
    NANMAX = "nanmax", false, nanmax or max;
    /// The minimum without NaN.
    NANMIN = "nanmin", false, nanmin or min;
    /// The place of the maximum without NaN.
    NANARGMAX = "nanargmax", false, nanargmax or argmax, place;
    /// The place of the minimum without NaN.
    NANARGMIN = "nanargmin", false, nanargmin or argmin, place;
    /// The bits that all items have.
    BITWISE_AND_REDUCE = "bitwise_and", true, bitwise_and;
    /// The bits that any item has.
    BITWISE_OR_REDUCE = "bitwise_or", true, bitwise_or;
    /// The bits that an odd number of items have.
    BITWISE_XOR_REDUCE = "bitwise_xor", true, bitwise_xor;
}
