#!/usr/bin/env bash
# Compares odenet with its peers: compare.sh [--case NAME] [--peer NAME] [--quick] [--torchdiffeq DIR]; see --help.
# Builds what is missing. The table also goes to benchmarks/target/comparison.csv.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
jar=$here/target/odenet-benchmarks.jar
peer=$here/libtorch-peer/target/odenet-libtorch-peer.jar

newer_than() { [[ -n $(find "${@:2}" -newer "$1" -print -quit 2>/dev/null) ]]; }

if [[ ! -f $jar ]] || newer_than "$jar" "$here"/../*/src/main "$here"/../*/pom.xml "$here/../pom.xml"; then
  mvn -q -B -ntp -DskipTests -f "$here/../pom.xml" -pl benchmarks -am package >&2
fi
if [[ ! -f $peer ]] || newer_than "$peer" "$here/libtorch-peer/src" "$here/libtorch-peer/pom.xml"; then
  mvn -q -B -ntp -f "$here/libtorch-peer/pom.xml" package >&2
fi

options=()
if java --list-modules | grep -q '^jdk.incubator.vector@'; then
  options+=(--add-modules jdk.incubator.vector)
fi
exec java "${options[@]}" -jar "$jar" compare \
  --csv "$here/target/comparison.csv" --libtorch "$peer" --peer-script "$here/src/main/python/peer.py" "$@"
