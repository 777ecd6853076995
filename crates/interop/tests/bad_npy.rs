//! Bytes that are no `.npy` file: each kind is an error of its own, and costs no memory.

use std::alloc::{GlobalAlloc, Layout, System};
use std::cell::Cell;

use numoxide_core::DType;
use numoxide_interop::{Error, FromFile, npy};

/// Counts what each thread has allocated, at its most.
struct Counting;

thread_local! {
    static NOW: Cell<isize> = const { Cell::new(0) };
    static MOST: Cell<isize> = const { Cell::new(0) };
}

fn count(bytes: isize) {
    NOW.set(NOW.get() + bytes);
    MOST.set(MOST.get().max(NOW.get()));
}

// SAFETY: the system's allocator, with a look at the sizes.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        count(layout.size() as isize);
        // SAFETY: by contract.
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, place: *mut u8, layout: Layout) {
        count(-(layout.size() as isize));
        // SAFETY: by contract.
        unsafe { System.dealloc(place, layout) }
    }

    // A large block grows where it is, or its pages move: the old and the new are never there together.
    unsafe fn realloc(&self, place: *mut u8, layout: Layout, bytes: usize) -> *mut u8 {
        count(bytes as isize - layout.size() as isize);
        // SAFETY: by contract.
        unsafe { System.realloc(place, layout, bytes) }
    }
}

#[global_allocator]
static ALLOCATOR: Counting = Counting;

/// The most bytes that were in use at a time while `work` ran, beyond those before.
fn most(work: impl FnOnce()) -> usize {
    numoxide_core::buffer::clear_cache();
    let before = NOW.get();
    MOST.set(before);
    work();
    (MOST.get() - before) as usize
}

/// A version 1 file with this header and data.
fn file(header: &str, data: &[u8]) -> Vec<u8> {
    let mut bytes = b"\x93NUMPY\x01\x00".to_vec();
    bytes.extend((header.len() as u16).to_le_bytes());
    bytes.extend(header.as_bytes());
    bytes.extend(data);
    bytes
}

fn of(descr: &str, shape: &str, data: &[u8]) -> Vec<u8> {
    file(&format!("{{'descr': {descr}, 'fortran_order': False, 'shape': {shape}, }}\n"), data)
}

/// The error of bytes, the same from memory as from a stream.
fn error(bytes: &[u8]) -> Error {
    let error = npy::from_bytes(bytes).unwrap_err();
    if !matches!(error, Error::Overlong { .. }) {
        let streamed = npy::read_from(bytes).unwrap_err();
        assert_eq!(streamed.to_string(), error.to_string());
    }
    error
}

macro_rules! refused {
    ($($name:ident: $bytes:expr => $pattern:pat,)*) => {$(
        #[test]
        fn $name() {
            let error = error(&$bytes);
            assert!(matches!(error, $pattern), "{error:?}");
        }
    )*};
}

