// exports.c - see exports.h. Names follow the specification's: PACKAGE_TARGET_RESOLVE is target_of.
#include "resolve/exports.h"

#include "base/buf.h"

typedef struct Match {
    Arena *a;
    Conditions conditions;
    Str key;         // the map's key that matched
    Str star;        // what '*' (or the rest of a folder mapping) stands for
    bool pattern;    // key has a '*'
    bool folder;     // key ends in '/'
    bool imports;
} Match;

static Target target_of(const Match *m, const Json *value);

static Target status(TargetStatus s) { return (Target){.status = s}; }

static int hex_digit(char c)
{
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}

// One character of a path segment with %xx decoded; `*i` moves behind it.
static char next_decoded(Str s, size_t *i)
{
    char c = str_at(s, *i);
    int high = hex_digit(str_peek(s, *i + 1)), low = hex_digit(str_peek(s, *i + 2));
    if (c != '%' || high < 0 || low < 0) {
        *i += 1;
        return c;
    }
    *i += 3;
    return (char)(high * 16 + low);
}

static bool segment_is(Str segment, Str word)
{
    size_t i = 0, n = 0;
    while (i < segment.len && n < word.len) {
        char c = next_decoded(segment, &i);
        if (c >= 'A' && c <= 'Z') c = (char)(c + 32);
        if (c != str_at(word, n++)) return false;
    }
    return i == segment.len && n == word.len;
}

// "", ".." and "node_modules" segments would leave the package (encoded forms too).
static bool has_bad_segment(Str path)
{
    for (size_t from = 0; from <= path.len;) {
        size_t to = from;
        while (to < path.len && str_at(path, to) != '/' && str_at(path, to) != '\\') to++;
        Str segment = str_sub(path, from, to);
        if (segment_is(segment, STR(".")) || segment_is(segment, STR(".."))) return true;
        if (segment_is(segment, STR("node_modules"))) return true;
        from = to + 1;
    }
    return false;
}

static Str replace_stars(Arena *a, Str text, Str star)
{
    AUTO(Buf) out = {};
    for (size_t i = 0; i < text.len; i++) {
        char c = str_at(text, i);
        if (c == '*') buf_put(&out, star);
        else buf_put_char(&out, c);
    }
    return out.bad ? STR("") : arena_str(a, buf_str(&out));
}

static Str shown(Arena *a, const Json *value)
{
    if (value->type == JSON_STRING) return value->string;
    if (value->type == JSON_NUMBER) return arena_fmt(a, "%.17g", value->number);
    return value->type == JSON_TRUE ? STR("true") : STR("false");
}

static Target invalid(const Match *m, const Json *value)
{
    return (Target){.status = TARGET_INVALID, .text = shown(m->a, value), .key = m->key};
}

static bool is_bare(Str text)
{
    return text.len && !str_starts(text, STR("../")) && str_at(text, 0) != '/' && !str_eq(text, STR(".."));
}

static Target target_of_string(const Match *m, const Json *value)
{
    Str text = value->string;
    if (m->folder && !str_ends(text, STR("/"))) return invalid(m, value);
    if (!str_starts(text, STR("./"))) {
        if (!m->imports || !is_bare(text) || m->folder) return invalid(m, value);
        Str bare = m->pattern ? replace_stars(m->a, text, m->star) : text;
        return (Target){.status = TARGET_BARE, .text = bare, .key = m->key};
    }
    if (has_bad_segment(str_from(text, 2))) return invalid(m, value);
    Target t = {.status = TARGET_PATH, .text = text, .key = m->key, .folder = m->folder};
    if (!m->pattern && !m->folder) return t;
    if (has_bad_segment(m->star)) return (Target){.status = TARGET_BAD_MATCH, .key = m->key};
    t.text = m->pattern ? replace_stars(m->a, text, m->star) : arena_concat(m->a, text, m->star);
    return t;
}

static bool applies(const Match *m, Str key)
{
    if (str_eq(key, STR("default"))) return true;
    for (size_t i = 0; i < m->conditions.len; i++)
        if (str_eq(AT(m->conditions, i), key)) return true;
    return false;
}

static Target target_of_object(const Match *m, const Json *value)
{
    for (size_t i = 0; i < value->len; i++) {
        JsonMember member = json_member(value, i);
        if (!applies(m, member.key)) continue;
        Target t = target_of(m, member.value);
        if (t.status != TARGET_NONE) return t;
    }
    return status(TARGET_NONE);
}

