//! The sections of a component that only name things for people: the names of functions, and the programs that made it.
//!
//! The binary format is that of the WebAssembly core specification, §5.5, and of the component model's `Binary.md`: after the
//! preamble of eight bytes, sections of an id, a length in LEB128 and so many bytes. A component's sections 1 and 4 hold a whole module
//! and a whole component.

const CUSTOM: u8 = 0;
const CORE_MODULE: u8 = 1;
const COMPONENT: u8 = 4;

/// Custom sections that change nothing.
const NAMES: [&[u8]; 3] = [b"name", b"component-name", b"producers"];

/// A component without them, in it and in all that it holds; `None` where it cannot be read.
pub(crate) fn without_names(component: &[u8]) -> Option<Vec<u8>> {
    let (preamble, mut rest) = component.split_at_checked(8)?;
    let is_component = preamble[4..] == [0x0d, 0, 1, 0];
    let mut kept = preamble.to_vec();
    while let Some((&id, after)) = rest.split_first() {
        let (length, after) = number(after)?;
        let (content, next) = after.split_at_checked(length)?;
        rest = next;
        match id {
            CUSTOM if NAMES.contains(&name(content)?) => {}
            CORE_MODULE | COMPONENT if is_component => section(&mut kept, id, &without_names(content)?),
            _ => section(&mut kept, id, content),
        }
    }
    Some(kept)
}

fn section(bytes: &mut Vec<u8>, id: u8, content: &[u8]) {
    bytes.push(id);
    let mut length = content.len();
    while length > 0x7F {
        bytes.push(0x80 | (length & 0x7F) as u8);
        length >>= 7;
    }
    bytes.push(length as u8);
    bytes.extend_from_slice(content);
}

/// The name of a custom section.
fn name(content: &[u8]) -> Option<&[u8]> {
    let (length, after) = number(content)?;
    after.get(..length)
}

/// A number in LEB128 and what follows it.
fn number(bytes: &[u8]) -> Option<(usize, &[u8])> {
    let mut number = 0;
    for (place, byte) in bytes.iter().enumerate().take(5) {
        number |= usize::from(byte & 0x7F) << (7 * place);
        if byte & 0x80 == 0 {
            return Some((number, &bytes[place + 1..]));
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    const MODULE: [u8; 8] = *b"\0asm\x01\0\0\0";
    const OUTER: [u8; 8] = *b"\0asm\x0d\0\x01\0";

    fn custom(name: &str, content: &[u8]) -> Vec<u8> {
        let mut bytes = Vec::new();
        section(&mut bytes, CUSTOM, &[&[name.len() as u8], name.as_bytes(), content].concat());
        bytes
    }

    #[test]
    fn names_go_from_every_depth_and_all_else_stays() {
        let inner = |names: &[u8]| [&MODULE[..], &custom("dylink.0", b"x"), names, &[7, 1, 0]].concat();
        let outer = |names: &[u8], module: &[u8]| {
            let mut bytes = [&OUTER[..], names].concat();
            section(&mut bytes, CORE_MODULE, module);
            bytes
        };
        let long = vec![b'n'; 300];
        let named = outer(&custom("component-name", &long), &inner(&custom("name", &long)));
        assert_eq!(without_names(&named), Some(outer(&[], &inner(&[]))));
    }

    #[test]
    fn what_is_cut_short_is_not_read() {
        assert_eq!(without_names(b"\0asm"), None);
        assert_eq!(without_names(&[&OUTER[..], &[1, 9, 0]].concat()), None);
        assert_eq!(without_names(&[&OUTER[..], &[0, 0x80]].concat()), None);
    }
}
