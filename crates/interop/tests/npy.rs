//! `.npy` files against those that NumPy wrote.

mod numpy;

use std::io::Cursor;
use std::path::{Path, PathBuf};

use numoxide_core::{AnyArray, AnyView, Array, DType, Order, Swapped, array, bf16, s};
use numoxide_interop::foreign::mmap::{self, MapMode, MemMap};
use numoxide_interop::{Error, npy};

fn data(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data").join(name)
}

/// What NumPy says of a file it wrote.
struct Expected {
    name: String,
    dtype: String,
    shape: Vec<usize>,
    same: bool,
    bytes: Vec<u8>,
}

fn golden() -> Vec<Expected> {
    let list = std::fs::read_to_string(data("npy.tsv")).unwrap();
    let line = |line: &str| {
        let [name, dtype, shape, same, hex] = line.split('\t').collect::<Vec<_>>().try_into().unwrap();
        let digits = |at: usize| u8::from_str_radix(&hex[2 * at..2 * at + 2], 16).unwrap();
        Expected {
            name: name.to_owned(),
            dtype: dtype.to_owned(),
            shape: shape
                .split(',')
                .filter(|size| !size.is_empty())
                .map(|size| size.parse().unwrap())
                .collect(),
            same: same == "True",
            bytes: (0..hex.len() / 2).map(digits).collect(),
        }
    };
    let rows: Vec<_> = list.lines().map(line).collect();
    assert!(rows.len() > 45);
    rows
}

fn file(name: &str) -> Vec<u8> {
    std::fs::read(data(&format!("{name}.npy"))).unwrap()
}

fn limit() -> npy::Options {
    npy::Options::new().max_header_size(1 << 20)
}

fn check(expected: &Expected, array: &AnyArray) {
    let name = &expected.name;
    assert_eq!(array.shape(), expected.shape, "{name}");
    // That a C compiler would lay the fields so is no part of a file.
    if name != "struct_aligned" {
        let expected = DType::parse(&expected.dtype).unwrap();
        assert_eq!(array.dtype(), &expected, "{name}");
    }
    assert_eq!(array.tobytes(Order::C).unwrap(), expected.bytes, "{name}");
}

#[test]
fn what_numpy_wrote_is_read() {
    for expected in golden() {
        let bytes = file(&expected.name);
        check(&expected, &limit().from_bytes(&bytes).unwrap());
        check(&expected, &limit().read(data(&format!("{}.npy", expected.name))).unwrap());
        let mut reader = Trickle(&bytes);
        check(&expected, &limit().read_from(&mut reader).unwrap());
        assert!(reader.0.is_empty(), "the reader stands behind the data");
    }
}

/// Gives three bytes at a time.
struct Trickle<'a>(&'a [u8]);

impl std::io::Read for Trickle<'_> {
    fn read(&mut self, room: &mut [u8]) -> std::io::Result<usize> {
        let count = room.len().min(3);
        self.0.read(&mut room[..count])
    }
}

#[test]
fn the_same_bytes_are_written() {
    for expected in golden() {
        let bytes = file(&expected.name);
        let array = limit().from_bytes(&bytes).unwrap();
        if expected.name.contains("mixed") {
            // We write all numbers in one order.
            check(&expected, &npy::from_bytes(&npy::to_bytes(&array).unwrap()).unwrap());
            continue;
        }
        let big = expected.name.contains("big");
        let save = npy::Save::new().version(bytes[6]).big_endian(big);
        let written = save.to_bytes(&array).unwrap();
        assert!(written == bytes, "{}", expected.name);
        if expected.same {
            assert!(npy::to_bytes(&array).unwrap() == bytes, "{}", expected.name);
        }
        check(&expected, &limit().from_bytes(&written).unwrap());
    }
}

