// semver.h - versions (https://semver.org) and npm's ranges of them, read as Bun reads them.
//
// Bun never refuses a range: what it cannot read (a tag such as "latest") is left out, and a range with nothing left
// allows every release. Bun.semver and the package manager must agree on each such corner, hence one reader, here.
// Threads: any. Memory: ranges live in the arena, versions borrow their text. Cost: linear in the text of a range and,
// for each version asked about, in the version and the parsed range.
#pragma once

#include "base/arena.h"

typedef struct Semver {
    uint64_t number[3];  // major, minor, patch
    Str pre;             // behind "-": "alpha.1", or empty
    Str build;           // behind "+", or empty
} Semver;

typedef enum SemverPart { SEMVER_MAJOR, SEMVER_MINOR, SEMVER_PATCH, SEMVER_WHOLE } SemverPart;

typedef struct SemverText {
    Semver version;     // numbers that are not given are 0
    bool given[3];
    SemverPart open;    // the first number that is missing or `x`; SEMVER_WHOLE: none
    bool valid;
    bool whole;         // nothing but white space stands behind it
} SemverText;

// The version that `text` begins with; it may have white space, "v" and "=" in front.
SemverText semver_read(Str text);
// The versions "1.2" and "x" as Bun orders them: above all that they stand for.
Semver semver_highest(const SemverText *text);
// Less than, equal to or greater than 0 as `a` is to `b`; builds do not count.
int semver_compare(Arena *scratch, const Semver *a, const Semver *b);

typedef struct SemverRange SemverRange;  // opaque; arena-owned; borrows from its text
const SemverRange *semver_range_read(Arena *a, Str text);
// npm's rule for versions with a `pre`: only where a comparator with the same three numbers has one, too.
bool semver_range_allows(Arena *scratch, const SemverRange *range, const Semver *version);
