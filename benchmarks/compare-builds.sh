#!/usr/bin/env bash
# Compares two builds of the benchmarks, each with the library that it was built with:
#   benchmarks/compare-builds.sh OLD NEW [FOLDER]
# OLD and NEW are the assembly WriteBack.Fast.Benchmarks.dll, or its folder. FOLDER keeps the results; rounds that are there
# already count as well. The environment may set ROUNDS, SIZES, and TIME, the seconds of one size in one round. Take an even
# number of rounds: in one pair the build that follows was seen to be slower, so each has to lead as often as the other.
# Exit code: 0 when no pair is slower by more than 5 %, 1 when one is, 3 when for one the ratio to the peer and the time alone
# do not agree, 2 when something failed.
set -euo pipefail

fail() {
    echo "$1" >&2
    exit 2
}

assembly() {
    local path=$1
    [[ ! -d $path ]] || path=$path/WriteBack.Fast.Benchmarks.dll
    [[ -f $path ]] || fail "There is no build at $1."
    realpath "$path"
}

(($# == 2 || $# == 3)) || fail "Usage: $0 OLD NEW [FOLDER]"
old=$(assembly "$1")
new=$(assembly "$2")
results=${3:-$(mktemp -d)}
mkdir -p "$results"
pipes=$(mktemp -d)
mkfifo "$pipes/to-follower" "$pipes/to-leader"
trap 'kill $(jobs -p) 2>/dev/null || true; rm -r "$pipes"' EXIT

measure() {
    local build=$1 role=$2 size=$3 round=$4
    dotnet "${!build}" compare "$size" --seconds "${TIME:-45}" "--$role" "$pipes" \
        --save "$results/$build-$round-$size.tsv" >/dev/null &
}

# One that misses a bound ends with 1. When one fails, the other may wait for it for ever.
await() {
    local job
    wait -n || (($? == 1)) || fail "A build failed."
    for job in "$@"; do
        wait "$job" || (($? == 1)) || fail "A build failed."
    done
}

# Both processes of a round take turns of milliseconds, so they run in the same phases of the machine. Each round begins two
# new ones, as where memory lies and how code is compiled differ from process to process; the builds take turns in leading.
begun=$(date +%Y%m%d%H%M%S)
for ((round = 1; round <= ${ROUNDS:-6}; round++)); do
    if ((round % 2)); then order=(old new); else order=(new old); fi
    for size in ${SIZES:-1000 100000 4000000}; do
        echo "Round $round, $size entries, the ${order[0]} build leads." >&2
        measure "${order[0]}" leads "$size" "$begun-$round"
        leader=$!
        measure "${order[1]}" follows "$size" "$begun-$round"
        await "$leader" $!
    done
done

dotnet "$new" compare-builds "$results"
