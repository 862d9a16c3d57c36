//! The sounds of a name in Latin letters, read roughly as English reads names.

use newsbraid_text::normalize;

use super::Sound;

/// Clusters before single letters: what they sound like.
const CLUSTERS: [(&str, &str); 22] = [
    ("tsch", "S"),
    ("sch", "S"),
    ("tch", "S"),
    ("chr", "KL"),
    ("sh", "S"),
    ("ch", "S"),
    ("tz", "S"),
    ("ts", "S"),
    ("dz", "S"),
    ("dg", "S"),
    ("dj", "S"),
    ("zh", "S"),
    ("sz", "S"),
    ("cz", "S"),
    ("tho", "TV"),
    ("th", "S"),
    ("ph", "P"),
    ("ck", "K"),
    ("kh", ""),
    ("ng", "N"),
    ("x", "KS"),
    ("q", "K"),
];

pub(super) fn sounds(name: &str) -> Option<Vec<Sound>> {
    let letters: Vec<char> = normalize(name).text().chars().filter_map(plain).collect();
    if letters.is_empty() || !letters.iter().all(char::is_ascii_lowercase) {
        return None;
    }
    let mut sounds = Vec::new();
    let mut at = 0;
    while at < letters.len() {
        at += cluster(&letters, at, &mut sounds).unwrap_or_else(|| {
            let (sound, length) = letter(&letters, at);
            sounds.extend(sound);
            length
        });
    }
    Some(sounds)
}

/// A letter without its accent; apostrophes and full stops are nothing.
fn plain(c: char) -> Option<char> {
    match c {
        'à'..='å' | 'ā' | 'ă' | 'ą' => Some('a'),
        'è'..='ë' | 'ē' | 'ė' | 'ę' | 'ě' => Some('e'),
        'ì'..='ï' | 'ı' | 'ī' | 'į' => Some('i'),
        'ò'..='ö' | 'ø' | 'ō' | 'ő' => Some('o'),
        'ù'..='ü' | 'ū' | 'ů' | 'ű' => Some('u'),
        'ç' | 'ć' | 'č' => Some('c'),
        'ñ' | 'ń' | 'ň' => Some('n'),
        'š' | 'ś' | 'ş' | 'ß' => Some('s'),
        'ž' | 'ź' | 'ż' => Some('z'),
        'ğ' => Some('h'),
        'ł' => Some('l'),
        'ř' => Some('r'),
        'ý' | 'ÿ' => Some('y'),
        '\'' | '.' => None,
        _ => Some(c),
    }
}

fn cluster(letters: &[char], at: usize, sounds: &mut Vec<Sound>) -> Option<usize> {
    let begins = |cluster: &str| letters[at..].iter().copied().take(cluster.len()).eq(cluster.chars());
    let (cluster, sound) = CLUSTERS.into_iter().find(|(cluster, _)| begins(cluster))?;
    // ng is n and g where a vowel follows.
    if cluster == "ng" && letters.get(at + 2).copied().is_some_and(is_vowel) {
        return None;
    }
    let shared = |c| if c == 'V' { Sound::Vowel } else { Sound::Consonant(c) };
    sounds.extend(sound.chars().map(shared));
    Some(cluster.len())
}

/// The sound of a single or doubled letter, and how many letters it takes.
fn letter(letters: &[char], at: usize) -> (Option<Sound>, usize) {
    let c = letters[at];
    let doubled = !is_vowel(c) && letters.get(at + 1) == Some(&c);
    let length = if doubled { 2 } else { 1 };
    let next = letters.get(at + length).copied().unwrap_or(' ');
    let soft = matches!(next, 'e' | 'i' | 'y');
    let class = match c {
        'b' | 'p' | 'f' | 'v' => Some('P'),
        'd' | 't' => Some('T'),
        'c' if soft => Some('S'),
        'g' if soft_g(letters, at, next) => Some('S'),
        'g' if next == 'h' && at > 0 => None,
        'k' | 'c' | 'g' => Some('K'),
        's' | 'z' | 'j' => Some('S'),
        'm' => Some('M'),
        'n' => Some('N'),
        'l' | 'r' if is_vowel(next) => Some('L'),
        _ => return (is_vowel(c).then_some(Sound::Vowel), length),
    };
    (class.map(Sound::Consonant), length)
}

/// g is j in geo, gia, gio and in a final ge.
fn soft_g(letters: &[char], at: usize, next: char) -> bool {
    matches!((next, letters.get(at + 2)), ('e', None | Some('o')) | ('i', Some('a' | 'o' | 'n' | 'u')))
}

fn is_vowel(c: char) -> bool {
    matches!(c, 'a' | 'e' | 'i' | 'o' | 'u' | 'y')
}
