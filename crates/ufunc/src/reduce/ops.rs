//! The reductions as values.

use numoxide_core::DType;
use numoxide_core::driver::reduce::{Name, Row};
use numoxide_core::ufunc::Ufunc;

use super::op::Op;
use super::rows;

fn nothing(_dtype: &DType) -> Option<&'static Row> {
    None
}

macro_rules! ops {
    ($($(#[$doc:meta])* $name:ident = $text:literal, $identity:literal, $rows:ident $(or $plain:ident)? $(, place $place:ident)? $(, as $follows:ident)?;)*) => {$(
        $(#[$doc])*
        pub static $name: Op = Op {
            name: Name { op: $text, has_identity: $identity, ordered: ops!(@place $($place)?) },
            rows: rows::$rows,
            plain: ops!(@plain $($plain)?),
            finds_place: ops!(@place $($place)?),
            follows_out: ops!(@follows $($follows)?),
        };
    )*};
    (@place) => { false };
    (@place $place:ident) => { true };
    (@follows) => { false };
    (@follows $follows:ident) => { true };
    (@plain) => { nothing };
    (@plain $plain:ident) => { rows::$plain };
}

ops! {
    /// The sum.
    SUM = "sum", true, sum, as out;
    /// The product.
    PROD = "prod", true, prod, as out;
    /// The mean.
    MEAN = "mean", true, mean;
    /// The variance.
    VAR = "var", true, var;
    /// The standard deviation.
    STD = "std", true, std;
    /// The maximum.
    MAX = "max", false, max, as out;
    /// The minimum.
    MIN = "min", false, min, as out;
    /// The place of the maximum.
    ARGMAX = "argmax", false, argmax, place found;
    /// The place of the minimum.
    ARGMIN = "argmin", false, argmin, place found;
    /// Whether any item is not zero.
    ANY = "any", true, any;
    /// Whether no item is zero.
    ALL = "all", true, all;
    /// How many items are not zero.
    COUNT_NONZERO = "count_nonzero", true, count_nonzero;
    /// The sum without NaN.
    NANSUM = "nansum", true, nansum or sum, as out;
    /// The product without NaN.
    NANPROD = "nanprod", true, nanprod or prod, as out;
    /// The mean without NaN.
    NANMEAN = "nanmean", true, nanmean or mean;
    /// The variance without NaN.
    NANVAR = "nanvar", true, nanvar or var;
    /// The standard deviation without NaN.
    NANSTD = "nanstd", true, nanstd or std;
    /// The maximum without NaN.
    NANMAX = "nanmax", false, nanmax or max, as out;
    /// The minimum without NaN.
    NANMIN = "nanmin", false, nanmin or min, as out;
    /// The place of the maximum without NaN.
    NANARGMAX = "nanargmax", false, nanargmax or argmax, place found;
    /// The place of the minimum without NaN.
    NANARGMIN = "nanargmin", false, nanargmin or argmin, place found;
    /// The bits that all items have.
    BITWISE_AND_REDUCE = "bitwise_and", true, bitwise_and, as out;
    /// The bits that any item has.
    BITWISE_OR_REDUCE = "bitwise_or", true, bitwise_or, as out;
    /// The bits that an odd number of items have.
    BITWISE_XOR_REDUCE = "bitwise_xor", true, bitwise_xor, as out;
    /// The sum, as the fold of `add`.
    ADD_REDUCE = "add", true, sum, as out;
    /// The product, as the fold of `multiply`.
    MULTIPLY_REDUCE = "multiply", true, prod, as out;
    /// The maximum, as the fold of `maximum`.
    MAXIMUM_REDUCE = "maximum", false, max, as out;
    /// The minimum, as the fold of `minimum`.
    MINIMUM_REDUCE = "minimum", false, min, as out;
    /// The maximum without NaN, as the fold of `fmax`.
    FMAX_REDUCE = "fmax", false, nanmax or max, as out;
    /// The minimum without NaN, as the fold of `fmin`.
    FMIN_REDUCE = "fmin", false, nanmin or min, as out;
    /// Whether no item is zero, as the fold of `logical_and`.
    LOGICAL_AND_REDUCE = "logical_and", true, all;
    /// Whether any item is not zero, as the fold of `logical_or`.
    LOGICAL_OR_REDUCE = "logical_or", true, any;
    /// Whether an odd number of items are not zero, as the fold of `logical_xor`.
    LOGICAL_XOR_REDUCE = "logical_xor", true, logical_xor;
}

/// The reduction that is the fold of a function of two operands and has loops of its own.
pub(crate) fn fold_of(ufunc: &Ufunc) -> Option<&'static Op> {
    let folds: [&'static Op; 12] = [
        &ADD_REDUCE,
        &MULTIPLY_REDUCE,
        &MAXIMUM_REDUCE,
        &MINIMUM_REDUCE,
        &FMAX_REDUCE,
        &FMIN_REDUCE,
        &LOGICAL_AND_REDUCE,
        &LOGICAL_OR_REDUCE,
        &LOGICAL_XOR_REDUCE,
        &BITWISE_AND_REDUCE,
        &BITWISE_OR_REDUCE,
        &BITWISE_XOR_REDUCE,
    ];
    folds.into_iter().find(|op| op.name.op == ufunc.name)
}