#[test]
fn bytes_in_two_orders_are_put_into_one() {
    let (bytes, expected) = (file("struct_mixed"), golden().into_iter().find(|it| it.name == "struct_mixed"));
    let header = npy::Header::read(&mut &bytes[..], npy::MAX_HEADER_SIZE).unwrap();
    assert!(matches!(header.swapped, Swapped::Parts(_)));
    assert_eq!(header.to_bytes().unwrap(), bytes[..header.offset], "a header says what was read of it");
    let mut parts = npy::open(data("struct_mixed.npy")).unwrap();
    let last = parts.read_slice(s![1..]).unwrap().tobytes(Order::C).unwrap();
    assert_eq!(last, expected.unwrap().bytes[header.dtype.itemsize()..]);
    // SAFETY: nobody changes the file.
    let mapped = unsafe { mmap::npy(data("struct_mixed.npy"), MapMode::Read) };
    assert!(matches!(mapped, Err(Error::ByteOrder { .. })));
}

#[test]
fn what_a_version_cannot_hold_is_refused() {
    let save = |version: u8, name: &str| {
        let array = limit().from_bytes(&file(name)).unwrap();
        npy::Save::new().version(version).to_bytes(&array)
    };
    assert!(matches!(save(2, "struct_unicode"), Err(Error::Encoding { encoding: "Latin-1" })));
    assert!(matches!(save(1, "struct_many"), Err(Error::Limit { limit: 65535, .. })));
    assert!(matches!(save(4, "zero_d"), Err(Error::Version { major: 4, minor: 0 })));
    assert!(matches!(save(0, "zero_d"), Err(Error::Version { major: 0, minor: 0 })));
}

#[test]
fn strided_arrays_of_any_size_are_written_block_by_block() {
    let a = Array::arange(0, 600_000, 1).unwrap().reshape([2, 300, 1000]).unwrap();
    let views: [AnyView<'_>; 4] = [
        a.view().into(),
        a.view().slice(s![.., ..;-1, ..;3]).unwrap().into(),
        a.view().t().into(),
        a.view().transpose([1, 0, 2]).unwrap().into(),
    ];
    for view in views {
        let again = npy::from_bytes(&npy::to_bytes(&view).unwrap()).unwrap();
        assert_eq!(again.shape(), view.shape());
        assert_eq!(again.tobytes(Order::C).unwrap(), view.tobytes(Order::C).unwrap());
    }
}

#[test]
fn large_streams_arrive_in_parts() {
    let a = Array::arange(0.0, 300_000.0, 1.0).unwrap();
    let bytes = npy::to_bytes(&a).unwrap();
    let again: Array<f64> = npy::read_from(&bytes[..]).unwrap().try_into().unwrap();
    assert_eq!(again.as_slice(), a.as_slice());
    let cut = npy::read_from(&bytes[..bytes.len() - 5]);
    assert!(matches!(cut, Err(Error::Truncated { expected: 2_400_000, found: 2_399_995, .. })), "{cut:?}");
}

#[test]
fn bfloat16_comes_back_as_what_it_was() {
    let folder = folder("bf16");
    let path = folder.join("a.npy");
    let a = array![bf16::from_f32(1.5), bf16::from_f32(-2.0)];
    npy::write(&path, &a).unwrap();
    assert_eq!(npy::read(&path).unwrap().dtype(), &DType::Void(2));
    assert_eq!(npy::read_as::<bf16>(&path).unwrap().to_vec(), a.to_vec());
    assert!(npy::read_as::<f64>(&path).is_err());
    std::fs::remove_dir_all(folder).unwrap();
}

