#!/usr/bin/env bash
# Documentation of the libraries as a static site in .build/docs (`make docs`). Expects a debug build.
# A library with a catalog (Sources/NAME/NAME.docc) must convert without a warning.
set -euo pipefail
cd "$(dirname "$0")/.."
libraries="Probes Embeddings Calibration LanguageModels Worlds ConflictingQA HedgedPrediction Finetuning Charts Studies"
work=.build/docs-work
rm -rf "$work" .build/docs && mkdir -p "$work"

read -r -a blas <<<"$(pkg-config --cflags-only-I openblas 2>/dev/null | sed 's/-I/-Xcc -I/g')"
flags=(-I .build/debug/Modules -Xcc -ISources/CKernels/include "${blas[@]}")
for map in Sources/COpenBLAS Sources/CKernels/include; do
  flags+=(-Xcc -fmodule-map-file="$map/module.modulemap")
done
target=$(swift -print-target-info | sed -n 's/.*"unversionedTriple": "\(.*\)".*/\1/p' | head -1)
docc=$(command -v docc || xcrun --find docc)

archives=()
for library in $libraries; do
  mkdir -p "$work/$library"
  swift symbolgraph-extract -module-name "$library" -target "$target" \
    -minimum-access-level public -output-dir "$work/$library" "${flags[@]}"
  catalog=Sources/$library/$library.docc
  checks=(--diagnostic-level error)
  [ -d "$catalog" ] && checks=("$catalog" --warnings-as-errors)
  "$docc" convert "${checks[@]}" --additional-symbol-graph-dir "$work/$library" \
    --fallback-display-name "$library" --fallback-bundle-identifier "knowable.$library" \
    --output-path "$work/$library.doccarchive" --transform-for-static-hosting
  archives+=("$work/$library.doccarchive")
done
"$docc" merge "${archives[@]}" --synthesized-landing-page-name Knowable --output-path .build/docs
echo "The documentation: .build/docs (python3 -m http.server --directory .build/docs, then /documentation)"
