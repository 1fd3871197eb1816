#!/usr/bin/env bash
# Prints the licences of everything that is part of the built program, for the archives that are handed out: most of
# them ask for it. Packages with the same text share it.
#
#     tools/licences.sh [TARGET]
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
target=${1:-$(rustc -vV | sed -n 's/^host: //p')}

texts=$(mktemp -d)
trap 'rm -rf "$texts"' EXIT

echo "Verbatim is made of these packages, under these licences. The texts follow that came with them; one that no text"
echo "names came without."
echo
# Build scripts and macros run at build time and are no part of the program, but what they write is: so they count.
packages=$(cargo tree --locked --target "$target" --edges normal,build --prefix none --format '{p}|{l}' |
    sed 's/ (\*)$//; s/ (proc-macro)//; s/ ([^)]*)|/|/' | grep -v '^verbatim ' | sort -u)
echo "${packages//|/: }"

# Where cargo keeps the sources, by name and version.
folders=$(cargo metadata --locked --format-version 1 --filter-platform "$target" |
    jq -r '.packages[] | "\(.name) v\(.version)|\(.manifest_path | rtrimstr("/Cargo.toml"))"')
while IFS='|' read -r package _; do
    folder=$(awk -F '|' -v package="$package" '$1 == package { print $2; exit }' <<<"$folders")
    for file in "$folder"/[Ll][Ii][Cc][Ee][Nn][CcSs][Ee]* "$folder"/COPYING* "$folder"/COPYRIGHT* "$folder"/NOTICE* "$folder"/UNLICENSE*; do
        [ -f "$file" ] || continue
        name=$(git hash-object --no-filters "$file")
        [ -f "$texts/$name.text" ] || cp "$file" "$texts/$name.text"
        echo "$package (${file##*/})" >>"$texts/$name.of"
    done
done <<<"$packages"

for text in "$texts"/*.text; do
    printf '\n%s\n\n' '--------------------------------------------------------------------------------'
    cat "${text%.text}.of"
    echo
    cat "$text"
done
