// sourcemap_read.c - see sourcemap_read.h.
#include "js/sourcemap_read.h"

#include "base/json.h"
#include "base/num.h"

typedef struct Decoder {
    Arena *a;
    DecodedSourceMap *map;
    uint32_t first_source, first_name;  // of the map being read: sections number theirs from 0
    int64_t line, column;               // offset of its section
    const char *problem;                // the first thing wrong that the standard lets pass
} Decoder;

static Err refuse(Decoder *d, const char *what)
{
    ErrInfo *info = ARENA_NEW(d->a, ErrInfo);
    info->detail = str_c(what);
    return (Err){.code = ERR_BAD_SOURCE_MAP, .info = info};
}

// "Optionally report an error."
static void complain(Decoder *d, const char *what)
{
    if (!d->problem) d->problem = what;
}

// --- fields

static bool is_type(const Json *value, JsonType type)
{
    return value && value->type == type;
}

static Str optional_string(Decoder *d, const Json *object, Str key)
{
    const Json *value = json_get(object, key);
    if (value && value->type != JSON_STRING) complain(d, "a field is not a string");
    return value && value->type == JSON_STRING ? value->string : (Str){};
}

// NULL if missing or no list.
static const Json *optional_list(Decoder *d, const Json *object, Str key)
{
    const Json *value = json_get(object, key);
    if (value && value->type != JSON_ARRAY) complain(d, "a field is not a list");
    return is_type(value, JSON_ARRAY) ? value : NULL;
}

static bool optional_item(Decoder *d, const Json *item, Str *out)
{
    if (item->type != JSON_STRING && item->type != JSON_NULL) complain(d, "an item is neither string nor null");
    *out = json_str(item);
    return item->type == JSON_STRING;
}

static void read_names(Decoder *d, const Json *object)
{
    const Json *list = optional_list(d, object, STR("names"));
    for (size_t i = 0; list && i < list->len; i++) {
        const Json *item = AT(*list, i);
        if (item->type != JSON_STRING) complain(d, "a name is not a string");
        ARENA_PUSH(d->a, &d->map->names, json_str(item));
    }
}

static void read_sources(Decoder *d, const Json *object, const Json *list)
{
    Str root = optional_string(d, object, STR("sourceRoot"));
    if (root.len && !str_ends(root, STR("/"))) root = arena_concat(d->a, root, STR("/"));
    const Json *contents = optional_list(d, object, STR("sourcesContent"));
    for (size_t i = 0; i < list->len; i++) {
        MappedSource source = {.root = root};
        source.has_url = optional_item(d, AT(*list, i), &source.url);
        if (contents && i < contents->len)
            source.has_content = optional_item(d, AT(*contents, i), &source.content);
        ARENA_PUSH(d->a, &d->map->sources, source);
    }
    for (size_t i = list->len; contents && i < contents->len; i++) {
        Str content;
        optional_item(d, AT(*contents, i), &content);
    }
}

static void read_ignore_list(Decoder *d, const Json *object)
{
    const Json *list = optional_list(d, object, STR("ignoreList"));
    uint32_t count = d->map->sources.count - d->first_source;
    for (size_t i = 0; list && i < list->len; i++) {
        const Json *item = AT(*list, i);
        uint32_t index;
        if (item->type != JSON_NUMBER || !u32_from_f64(item->number, &index) || index >= count)
            complain(d, "ignoreList has something that is no index of a source");
        else
            ITEM(d->map->sources, d->first_source + index).ignored = true;
    }
}

// --- mappings

enum { FIELD_COLUMN, FIELD_SOURCE, FIELD_LINE, FIELD_ORIGINAL_COLUMN, FIELD_NAME, FIELD_COUNT };

// The fields are relative to the ones before; the sums may leave the range and come back.
typedef struct MappingsReader {
    Str text;
    size_t at;
    int64_t line;
    int64_t fields[FIELD_COUNT];
} MappingsReader;

