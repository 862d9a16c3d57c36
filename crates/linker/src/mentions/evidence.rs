//! What speaks for a link, and the score that follows.
//!
//! A score is a probability: the logistic function of a weight for the rule and weights for the signs that hold. The
//! weights stand in `config/linking.toml`, which `cargo run -p newsbraid-cli --example calibrate_links` makes from gold.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::Deserialize;

use crate::annotations::Rule;

/// Something about a place and an entity that speaks for the link or against it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Sign {
    /// The article has a full name of the entity at another place too.
    Repeated,
    /// Entities named in the article that belong to this one, or to which it belongs: the logarithm of one more.
    Related,
    /// The article names the country it belongs to.
    CountryNamed,
    /// At most two Han characters or syllables, or three Latin letters.
    Short,
    /// Four Han characters or syllables and more, or two Latin words.
    Long,
    /// A word beside it says the kind of the entity (회장, 集团, Inc).
    KindWord,
    /// A word beside it says another kind.
    OtherKindWord,
    /// Another entity has the same name.
    Rival,
    /// The text has a space that the name has not.
    Spaced,
    /// The entity is a product.
    Product,
    /// A bracket beside it holds another name of the entity.
    Confirmed,
}

impl Sign {
    /// In the order of their weights.
    pub(crate) const ALL: [Sign; 11] = [
        Sign::Repeated,
        Sign::Related,
        Sign::CountryNamed,
        Sign::Short,
        Sign::Long,
        Sign::KindWord,
        Sign::OtherKindWord,
        Sign::Rival,
        Sign::Spaced,
        Sign::Product,
        Sign::Confirmed,
    ];

    /// As `config/linking.toml` calls it.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Sign::Repeated => "repeated",
            Sign::Related => "related",
            Sign::CountryNamed => "country_named",
            Sign::Short => "short",
            Sign::Long => "long",
            Sign::KindWord => "kind_word",
            Sign::OtherKindWord => "other_kind_word",
            Sign::Rival => "rival",
            Sign::Spaced => "spaced",
            Sign::Product => "product",
            Sign::Confirmed => "confirmed",
        }
    }
}

/// The signs of one place and entity; zero for those that do not hold.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct Evidence([f32; Sign::ALL.len()]);

impl Evidence {
    pub(crate) fn set(&mut self, sign: Sign, value: f32) {
        self.0[sign as usize] = value;
    }

    pub(crate) fn hold(&mut self, sign: Sign, holds: bool) {
        self.set(sign, f32::from(u8::from(holds)));
    }

    pub(crate) fn value(&self, sign: Sign) -> f32 {
        self.0[sign as usize]
    }
}

/// The weights of `config/linking.toml`.
#[derive(Clone, Debug)]
pub(crate) struct Model {
    rules: BTreeMap<Rule, f32>,
    signs: [f32; Sign::ALL.len()],
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Weights {
    rules: BTreeMap<Rule, f32>,
    signs: BTreeMap<String, f32>,
}

impl Model {
    /// The weights that the binary carries.
    pub(crate) fn embedded() -> &'static Model {
        static MODEL: LazyLock<Model> = LazyLock::new(|| {
            let weights = include_str!("../../../../config/linking.toml");
            Model::parse(weights).expect("a test reads the embedded weights")
        });
        &MODEL
    }

    fn parse(text: &str) -> Result<Model, String> {
        let weights: Weights = toml::from_str(text).map_err(|error| error.to_string())?;
        let mut signs = [0.0; Sign::ALL.len()];
        for (name, weight) in &weights.signs {
            let sign = Sign::ALL.into_iter().find(|sign| sign.name() == name);
            let sign = sign.ok_or_else(|| format!("config/linking.toml: no sign is called `{name}`"))?;
            signs[sign as usize] = *weight;
        }
        Ok(Model { rules: weights.rules, signs })
    }

    /// The weight of a rule, in log odds; what no gold knows counts as even.
    pub(crate) fn rule(&self, rule: Rule) -> f32 {
        self.rules.get(&rule).copied().unwrap_or(0.0)
    }

    /// The weight of a sign, in log odds for one unit of its value.
    pub(crate) fn sign(&self, sign: Sign) -> f32 {
        self.signs[sign as usize]
    }

    /// The probability that a link is right.
    pub(crate) fn score(&self, rule: Rule, evidence: &Evidence) -> f32 {
        let signs: f32 = Sign::ALL.into_iter().map(|sign| self.sign(sign) * evidence.value(sign)).sum();
        1.0 / (1.0 + (-(self.rule(rule) + signs)).exp())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_embedded_weights_are_read() {
        let weights = include_str!("../../../../config/linking.toml");
        let model = Model::parse(weights).unwrap();
        for sign in Sign::ALL {
            assert!(weights.contains(&format!("\n{} = ", sign.name())), "no weight for {}", sign.name());
        }
        let plain = model.score(Rule::Name, &Evidence::default());
        let mut spaced = Evidence::default();
        spaced.hold(Sign::Spaced, true);
        assert!(plain > 0.8 && model.score(Rule::Name, &spaced) < plain, "{plain}");
    }

    #[test]
    fn unknown_signs_are_refused() {
        let error = Model::parse("[rules]\nname = 1\n[signs]\nluck = 2\n").unwrap_err();
        assert_eq!(error, "config/linking.toml: no sign is called `luck`");
    }
}
