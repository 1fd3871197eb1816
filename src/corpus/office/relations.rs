//! The relations between the parts of a document in Office Open XML: links, and the parts that a part refers to by id.

use std::collections::HashMap;

use super::look::MAX_ADDRESS_BYTES;
use super::xml::Xml;
use crate::corpus::package::{Package, resolve};
use crate::corpus::problem::Reason;

/// The relations of one part.
#[derive(Debug, Default)]
pub(super) struct Relations {
    by_id: HashMap<String, Relation>,
}

#[derive(Debug)]
pub(super) struct Relation {
    /// The last part of its type's address: "hyperlink", "slide".
    pub kind: String,
    /// The name of a part, or an address outside of the document.
    pub target: String,
    pub is_external: bool,
}

impl Relations {
    /// The relations of the part `name`; of the whole document if that is empty.
    pub(super) fn of(package: &Package<'_>, name: &str) -> Result<Self, Reason> {
        let (folder, file) = name.rsplit_once('/').unwrap_or(("", name));
        let place = resolve("", &format!("{folder}/_rels/{file}.rels"));
        let Some(text) = package.text(&place)? else {
            return Ok(Self::default());
        };
        let xml = Xml::parse(&text)?;
        let mut by_id = HashMap::new();
        for element in xml.root()?.all("Relationship") {
            let value = |name| element.attribute(name).unwrap_or_default();
            let is_external = value("TargetMode").eq_ignore_ascii_case("External");
            let target = value("Target");
            if target.len() > MAX_ADDRESS_BYTES {
                continue;
            }
            let relation = Relation {
                kind: value("Type").rsplit('/').next().unwrap_or_default().to_owned(),
                target: if is_external {
                    target.into_owned()
                } else {
                    resolve(name, &target)
                },
                is_external,
            };
            by_id.insert(value("Id").into_owned(), relation);
        }
        Ok(Self { by_id })
    }

    pub(super) fn get(&self, id: &str) -> Option<&Relation> {
        self.by_id.get(id)
    }

    /// The name of the first part of a kind. `None` if there is none.
    pub(super) fn part(&self, kind: &str) -> Option<&str> {
        let of_kind = self
            .by_id
            .values()
            .filter(|relation| relation.kind == kind && !relation.is_external);
        of_kind.map(|relation| relation.target.as_str()).min()
    }
}

/// The name of the main part of a document. `None` if none is named.
pub(super) fn main_part(package: &Package<'_>) -> Result<Option<String>, Reason> {
    Ok(Relations::of(package, "")?.part("officeDocument").map(str::to_owned))
}

/// The title in the properties of a document. `None` if it has none.
pub(super) fn given_title(package: &Package<'_>) -> Result<Option<String>, Reason> {
    let Some(text) = package.text("docProps/core.xml")? else {
        return Ok(None);
    };
    let xml = Xml::parse(&text)?;
    Ok(xml.root()?.child("title").map(super::xml::Element::text))
}
