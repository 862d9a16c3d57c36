//! Numerals against a stupid twin that spells them, and texts of any kind.

use proptest::prelude::*;

use super::tests::{figures, sound};

/// The stupid twin: a number in Chinese or Korean words, section by section.
fn spelled(n: u64, digits: [&str; 10], small: [&str; 4], large: [&str; 3], skip_one: bool) -> String {
    let mut text = String::new();
    for (power, scale) in [(8u32, large[2]), (4, large[1]), (0, large[0])] {
        let section = n / 10u64.pow(power) % 10_000;
        let higher = n / 10u64.pow(power + 4) > 0;
        if section == 0 {
            continue;
        }
        // Chinese says the nought between sections and inside them.
        if higher && section < 1000 && !skip_one {
            text.push_str(digits[0]);
        }
        let mut nought = false;
        for place in (0..4).rev() {
            let digit = section / 10u64.pow(place) % 10;
            let begun = section / 10u64.pow(place + 1) > 0;
            if digit == 0 {
                nought = begun && !section.is_multiple_of(10u64.pow(place));
                continue;
            }
            if nought && !skip_one {
                text.push_str(digits[0]);
            }
            nought = false;
            if !(skip_one && digit == 1 && place > 0) {
                text.push_str(digits[digit as usize]);
            }
            text.push_str(small[place as usize]);
        }
        text.push_str(scale);
    }
    text
}

const HAN: [&str; 10] = ["零", "一", "二", "三", "四", "五", "六", "七", "八", "九"];
const HANGUL: [&str; 10] = ["영", "일", "이", "삼", "사", "오", "육", "칠", "팔", "구"];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    #[test]
    fn numerals_are_read_as_they_are_spelled(n in 11u64..1_000_000_000_000) {
        let chinese = format!("{}元", spelled(n, HAN, ["", "十", "百", "千"], ["", "万", "亿"], false));
        let found = figures(&chinese);
        prop_assert_eq!(found.iter().map(|f| f.quantity.value).collect::<Vec<_>>(), vec![n as f64], "{}", chinese);
        let korean = format!("{} 원", spelled(n, HANGUL, ["", "십", "백", "천"], ["", "만", "억"], true));
        let found = figures(&korean);
        prop_assert_eq!(found.iter().map(|f| f.quantity.value).collect::<Vec<_>>(), vec![n as f64], "{}", korean);
    }

    #[test]
    fn digits_with_scales_are_read_as_they_are_written(n in 1u64..100_000_000, cents in 0u64..100) {
        let text = format!("{n}.{cents:02}亿元");
        let expect: f64 = format!("{n}.{cents:02}e8").parse().expect("a number");
        prop_assert_eq!(figures(&text)[0].quantity.value, expect);
    }

    #[test]
    fn anything_at_all_is_survived(text in "\\PC{0,80}") {
        sound(&text);
    }

    #[test]
    fn numbers_in_disorder_are_survived(
        text in "([0-9]{1,3}|[,.~%$ -]|亿|万|元|兆|억|조|만| 위안|年|月|日|년|월|일|至|第|百分之|分之|十|三|两|수|삼|천|同比|下降|Q3|财年|billion|half of|to|季度|:|\\(|\n){1,24}"
    ) {
        sound(&text);
    }
}