/// A folder for one test.
fn folder(name: &str) -> PathBuf {
    let folder = std::env::temp_dir().join(format!("numoxide-npy-{name}-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    folder
}

#[test]
fn parts_of_files_are_what_slices_give() {
    for order in [Order::C, Order::F] {
        let a = Array::arange(0i32, 120_000, 1).unwrap().reshape([60, 50, 40]).unwrap().copy(order).unwrap();
        let mut file = npy::File::new(Cursor::new(npy::to_bytes(&a).unwrap()), 10_000).unwrap();
        let cases: [&[_]; 7] = [
            &s![3, 4, 5],
            &s![10..20],
            &s![.., 7],
            &s![..;-3, 2..40;2, ..;-1],
            &s![.., .., 0],
            &s![5..5],
            &s![..],
        ];
        for case in cases {
            let part = file.read_slice(case).unwrap();
            let expected = a.slice(case).unwrap();
            assert_eq!(part.shape(), expected.shape());
            assert_eq!(part.downcast::<i32>().unwrap().to_vec(), expected.to_vec());
        }
        assert!(file.read_slice(s![60]).is_err());
        assert_eq!(file.read().unwrap().downcast::<i32>().unwrap().to_vec(), a.to_vec());
    }
    for expected in golden() {
        let mut file = limit().open(data(&format!("{}.npy", expected.name))).unwrap();
        check(&expected, &file.read_slice([]).unwrap());
    }
}

#[test]
fn a_file_is_whole_or_not_there() {
    let folder = folder("whole");
    let path = folder.join("a.npy");
    npy::write(&path, &array![1, 2, 3]).unwrap();
    // Fields that overlap cannot be written: the old file stays, and nothing else.
    let overlapping =
        DType::parse("{'names': ['a', 'b'], 'formats': ['i4', 'i4'], 'offsets': [0, 2]}").unwrap();
    assert!(npy::write(&path, &AnyArray::zeros([2], overlapping).unwrap()).is_err());
    assert_eq!(npy::read_as::<i32>(&path).unwrap().to_vec(), [1, 2, 3]);
    assert_eq!(std::fs::read_dir(&folder).unwrap().count(), 1);
    assert!(matches!(npy::write(folder.join("no/such/folder.npy"), &array![1]), Err(Error::Io(_))));
    std::fs::remove_dir_all(folder).unwrap();
}

#[cfg(unix)]
#[test]
fn a_link_still_leads_to_the_file_and_permissions_stay() {
    use std::os::unix::fs::PermissionsExt;
    let folder = folder("link");
    let (path, link) = (folder.join("a.npy"), folder.join("link.npy"));
    npy::write(&path, &array![1]).unwrap();
    std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o600)).unwrap();
    std::os::unix::fs::symlink(&path, &link).unwrap();
    npy::write(&link, &array![2]).unwrap();
    assert!(std::fs::symlink_metadata(&link).unwrap().is_symlink());
    assert_eq!(npy::read_as::<i32>(&path).unwrap().to_vec(), [2]);
    assert_eq!(std::fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
    npy::write("/dev/null", &array![2]).unwrap();
    std::fs::remove_dir_all(folder).unwrap();
}

/// A map of a file that only one test knows, or nobody writes to.
fn map(path: impl AsRef<Path>, mode: MapMode) -> numoxide_interop::Result<MemMap> {
    // SAFETY: nobody else changes the file, and no test looks at one map while it writes to another.
    unsafe { mmap::npy(path, mode) }
}

#[test]
fn maps_read_write_and_keep_to_themselves() {
    let folder = folder("maps");
    let path = folder.join("a.npy");
    let a = array![[1.0, 2.0], [3.0, 4.0]];
    npy::write(&path, &a).unwrap();
    let read = map(&path, MapMode::Read).unwrap();
    assert_eq!(read.view().downcast::<f64>().unwrap().to_vec(), a.to_vec());
    let mut array = read.into_typed::<f64>().unwrap();
    array[[0, 0]] = 9.0; // a copy: the map is for reading
    assert_eq!(npy::read_as::<f64>(&path).unwrap().to_vec(), a.to_vec());

    let mut private = map(&path, MapMode::CopyOnWrite).unwrap();
    private.view_mut().unwrap().downcast::<f64>().unwrap().fill(5.0);
    assert_eq!(private.view().downcast::<f64>().unwrap().to_vec(), [5.0; 4]);
    private.flush().unwrap();
    drop(private);
    assert_eq!(npy::read_as::<f64>(&path).unwrap().to_vec(), a.to_vec());

    let shared = map(&path, MapMode::ReadWrite).unwrap();
    let mut array = shared.into_typed::<f64>().unwrap();
    array[[1, 1]] = 8.0;
    drop(array);
    assert_eq!(npy::read_as::<f64>(&path).unwrap().to_vec(), [1.0, 2.0, 3.0, 8.0]);
    std::fs::remove_dir_all(folder).unwrap();
}

#[test]
fn a_map_for_reading_gives_no_way_to_write() {
    let mut map = map(data("fortran.npy"), MapMode::Read).unwrap();
    assert!(matches!(map.view_mut(), Err(Error::ReadOnly { .. })));
}

#[test]
fn files_are_made_by_mapping() {
    let folder = folder("made");
    let path = folder.join("a.npy");
    for (order, shape) in
        [(Order::C, &[3usize, 2][..]), (Order::F, &[3, 2]), (Order::C, &[]), (Order::C, &[0, 4])]
    {
        // SAFETY: nobody else knows of the file.
        let mut map = unsafe { mmap::open_memmap(&path, DType::I16, shape, order) }.unwrap();
        let mut view = map.view_mut().unwrap().downcast::<i16>().unwrap();
        view.iter_mut().zip(1..).for_each(|(item, value)| *item = value);
        map.flush().unwrap();
        let expected: Vec<i16> = (1..).take(shape.iter().product()).collect();
        let read = npy::read(&path).unwrap();
        assert_eq!((read.shape(), read.downcast::<i16>().unwrap().to_vec()), (shape, expected));
    }
    std::fs::remove_dir_all(folder).unwrap();
}

#[test]
fn raw_items_are_mapped_from_any_place() {
    let folder = folder("raw");
    let path = folder.join("a.bin");
    std::fs::write(&path, [0u8, 0, 0, 0, 1, 0, 0, 0, 2, 0, 0, 0, 2, 1]).unwrap();
    let map = |dtype, offset, shape: &[usize]| {
        // SAFETY: nobody else knows of the file.
        unsafe { mmap::memmap(&path, dtype, MapMode::Read, offset, shape, Order::C) }
    };
    let array = map(DType::U32, 4, &[2]).unwrap().into_array().unwrap();
    assert_eq!(array.downcast::<u32>().unwrap().to_vec(), [1, 2].map(u32::to_le));
    assert!(matches!(map(DType::U32, 2, &[2]), Err(Error::Unaligned { offset: 2, .. })));
    assert!(matches!(map(DType::U32, 4, &[3]), Err(Error::Truncated { expected: 12, found: 10, .. })));
    assert!(matches!(map(DType::Bool, 12, &[2]), Err(Error::Array(_))), "2 is no bool");
    assert!(map(DType::U32, 12, &[0]).is_ok());
    assert!(
        matches!(map(DType::U32, 100, &[0]), Err(Error::Truncated { .. })),
        "NumPy maps nothing there either"
    );
    std::fs::remove_dir_all(folder).unwrap();
}

#[test]
fn every_file_of_numpy_is_mapped() {
    for expected in golden() {
        let map = map(data(&format!("{}.npy", expected.name)), MapMode::Read);
        match map {
            Err(Error::ByteOrder { .. }) => {
                assert!(expected.name.contains("big") || expected.name.contains("mixed"))
            }
            Err(Error::Limit { .. }) => assert_eq!(expected.name, "struct_many"),
            map => check(&expected, &map.unwrap().into_array().unwrap()),
        }
    }
}

/// A file of 64 GiB without a byte of data on the disk: what takes time or memory by its size would be seen.
#[cfg(unix)]
#[test]
fn files_larger_than_memory_are_opened_at_once() {
    let folder = folder("large");
    let path = folder.join("a.npy");
    let rows = 1usize << 23;
    let header = npy::Header::new(DType::F64, &[rows, 1024], Order::C).to_bytes().unwrap();
    std::fs::write(&path, &header).unwrap();
    let file = std::fs::OpenOptions::new().write(true).open(&path).unwrap();
    if file.set_len((header.len() + rows * 8192) as u64).is_err() {
        println!("skipped: no file of 64 GiB can be made here");
        return;
    }
    let start = std::time::Instant::now();
    let mapped = map(&path, MapMode::Read).unwrap();
    let part = mapped.view().slice(s![-1, ..;512]).unwrap();
    assert_eq!(part.downcast::<f64>().unwrap().to_vec(), [0.0, 0.0]);
    let mut opened = npy::open(&path).unwrap();
    assert_eq!(opened.read_slice(s![..;2_000_000, 5]).unwrap().shape(), [5]);
    assert!(start.elapsed().as_secs() < 5);
    std::fs::remove_dir_all(folder).unwrap();
}
