//! Pixels as PNG: <https://www.w3.org/TR/png-3/>.

use std::io::{Result, Write};

use flate2::write::ZlibEncoder;
use flate2::{Compression, Crc};

use crate::raster::Pixels;

/// The whole file: header, pixels and end.
pub fn write(pixels: &Pixels) -> Result<Vec<u8>> {
    let mut file = b"\x89PNG\r\n\x1a\n".to_vec();
    let mut header = Vec::new();
    for size in [pixels.width, pixels.height] {
        header.extend((size as u32).to_be_bytes());
    }
    // Eight bits each of red, green and blue; the only methods there are; not interlaced.
    header.extend([8, 2, 0, 0, 0]);
    chunk(&mut file, b"IHDR", &header);
    let mut packer = ZlibEncoder::new(Vec::new(), Compression::default());
    for row in pixels.bytes.chunks(3 * pixels.width) {
        // Rows go without a filter: they are long runs of one colour.
        packer.write_all(&[0])?;
        packer.write_all(row)?;
    }
    chunk(&mut file, b"IDAT", &packer.finish()?);
    chunk(&mut file, b"IEND", &[]);
    Ok(file)
}

fn chunk(file: &mut Vec<u8>, kind: &[u8; 4], data: &[u8]) {
    file.extend((data.len() as u32).to_be_bytes());
    let start = file.len();
    file.extend(kind);
    file.extend(data);
    let mut crc = Crc::new();
    crc.update(&file[start..]);
    file.extend(crc.sum().to_be_bytes());
}

#[cfg(test)]
mod tests {
    use std::io::Read;

    use super::*;

    #[test]
    fn the_pixels_come_back() {
        let bytes: Vec<u8> = (0..2 * 3 * 3).collect();
        let file = write(&Pixels { width: 3, height: 2, bytes: bytes.clone() }).unwrap();
        assert_eq!(&file[8..24], b"\0\0\0\x0dIHDR\0\0\0\x03\0\0\0\x02");
        // The end and its sum are the same in every file.
        assert!(file.ends_with(b"\0\0\0\0IEND\xae\x42\x60\x82"));
        let length = u32::from_be_bytes(file[33..37].try_into().unwrap()) as usize;
        let mut rows = Vec::new();
        flate2::read::ZlibDecoder::new(&file[41..41 + length]).read_to_end(&mut rows).unwrap();
        assert_eq!(rows, [&[0], &bytes[..9], &[0], &bytes[9..]].concat());
    }
}
