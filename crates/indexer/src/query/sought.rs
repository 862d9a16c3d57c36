//! What became of the words and phrases of a query.

/// Whether anything of what is wanted is looked for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Words {
    /// There are none.
    #[default]
    None,
    /// None of them can be looked for.
    Lost,
    /// Something of them is looked for.
    Sought,
}

impl Words {
    /// Takes note of words or a phrase.
    pub fn count(&mut self, sought: bool, wanted: bool) {
        if wanted && *self != Words::Sought {
            *self = if sought { Words::Sought } else { Words::Lost };
        }
    }

    /// Whether there are some, and none can be looked for.
    pub fn are_lost(self) -> bool {
        self == Words::Lost
    }
}
