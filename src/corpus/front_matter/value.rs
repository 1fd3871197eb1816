//! A value of front matter, whatever its syntax.

/// A value. Numbers and dates are texts, as they are written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Value {
    Text(String),
    List(Vec<Value>),
    Map(Vec<(String, Value)>),
}

impl Value {
    /// Joins the value into one text: the entries of a list with commas, and of a mapping the first of `names` that it
    /// has. `None` if the value has no text.
    pub(super) fn joined(&self, names: &[&str]) -> Option<String> {
        let Self::List(all) = self else {
            return self.first(names);
        };
        let texts: Vec<String> = all
            .iter()
            .filter_map(|value| value.first(names))
            .map(|text| text.trim().to_owned())
            .filter(|text| !text.is_empty())
            .collect();
        (all.is_empty() || !texts.is_empty()).then(|| texts.join(", "))
    }

    /// The first text of the value, chosen as in [`Value::joined`].
    pub(super) fn first(&self, names: &[&str]) -> Option<String> {
        match self {
            Self::Text(text) => Some(text.clone()),
            Self::List(all) if all.is_empty() => Some(String::new()),
            Self::List(all) => all.iter().find_map(|value| match value {
                Self::List(_) => None,
                value => value.first(names),
            }),
            Self::Map(all) => {
                let value_of = |name: &&str| all.iter().find(|(key, _)| key.eq_ignore_ascii_case(name));
                names.iter().find_map(value_of).and_then(|(_, value)| match value {
                    Self::Text(text) => Some(text.clone()),
                    _ => None,
                })
            }
        }
    }
}

impl From<serde_json::Value> for Value {
    fn from(value: serde_json::Value) -> Self {
        match value {
            serde_json::Value::Null => Self::Text(String::new()),
            serde_json::Value::String(text) => Self::Text(text),
            serde_json::Value::Array(all) => Self::List(all.into_iter().map(Self::from).collect()),
            serde_json::Value::Object(all) => {
                Self::Map(all.into_iter().map(|(key, value)| (key, Self::from(value))).collect())
            }
            other => Self::Text(other.to_string()),
        }
    }
}
