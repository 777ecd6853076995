//! Archives against those that NumPy wrote, and archives that must not be trusted.

use std::io::Cursor;
use std::path::{Path, PathBuf};

use numoxide_core::{AnyArray, AnyView, Array, DType, Order, array};
use numoxide_interop::npz::{self, Npz, Options, Writer};
use numoxide_interop::{Error, npy};

fn data(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data").join(name)
}

/// The arrays of `make_npz.py`.
fn arrays() -> [(&'static str, AnyArray); 4] {
    let x = Array::arange(0i32, 6, 1).unwrap().reshape([2, 3]).unwrap();
    let texts = AnyArray::from(array![97u32, 0xe4]).view_as(DType::Str(1)).unwrap();
    [
        ("x", x.into()),
        ("folder/y", array![0.5, -1.5].into()),
        ("gr\u{f6}\u{df}e", texts),
        ("empty", Array::<f64>::zeros([0, 3]).unwrap().into()),
    ]
}

fn same(a: &AnyArray, b: &AnyArray) -> bool {
    let bytes = |array: &AnyArray| array.tobytes(Order::C).unwrap();
    a.dtype() == b.dtype() && a.shape() == b.shape() && bytes(a) == bytes(b)
}

#[test]
fn what_numpy_wrote_is_read() {
    for name in ["stored.npz", "compressed.npz"] {
        let mut archive = npz::open(data(name)).unwrap();
        assert!(archive.names().eq(arrays().iter().map(|(name, _)| *name)));
        for (name, expected) in arrays().iter().rev() {
            assert!(same(&archive.get(name).unwrap(), expected), "{name}");
            assert!(same(&archive.get(&format!("{name}.npy")).unwrap(), expected), "{name}");
            assert_eq!(archive.header(name).unwrap().shape, expected.shape());
        }
        assert_eq!(archive.get_as::<i32>("x").unwrap().to_vec(), [0, 1, 2, 3, 4, 5]);
        assert_eq!(archive.bytes("x").unwrap()[..6], npy::MAGIC_PREFIX);
        assert!(matches!(archive.get("z"), Err(Error::Member { why: "there is none of this name", .. })));
        assert_eq!(archive.entries()[0].is_compressed(), name == "compressed.npz");
    }
    assert_eq!(npz::open(data("no_members.npz")).unwrap().names().count(), 0);
}

#[test]
fn the_same_bytes_are_written() {
    let numpy = std::fs::read(data("stored.npz")).unwrap();
    let mut members = arrays();
    // NumPy kept the order of bytes.
    let swapped = members[1].1.byteswap().unwrap();
    members[1].1 = swapped;
    let mut writer = Writer::new(Vec::new());
    members.iter().for_each(|(name, array)| writer.add(name, array).unwrap());
    let ours = writer.finish().unwrap();
    assert_eq!(ours.len(), numpy.len());
    let different: Vec<usize> = (0..ours.len()).filter(|&at| ours[at] != numpy[at]).collect();
    // But for the one letter of the big-endian dtype, and the sums of that member.
    assert!(different.len() <= 9, "{different:?}");
    assert_eq!(different.iter().filter(|&&at| (ours[at], numpy[at]) == (b'<', b'>')).count(), 1);
    assert_eq!(Writer::new(Vec::new()).finish().unwrap(), std::fs::read(data("no_members.npz")).unwrap());
}

#[test]
fn what_is_written_is_read_again() {
    let folder = std::env::temp_dir().join(format!("numoxide-npz-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let path = folder.join("a.npz");
    let members = arrays();
    let views = || members.iter().map(|(name, array)| (*name, AnyView::from(array)));
    for compressed in [false, true] {
        match compressed {
            false => npz::savez(&path, views()).unwrap(),
            true => npz::savez_compressed(&path, views()).unwrap(),
        }
        let mut archive = npz::open(&path).unwrap();
        members.iter().for_each(|(name, array)| assert!(same(&archive.get(name).unwrap(), array), "{name}"));
    }
    std::fs::remove_dir_all(folder).unwrap();
}

#[test]
fn names_that_lead_astray_are_not_written() {
    let mut writer = Writer::new(Vec::new());
    for name in ["", "../x", "/x", "a/../b", "C:x", "a\\b", "nul\0"] {
        assert!(matches!(writer.add(name, &array![1]), Err(Error::MemberName { .. })), "{name:?}");
    }
    writer.add("x", &array![1]).unwrap();
    assert!(matches!(writer.add("x", &array![2]), Err(Error::DuplicateMember { name }) if name == "x.npy"));
}

/// An archive of members `aaaa` and `bbbb`, stored.
fn archive() -> Vec<u8> {
    let mut writer = Writer::new(Vec::new());
    writer.add("aaaa", &array![1i64, 2]).unwrap();
    writer.add("bbbb", &array![3i64, 4]).unwrap();
    writer.finish().unwrap()
}

/// The archive with all occurrences of some bytes replaced.
fn with(from: &[u8], to: &[u8]) -> Vec<u8> {
    let mut bytes = archive();
    let places: Vec<usize> =
        (0..=bytes.len() - from.len()).filter(|&at| bytes[at..].starts_with(from)).collect();
    assert!(!places.is_empty());
    places.into_iter().for_each(|at| bytes[at..at + to.len()].copy_from_slice(to));
    bytes
}

fn refused(bytes: Vec<u8>) -> Error {
    Npz::new(Cursor::new(bytes)).unwrap_err()
}

/// Where the entry of a name begins in the directory.
fn entry(bytes: &[u8], name: &[u8]) -> usize {
    let names = |at: &usize| bytes[*at..].starts_with(b"PK\x01\x02") && bytes[at + 46..].starts_with(name);
    (0..bytes.len()).find(names).unwrap()
}

#[test]
fn names_that_lead_astray_are_refused() {
    for (name, why) in [
        (b"../x", "its name leads out of its folder"),
        (b"/etc", "its name leads to a place of the system"),
        (b"C:ab", "its name leads to a place of the system"),
        (b"a\\bc", "its name has characters that no name should have"),
    ] {
        let error = refused(with(b"aaaa", name));
        assert!(matches!(&error, Error::MemberName { why: found, .. } if *found == why), "{error}");
    }
}

#[test]
fn etc_is_out_of_reach() {
    let mut writer = Writer::new(Vec::new());
    writer.add("0123456", &array![1]).unwrap();
    let mut bytes = writer.finish().unwrap();
    for at in 0..bytes.len() - 11 {
        if bytes[at..].starts_with(b"0123456.npy") {
            bytes[at..at + 11].copy_from_slice(b"../../etc/x");
        }
    }
    let error = refused(bytes);
    assert!(
        matches!(&error, Error::MemberName { name, why: "its name leads out of its folder" } if name == "../../etc/x"),
        "{error}"
    );
}

#[test]
fn a_name_that_is_no_utf8_is_refused() {
    assert!(matches!(
        refused(with(b"aaaa", b"\xffaaa")),
        Error::MemberName { why: "its name is no UTF-8", .. }
    ));
}

#[test]
fn duplicates_are_refused() {
    assert!(matches!(refused(with(b"bbbb", b"aaaa")), Error::DuplicateMember { name } if name == "aaaa.npy"));
}

#[test]
fn a_wrong_sum_is_an_error() {
    let mut bytes = archive();
    // The first item of the first array.
    let at = bytes.windows(8).position(|item| item == 1u64.to_le_bytes()).unwrap();
    bytes[at] = 9;
    let mut archive = Npz::new(Cursor::new(bytes)).unwrap();
    assert!(matches!(archive.get("aaaa"), Err(Error::Checksum { name }) if name == "aaaa.npy"));
    assert!(archive.get("bbbb").is_ok());
}

#[test]
fn members_one_over_the_other_are_refused() {
    let mut bytes = archive();
    let (a, b) = (entry(&bytes, b"aaaa"), entry(&bytes, b"bbbb"));
    let offset: [u8; 4] = bytes[a + 42..a + 46].try_into().unwrap();
    bytes[b + 42..b + 46].copy_from_slice(&offset);
    assert!(matches!(refused(bytes), Error::Member { why: "it reaches into what follows it", .. }));
}

#[test]
fn an_encrypted_member_is_refused() {
    let mut bytes = archive();
    let at = entry(&bytes, b"aaaa") + 8;
    bytes[at] |= 1;
    assert!(matches!(refused(bytes), Error::Member { why: "it is encrypted", .. }));
}

#[test]
fn an_unknown_method_is_refused() {
    let mut bytes = archive();
    let at = entry(&bytes, b"aaaa") + 10;
    bytes[at] = 12;
    assert!(matches!(refused(bytes), Error::Member { why, .. } if why.contains("method")));
}

#[test]
fn headers_that_contradict_each_other_are_refused() {
    let mut bytes = archive();
    bytes[30] = b'x';
    let error = Npz::new(Cursor::new(bytes)).unwrap().get("aaaa").unwrap_err();
    assert!(
        matches!(error, Error::Member { why: "its own header contradicts the directory", .. }),
        "{error}"
    );
}

#[test]
fn no_archive() {
    for bytes in [vec![], b"PK".to_vec(), npy::to_bytes(&array![1]).unwrap(), vec![0; 100_000]] {
        assert!(matches!(refused(bytes), Error::Zip { what: "it has no directory at its end" }));
    }
}

#[test]
fn more_or_fewer_entries_than_promised() {
    for (count, what) in [
        (1, "the directory has more entries than it says"),
        (3, "the directory has fewer entries than it says"),
    ] {
        let mut bytes = archive();
        let end = bytes.len() - 22;
        (bytes[end + 8], bytes[end + 10]) = (count, count);
        let error = refused(bytes);
        let is = |found: &str| found == what || (count == 3 && found == "a record is cut off");
        assert!(matches!(&error, Error::Zip { what: found } if is(found)), "{error}");
    }
}

#[test]
fn too_many_members() {
    let error = Options::new().max_members(1).archive(Cursor::new(archive())).unwrap_err();
    assert!(matches!(error, Error::Limit { what: "npz: number of members", found: 2, limit: 1 }));
}

#[test]
fn a_thousandfold_zip() {
    let zeros = AnyArray::zeros([80 << 20], DType::U8).unwrap();
    let mut writer = Writer::compressed(Vec::new());
    writer.add("zeros", &zeros).unwrap();
    let bytes = writer.finish().unwrap();
    let mut archive = Npz::new(Cursor::new(&bytes[..])).unwrap();
    assert!(matches!(archive.get("zeros"), Err(Error::Limit { what: "npz: swelling of a member", .. })));
    let mut small = Options::new().max_member_size(1000).archive(Cursor::new(&bytes[..])).unwrap();
    assert!(matches!(small.get("zeros"), Err(Error::Limit { what: "npz: size of a member", .. })));
    let mut trusted = Options::new().max_expansion(2000).archive(Cursor::new(&bytes[..])).unwrap();
    assert_eq!(trusted.get("zeros").unwrap().len(), 80 << 20);
}

#[test]
fn a_member_that_swells_beyond_what_it_says() {
    let mut writer = Writer::compressed(Vec::new());
    writer.add("aaaa", &Array::<u8>::zeros([100_000]).unwrap()).unwrap();
    let whole = writer.finish().unwrap();
    for size in [1000u32, 200_000] {
        let mut bytes = whole.clone();
        let at = entry(&bytes, b"aaaa") + 24;
        bytes[at..at + 4].copy_from_slice(&size.to_le_bytes());
        let error = Npz::new(Cursor::new(bytes)).unwrap().get("aaaa").unwrap_err();
        assert!(matches!(error, Error::Truncated { .. } | Error::Overlong { .. }), "{error}");
    }
}

#[test]
fn no_damage_is_a_panic() {
    let mut writer = Writer::compressed(Vec::new());
    writer.add("x", &array![1i64, 2]).unwrap();
    for whole in [archive(), writer.finish().unwrap()] {
        for at in 0..whole.len() {
            for change in [1u8, 0x80, 0xff] {
                let mut bytes = whole.clone();
                bytes[at] ^= change;
                read_all(bytes);
            }
            read_all(whole[..at].to_vec());
            read_all(whole[at..].to_vec());
        }
    }
}

fn read_all(bytes: Vec<u8>) {
    let Ok(mut archive) = Npz::new(Cursor::new(bytes)) else { return };
    let names: Vec<String> = archive.names().map(str::to_owned).collect();
    names.iter().for_each(|name| drop(archive.get(name)));
}