// The first usable element; what cannot be used is skipped, and reported only if nothing else is there.
static Target target_of_array(const Match *m, const Json *value)
{
    Target last = status(value->len ? TARGET_NONE : TARGET_NULL);
    for (size_t i = 0; i < value->len; i++) {
        Target t = target_of(m, AT(*value, i));
        if (t.status == TARGET_PATH || t.status == TARGET_BARE || t.status == TARGET_BAD_MATCH) return t;
        if (t.status != TARGET_NONE) last = t;
    }
    return last;
}

static Target target_of(const Match *m, const Json *value)
{
    switch (value->type) {
    case JSON_STRING: return target_of_string(m, value);
    case JSON_OBJECT: return target_of_object(m, value);
    case JSON_ARRAY: return target_of_array(m, value);
    case JSON_NULL: return status(TARGET_NULL);
    default: return invalid(m, value);
    }
}

// --- keys -----------------------------------------------------------------------------------------

// Bytes of the key before its '*' (or the whole folder key); STR_NONE if it is neither.
static size_t key_base(Str key)
{
    size_t star = str_find_char(key, '*');
    if (star != STR_NONE) return str_find_from(key, STR("*"), star + 1) == STR_NONE ? star : STR_NONE;
    return str_ends(key, STR("/")) ? key.len : STR_NONE;
}

static bool key_matches(Str key, size_t base, Str name)
{
    if (!str_starts(name, str_sub(key, 0, base))) return false;
    if (base == key.len) return name.len > base;  // a folder; the folder itself is no file
    Str trailer = str_from(key, base + 1);
    return name.len >= key.len && name.len > base && str_ends(name, trailer);
}

// The specification's PATTERN_KEY_COMPARE: the longer base wins, then the longer key.
static bool better(Str key, size_t base, Str best, size_t best_base)
{
    if (best_base == STR_NONE || base != best_base) return best_base == STR_NONE || base > best_base;
    return key.len > best.len;
}

static const Json *find_pattern(const Json *map, Str name, Str *best)
{
    const Json *found = NULL;
    size_t best_base = STR_NONE;
    for (size_t i = 0; i < map->len; i++) {
        JsonMember member = json_member(map, i);
        size_t base = key_base(member.key);
        if (base == STR_NONE || !key_matches(member.key, base, name)) continue;
        if (!better(member.key, base, *best, best_base)) continue;
        found = member.value;
        *best = member.key;
        best_base = base;
    }
    return found;
}

static Target match_map(Match m, const Json *map, Str name)
{
    const Json *exact = key_base(name) == STR_NONE ? json_get(map, name) : NULL;
    if (exact) {
        m.key = name;
        return target_of(&m, exact);
    }
    const Json *value = find_pattern(map, name, &m.key);
    if (!value) return status(TARGET_NONE);
    size_t base = key_base(m.key);
    m.folder = base == m.key.len;
    m.pattern = !m.folder;
    m.star = m.folder ? str_from(name, base) : str_sub(name, base, name.len - (m.key.len - base - 1));
    return target_of(&m, value);
}

typedef enum Shape { SHAPE_MAIN, SHAPE_SUBPATHS, SHAPE_MIXED } Shape;

static Shape shape_of(const Json *exports)
{
    if (exports->type != JSON_OBJECT) return SHAPE_MAIN;
    size_t dots = 0;
    for (size_t i = 0; i < exports->len; i++) dots += str_starts(json_member(exports, i).key, STR("."));
    if (dots && dots < exports->len) return SHAPE_MIXED;
    return dots ? SHAPE_SUBPATHS : SHAPE_MAIN;
}

Target exports_match(Arena *a, const Json *exports, Str subpath, Conditions conditions)
{
    Match m = {.a = a, .conditions = conditions};
    switch (shape_of(exports)) {
    case SHAPE_MIXED: return status(TARGET_MIXED);
    case SHAPE_SUBPATHS: return match_map(m, exports, subpath);
    case SHAPE_MAIN: break;
    }
    if (!str_eq(subpath, STR("."))) return status(TARGET_NONE);
    m.key = subpath;
    return target_of(&m, exports);
}

Target imports_match(Arena *a, const Json *imports, Str name, Conditions conditions)
{
    if (!imports || imports->type != JSON_OBJECT) return status(TARGET_NONE);
    return match_map((Match){.a = a, .conditions = conditions, .imports = true}, imports, name);
}