static int base64_digit(char c)
{
    if (c >= 'A' && c <= 'Z') return c - 'A';
    if (c >= 'a' && c <= 'z') return c - 'a' + 26;
    if (c >= '0' && c <= '9') return c - '0' + 52;
    return c == '+' ? 62 : c == '/' ? 63 : -1;
}

// Base64 VLQ of at most 32 bits, sign included; leading zeros may be as many as one likes.
static bool read_vlq(MappingsReader *r, int64_t *out)
{
    uint64_t value = 0;
    for (uint32_t shift = 0;; shift += shift < 60 ? 5 : 0) {
        int digit = base64_digit(str_peek(r->text, r->at));
        if (digit < 0) return false;
        r->at++;
        uint64_t bits = (uint64_t)digit & 31;
        if (bits && (shift > 31 || bits << shift > UINT32_MAX)) return false;
        value |= bits << shift;
        if (digit < 32) break;
    }
    int64_t magnitude = (int64_t)(value >> 1);
    if (value & 1) magnitude = magnitude ? -magnitude : INT32_MIN;
    *out = magnitude;
    return true;
}

static bool at_segment_end(const MappingsReader *r)
{
    char c = str_peek(r->text, r->at);
    return r->at >= r->text.len || c == ',' || c == ';';
}

static void skip_segment(MappingsReader *r)
{
    while (!at_segment_end(r)) r->at++;
}

// Number of fields, 0 if the segment is malformed. Nothing is added to the state then.
static uint32_t read_segment(MappingsReader *r)
{
    int64_t deltas[FIELD_COUNT] = {};
    uint32_t count = 0;
    while (!at_segment_end(r) && count < FIELD_COUNT) {
        if (!read_vlq(r, &ELEM(deltas, count))) return 0;
        count++;
    }
    if (!at_segment_end(r) || (count != 1 && count != 4 && count != 5)) return 0;
    for (uint32_t i = 0; i < count; i++) ELEM(r->fields, i) += ELEM(deltas, i);
    return count;
}

static bool fits(int64_t value)
{
    return value >= 0 && value <= INT32_MAX;
}

// What Node.js shows of a map that is wrong.
static bool fits_i32(int64_t value)
{
    return value >= INT32_MIN && value <= INT32_MAX;
}

static void add_mapping(Decoder *d, const MappingsReader *r, uint32_t field_count)
{
    int64_t column = ELEM(r->fields, FIELD_COLUMN);
    int64_t source = ELEM(r->fields, FIELD_SOURCE), name = ELEM(r->fields, FIELD_NAME);
    int64_t line = ELEM(r->fields, FIELD_LINE), original = ELEM(r->fields, FIELD_ORIGINAL_COLUMN);
    int64_t out_line = r->line + d->line, out_column = column + (r->line ? 0 : d->column);
    if (!fits(column) || !fits(out_line) || !fits(out_column)) {
        complain(d, "a generated position is out of range");
        return;
    }
    Mapping m = {.line = (int32_t)out_line, .column = (int32_t)out_column,
                 .source = -1, .original_line = -1, .original_column = -1, .name = -1};
    if (field_count > 1) {
        bool known = source >= 0 && source < d->map->sources.count - d->first_source;
        if (!known || !fits(line) || !fits(original)) complain(d, "an original position is out of range");
        if (known && fits_i32(line) && fits_i32(original)) {
            m.source = (int32_t)(source + d->first_source);
            m.original_line = (int32_t)line;
            m.original_column = (int32_t)original;
        }
    }
    if (field_count > 4) {
        if (name >= 0 && name < d->map->names.count - d->first_name) m.name = (int32_t)(name + d->first_name);
        else complain(d, "a name index is out of range");
    }
    d->map->mappings.count++;
    ITEM(d->map->mappings, d->map->mappings.count - 1) = m;
}

