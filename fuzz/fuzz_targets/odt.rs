#![no_main]
verbatim_fuzz::reader!("odt");
