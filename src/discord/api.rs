//! Speaking to Discord: its HTTP API, its gateway, the interactions that it posts, and the files that people upload there.
//!
//! Nothing here knows why something is sent (`bot`) or how it looks (`view`).

pub(crate) mod access;
pub(crate) mod application;
pub(crate) mod endpoint;
pub(crate) mod gateway;
pub(crate) mod inspection;
pub(crate) mod invite;
pub(crate) mod registration;
pub(crate) mod rest;
pub(crate) mod upload;