// Room for every segment at once: growing would leave the old tables in the arena.
static Err reserve_mappings(Decoder *d, Str text)
{
    size_t most = 1;
    for (size_t i = 0; i < text.len; i++) most += str_at(text, i) == ',' || str_at(text, i) == ';';
    size_t want = most + d->map->mappings.count;
    if (want > SOURCE_MAP_MAX_MAPPINGS) return err(ERR_TOO_BIG);
    if (want <= d->map->mappings.cap) return OK;
    want = size_min(SOURCE_MAP_MAX_MAPPINGS, want + d->map->mappings.count);  // doubles from section to section
    d->map->mappings.items = arena_grow(d->a, d->map->mappings.items, d->map->mappings.count, want, sizeof(Mapping));
    d->map->mappings.cap = u32_of(want);
    return OK;
}

static Err read_mappings(Decoder *d, Str text)
{
    MappingsReader r = {.text = text};
    TRY(reserve_mappings(d, text));
    while (r.at < text.len) {
        char c = str_at(text, r.at);
        if (c == ';') {
            r.at++;
            r.line++;
            ELEM(r.fields, FIELD_COLUMN) = 0;
            continue;
        }
        uint32_t field_count = read_segment(&r);
        if (field_count) add_mapping(d, &r, field_count);
        else complain(d, "a segment is not one, four or five base64 VLQ numbers of 32 bits");
        skip_segment(&r);
        if (str_peek(text, r.at) != ',') continue;
        r.at++;
        if (at_segment_end(&r)) complain(d, "a comma without a segment behind it");
    }
    return OK;
}

// --- order

static bool is_before(const Mapping *x, const Mapping *y)
{
    return x->line != y->line ? x->line < y->line : x->column < y->column;
}

typedef struct Run { Mapping *items; uint32_t count; } Run;

static void merge_runs(const Run *from, const Run *to, uint32_t start, uint32_t width)
{
    uint32_t middle = start + width < from->count ? start + width : from->count;
    uint32_t end = from->count - middle > width ? middle + width : from->count;
    uint32_t left = start, right = middle;
    for (uint32_t i = start; i < end; i++) {
        bool take_right = left == middle ||
                          (right < end && is_before(&ITEM(*from, right), &ITEM(*from, left)));
        ITEM(*to, i) = take_right ? ITEM(*from, right++) : ITEM(*from, left++);
    }
}

// A stable merge sort of the mappings from `first` on; nothing to do for most generators.
static void sort_mappings(Decoder *d, uint32_t first)
{
    uint32_t count = d->map->mappings.count - first;
    bool sorted = true;
    for (uint32_t i = first + 1; i < d->map->mappings.count && sorted; i++)
        sorted = !is_before(&ITEM(d->map->mappings, i), &ITEM(d->map->mappings, i - 1));
    if (sorted) return;
    Run from = {&ITEM(d->map->mappings, first), count};
    Run to = {ARENA_ARRAY(d->a, Mapping, count), count};
    uint32_t passes = 0;
    for (uint64_t width = 1; width < count; width *= 2, passes++) {
        for (uint64_t start = 0; start < count; start += 2 * width)
            merge_runs(&from, &to, (uint32_t)start, (uint32_t)width);
        Run swap = from;
        from = to;
        to = swap;
    }
    if (passes % 2) memcpy(to.items, from.items, count * sizeof(Mapping));
}

// --- maps

static void check_version(Decoder *d, const Json *json)
{
    const Json *version = json_get(json, STR("version"));
    double number = is_type(version, JSON_NUMBER) ? version->number : 0;
    if (!(number >= 3 && number <= 3)) complain(d, "the version is not 3");
    optional_string(d, json, STR("file"));
}

static Err read_map(Decoder *d, const Json *json)
{
    const Json *mappings = json_get(json, STR("mappings")), *sources = json_get(json, STR("sources"));
    if (!is_type(mappings, JSON_STRING)) return refuse(d, "mappings is not a string");
    if (!is_type(sources, JSON_ARRAY)) return refuse(d, "sources is not a list");
    check_version(d, json);
    d->first_source = d->map->sources.count;
    d->first_name = d->map->names.count;
    uint32_t first = d->map->mappings.count;
    read_sources(d, json, sources);
    read_ignore_list(d, json);
    read_names(d, json);
    TRY(read_mappings(d, mappings->string));
    sort_mappings(d, first);
    return OK;
}

