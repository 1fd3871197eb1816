#!/usr/bin/env bash
# Packs the built program, with all that belongs to it, into an archive to hand out: dist/verbatim-VERSION-TARGET.tar.gz.
#
#     cargo build --release --locked --target TARGET
#     tools/archive.sh TARGET
#
# Without TARGET it packs target/release/verbatim, built for this machine. The program is run to write its completions and
# manual, so it has to be one that this machine can run.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
host=$(rustc -vV | sed -n 's/^host: //p')
target=${1:-$host}
built=target/${1:+$1/}release/verbatim
version=$(cargo metadata --locked --no-deps --format-version 1 | jq -r '.packages[0].version')
name=verbatim-$version-$target

rm -rf "dist/$name"
mkdir -p "dist/$name/completions" "dist/$name/licences"
cp "$built" "dist/$name/verbatim"
cp -R README.md CHANGELOG.md PRIVACY.md LICENSE .env.example contrib corpus docs "dist/$name/"
tools/licences.sh "$target" >"dist/$name/licences/packages.txt"
cp models/verbatim/LICENSE "dist/$name/licences/all-MiniLM-L6-v2.txt"
"dist/$name/verbatim" man --to "dist/$name/man/man1"
"dist/$name/verbatim" completions bash >"dist/$name/completions/verbatim.bash"
"dist/$name/verbatim" completions zsh >"dist/$name/completions/_verbatim"
"dist/$name/verbatim" completions fish >"dist/$name/completions/verbatim.fish"

tar -C dist -czf "dist/$name.tar.gz" "$name"
echo "dist/$name.tar.gz"
