// Properties: what strict takes lenient takes, too, with the same table; the table is sorted and its indexes are
// inside; every mapping is found at its place; what the generator writes of it decodes to the same positions.
#include "js/sourcemap_read.h"

#include "base/buf.h"
#include "base/test.h"
#include "js/sourcemap.h"

static void check_table(const DecodedSourceMap *map)
{
    for (uint32_t i = 0; i < map->mappings.count; i++) {
        const Mapping *m = &ITEM(map->mappings, i);
        CHECK(m->line >= 0 && m->column >= 0 && m->source < (int64_t)map->sources.count && m->name < (int64_t)map->names.count);
        CHECK(m->source >= 0 || (m->original_line == -1 && m->original_column == -1));
        const Mapping *found = source_map_find(map, (uint32_t)m->line, (uint32_t)m->column);
        CHECK(found && found->line == m->line && found->column == m->column);
        if (i) CHECK(m->line > ITEM(map->mappings, i - 1).line || (m->line == ITEM(map->mappings, i - 1).line && m->column >= ITEM(map->mappings, i - 1).column));
    }
}

// The generator knows one source and writes a line feed for each line: only for maps it could have made.
static void check_round_trip(Arena *a, const DecodedSourceMap *map)
{
    AUTO(SourceMap) writer = {};
    AUTO(Buf) json = {};
    DecodedSourceMap again = {};
    for (uint32_t i = 0; i < map->mappings.count; i++) {
        const Mapping *m = &ITEM(map->mappings, i);
        if (m->source < 0 || m->original_line < 0 || m->original_column < 0 || m->line > 10000) return;
        source_map_add(&writer, (uint32_t)m->line, (uint32_t)m->column, (uint32_t)m->original_line, (uint32_t)m->original_column);
    }
    source_map_json(&writer, STR("x"), (Str){}, &json);
    CHECK(!source_map_decode(a, buf_str(&json), SOURCE_MAP_STRICT, &again).code && again.mappings.count <= map->mappings.count);
    for (uint32_t i = 0; i < map->mappings.count; i++) {
        const Mapping *m = &ITEM(map->mappings, i);
        const Mapping *x = source_map_find(map, (uint32_t)m->line, (uint32_t)m->column);
        const Mapping *y = source_map_find(&again, (uint32_t)m->line, (uint32_t)m->column);
        CHECK(y && x->original_line == y->original_line && x->original_column == y->original_column);
    }
}

FUZZ(source_map)
{
    AUTO(Arena) a = {};
    DecodedSourceMap strict = {}, lenient = {};
    bool is_valid = !source_map_decode(&a, str_of(input), SOURCE_MAP_STRICT, &strict).code;
    bool is_usable = !source_map_decode(&a, str_of(input), SOURCE_MAP_LENIENT, &lenient).code;
    CHECK(!is_valid || (is_usable && strict.mappings.count == lenient.mappings.count));
    if (!is_usable) return;
    check_table(&lenient);
    check_round_trip(&a, &lenient);
}