static Err read_any_map(Decoder *d, const Json *json, uint32_t depth);

// False (and a complaint) unless `section` has a place behind all that was read so far.
static bool read_offset(Decoder *d, const Json *section, int64_t *line, int64_t *column)
{
    const Json *offset = json_get(section, STR("offset"));
    const Json *fields[] = {json_get(offset, STR("line")), json_get(offset, STR("column"))};
    int32_t values[2] = {};
    for (size_t i = 0; i < 2; i++) {
        const Json *field = ELEM(fields, i);
        if (is_type(field, JSON_NUMBER) && i32_from_f64(field->number, &ELEM(values, i)) && ELEM(values, i) >= 0) continue;
        complain(d, "the offset of a section is not a line and a column");
        return false;
    }
    *line = ELEM(values, 0);
    *column = ELEM(values, 1);
    return true;
}

static bool is_behind_last_mapping(const Decoder *d, int64_t line, int64_t column)
{
    if (!d->map->mappings.count) return true;
    const Mapping *last = &ITEM(d->map->mappings, d->map->mappings.count - 1);
    return line > last->line || (line == last->line && column >= last->column);
}

static Err read_sections(Decoder *d, const Json *json, const Json *sections, uint32_t depth)
{
    if (sections->type != JSON_ARRAY) return refuse(d, "sections is not a list");
    check_version(d, json);
    if (json_get(json, STR("mappings"))) complain(d, "a map with sections has mappings of its own");
    int64_t base_line = d->line, base_column = d->column, before_line = -1, before_column = -1;
    uint32_t first = d->map->mappings.count;
    for (size_t i = 0; i < sections->len; i++) {
        const Json *section = AT(*sections, i), *map = json_get(section, STR("map"));
        int64_t line, column;
        if (!read_offset(d, section, &line, &column)) continue;
        if (!is_type(map, JSON_OBJECT)) {
            complain(d, "a section has no map");
            continue;
        }
        d->line = base_line + line;
        d->column = column + (line ? 0 : base_column);
        if (line < before_line || (line == before_line && column <= before_column) ||
            !is_behind_last_mapping(d, d->line, d->column))
            complain(d, "sections overlap or are out of order");
        before_line = line;
        before_column = column;
        Err e = read_any_map(d, map, depth + 1);
        if (e.code == ERR_BAD_SOURCE_MAP) complain(d, "the map of a section is malformed");
        else TRY(e);
    }
    sort_mappings(d, first);
    return OK;
}

static Err read_any_map(Decoder *d, const Json *json, uint32_t depth)
{
    if (!is_type(json, JSON_OBJECT)) return refuse(d, "a source map is an object");
    if (depth > SOURCE_MAP_MAX_DEPTH) return err(ERR_TOO_DEEP);
    const Json *sections = json_get(json, STR("sections"));
    return sections ? read_sections(d, json, sections, depth) : read_map(d, json);
}

Err source_map_decode(Arena *a, Str json, SourceMapMode mode, DecodedSourceMap *out)
{
    DecodedSourceMap map = {};
    Decoder d = {.a = a, .map = &map};
    const Json *tree;
    TRY(json_parse(a, json, JSON_STRICT, &tree));
    TRY(read_any_map(&d, tree, 0));
    if (mode == SOURCE_MAP_STRICT && d.problem) return refuse(&d, d.problem);
    *out = map;
    return OK;
}

const Mapping *source_map_find(const DecodedSourceMap *map, uint32_t line, uint32_t column)
{
    uint32_t low = 0, high = map->mappings.count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        const Mapping *m = &ITEM(map->mappings, middle);
        bool is_after = (uint32_t)m->line != line ? (uint32_t)m->line > line : (uint32_t)m->column > column;
        if (is_after) high = middle;
        else low = middle + 1;
    }
    if (!low) return NULL;
    const Mapping *found = &ITEM(map->mappings, low - 1);
    return (uint32_t)found->line == line ? found : NULL;
}