refused! {
    nothing: [] => Error::Magic { .. },
    wrong_magic: *b"\x89PNG\r\n\x1a\n" => Error::Magic { format: "npy", .. },
    magic_cut_off: *b"\x93NUM" => Error::Truncated { what: "npy header", .. },
    unknown_version: *b"\x93NUMPY\x04\x00\x00\x00" => Error::Version { major: 4, minor: 0 },
    length_cut_off: *b"\x93NUMPY\x02\x00\x01\x00" => Error::Truncated { expected: 4, found: 2, .. },
    header_cut_off: *b"\x93NUMPY\x01\x00\x40\x00{'descr'" => Error::Truncated { expected: 64, found: 8, .. },
    header_too_long: *b"\x93NUMPY\x02\x00\xff\xff\xff\xff{}" => Error::Limit { what: "npy header", .. },
    header_not_utf8: *b"\x93NUMPY\x03\x00\x02\x00\x00\x00\xff\xfe" => Error::Encoding { encoding: "UTF-8" },
    header_no_dictionary: file("[1, 2]", &[]) => Error::Literal { expected: "an opening brace", at: 0 },
    header_a_program: file("__import__('os').system('true')", &[]) => Error::Literal { .. },
    header_without_end: file("{'descr': '<f8', ", &[]) => Error::Literal { .. },
    header_with_more: file("{'descr': '<f8', 'fortran_order': False, 'shape': ()} 1", &[0; 8])
        => Error::Literal { expected: "the end", .. },
    order_no_bool: file("{'descr': '<f8', 'fortran_order': 1, 'shape': ()}", &[0; 8])
        => Error::Literal { expected: "True or False", .. },
    duplicated_key: file("{'descr': '<f8', 'descr': '<f4', 'fortran_order': False, 'shape': ()}", &[0; 8])
        => Error::DuplicateKey { .. },
    missing_key: file("{'descr': '<f8', 'shape': ()}", &[0; 8]) => Error::MissingKey { key: "fortran_order" },
    unknown_key: file("{'descr': '<f8', 'fortran_order': False, 'shape': (), 'x': 1}", &[0; 8])
        => Error::UnknownKey { .. },
    negative_shape: of("'<f8'", "(-1,)", &[0; 8]) => Error::Shape { why: "a size is negative", .. },
    shape_no_tuple: of("'<f8'", "3", &[0; 24]) => Error::Shape { why: "it stands in no round brackets", .. },
    shape_in_brackets_only: of("'<f8'", "(3)", &[0; 24]) => Error::Shape { why: "a tuple of one needs a comma", .. },
    shape_of_floats: of("'<f8'", "(3.0,)", &[0; 24]) => Error::Shape { why: "a size is no integer", .. },
    size_beyond_the_address_space: of("'<f8'", "(99999999999999999999999,)", &[0; 8])
        => Error::Shape { why: "a size exceeds the address space", .. },
    overflowing_shape: of("'<f8'", "(4294967296, 4294967296)", &[0; 8])
        => Error::Array(numoxide_core::Error::Size { .. }),
    overflow_hidden_by_a_zero: of("'<f8'", "(9223372036854775807, 9223372036854775807, 0)", &[])
        => Error::Array(numoxide_core::Error::Size { .. }),
    too_many_axes: of("'<f8'", &format!("({})", "1, ".repeat(65)), &[0; 8])
        => Error::Array(numoxide_core::Error::Size { .. }),
    a_promise_of_a_trillion: of("'<f8'", "(1099511627776,)", &[0; 8])
        => Error::Truncated { expected: 8_796_093_022_208, found: 8, .. },
    items_without_bytes: of("'|S0'", "(10000000000,)", &[]) => Error::Limit { found: 10_000_000_000, .. },
    rows_without_bytes: of("[('a', '|i1', (2147483647, 0))]", "(3,)", &[]) => Error::Limit { found: 6_442_450_944, .. },
    data_cut_off: of("'<f8'", "(2,)", &[0; 15]) => Error::Truncated { what: "npy data", expected: 16, found: 15 },
    data_too_long: of("'<f8'", "(2,)", &[0; 17]) => Error::Overlong { what: "npy data", extra: 1 },
    objects: of("'|O'", "(1,)", b"\x80\x04N.") => Error::Object { .. },
    objects_in_fields: of("[('a', '<i4'), ('b', '|O')]", "(1,)", &[0; 12]) => Error::Object { .. },
    units_of_time_with_commas: of("'<M8[s,s]'", "(1,)", &[0; 8]) => Error::Descr { .. },
    unknown_unit_of_time: of("'<M8[x]'", "(1,)", &[0; 8]) => Error::Descr { .. },
    times_counted_in_nothing: of("'<M8[0s]'", "(1,)", &[0; 8]) => Error::Descr { .. },
    unit_of_time_divided_by_zero: of("'<m8[s/0]'", "(1,)", &[0; 8]) => Error::Descr { .. },
    unknown_dtype: of("'<f5'", "(1,)", &[0; 5]) => Error::Descr { .. },
    fields_named_twice: of("[('a', '<i4'), ('a', '<i4')]", "(1,)", &[0; 8]) => Error::Descr { .. },
    nested_too_deep: of(&format!("{}'<f8'{}", "[('a', ".repeat(900), ")]".repeat(900)), "(1,)", &[0; 8])
        => Error::Limit { what: "npy: nesting of descr", found: 1800, limit: 32 },
    subarray_of_everything: of("('<f8', (2,))", "(1,)", &[0; 16]) => Error::Descr { .. },
    wrong_utf32: of("'<U1'", "(2,)", &[65, 0, 0, 0, 0, 0xd8, 0, 0]) => Error::Utf32 { item: 1, point: 0xd800 },
    wrong_utf32_in_a_field: of("[('n', '|i1'), ('t', '<U1')]", "(1,)", &[1, 0, 0, 0x11, 0])
        => Error::Utf32 { item: 0, point: 0x11_0000 },
    neither_true_nor_false: of("'|b1'", "(2,)", &[1, 2]) => Error::Array(numoxide_core::Error::Value { .. }),
}

#[test]
fn promises_cost_no_memory() {
    let promise = of("'<f8'", "(1099511627776,)", &[0; 8]);
    assert!(most(|| drop(npy::read_from(&promise[..]).unwrap_err())) < 100_000);
    assert!(most(|| drop(npy::from_bytes(&promise).unwrap_err())) < 10_000);
    let path = std::env::temp_dir().join(format!("numoxide-promise-{}.npy", std::process::id()));
    std::fs::write(&path, &promise).unwrap();
    let truncated = |error| matches!(error, Error::Truncated { expected: 8_796_093_022_208, found: 8, .. });
    assert!(most(|| assert!(truncated(npy::read(&path).unwrap_err()))) < 10_000);
    assert!(most(|| assert!(truncated(npy::open(&path).unwrap_err()))) < 10_000);
    let all = FromFile::new(DType::F64).count(1 << 40);
    assert!(most(|| assert_eq!(all.read(&path).unwrap().len(), promise.len() / 8)) < 10_000);
    std::fs::remove_file(path).unwrap();
    // Half of what is promised is there: twice that is the limit.
    let mut half = of("'<f8'", "(1000000,)", &[]);
    half.resize(half.len() + 4_000_000, 7);
    let bytes = most(|| drop(npy::read_from(&half[..]).unwrap_err()));
    assert!(bytes <= 8_200_000, "{bytes}");
    let mut whole = half.clone();
    whole.resize(whole.len() + 4_000_000, 7);
    let bytes = most(|| drop(npy::read_from(&whole[..]).unwrap()));
    // Blocks are rounded up by a quarter at most, so that they serve again.
    assert!((8_000_000..10_100_000).contains(&bytes), "{bytes}");
}

#[test]
fn every_beginning_of_a_file_is_an_error() {
    let whole = of("[('a', '<i4'), ('t', '<U2')]", "(3,)", &[0; 36]);
    assert!(npy::from_bytes(&whole).is_ok());
    (0..whole.len()).for_each(|end| drop(error(&whole[..end])));
}
