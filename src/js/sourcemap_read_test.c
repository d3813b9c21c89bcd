#include "js/sourcemap_read.h"

#include <stdio.h>

#include "base/buf.h"
#include "base/json.h"
#include "base/test.h"
#include "js/sourcemap.h"

#define DATA "tests/data/source-map/"  // tc39/source-map-tests; the unit tests run at the top of the tree

static Str read_data(Arena *a, Str name)
{
    AUTO(Buf) bytes = {};
    uint8_t chunk[4096];
    char *path = arena_cstr(a, arena_concat(a, STR(DATA), name));
    FILE *file = fopen(path, "rb");
    if (!file) fprintf(stderr, "cannot read %s\n", path);
    CHECK(file);
    for (size_t n; (n = fread(chunk, 1, sizeof chunk, file)) > 0;) CHECK(!buf_append(&bytes, (Span){chunk, n}).code);
    fclose(file);
    return arena_str(a, buf_str(&bytes));
}

static Err decode_file(Arena *a, Str name, DecodedSourceMap *out)
{
    return source_map_decode(a, read_data(a, arena_concat(a, STR("resources/"), name)), SOURCE_MAP_STRICT, out);
}

static bool is_null(const Json *value) { return !value || value->type == JSON_NULL; }

static uint32_t number_of(const Json *object, Str key)
{
    const Json *value = json_get(object, key);
    CHECK(value && value->type == JSON_NUMBER);
    return (uint32_t)value->number;
}

static bool is_url(Arena *a, const MappedSource *source, const Json *want)
{
    if (is_null(want)) return !source->has_url;
    return source->has_url && str_eq(arena_concat(a, source->root, source->url), json_str(want));
}

static bool check_mapping(Arena *a, const DecodedSourceMap *map, const Json *action, const Mapping *found)
{
    const Json *url = json_get(action, STR("originalSource")), *name = json_get(action, STR("mappedName"));
    if (!found) return false;
    if (is_null(name) ? found->name >= 0 : found->name < 0 || !str_eq(ITEM(map->names, (uint32_t)found->name), json_str(name)))
        return false;
    if (is_null(json_get(action, STR("originalLine")))) return found->source < 0;
    return found->source >= 0 && is_url(a, &ITEM(map->sources, (uint32_t)found->source), url) &&
           (uint32_t)found->original_line == number_of(action, STR("originalLine")) &&
           (uint32_t)found->original_column == number_of(action, STR("originalColumn"));
}

static bool run_mapping(Arena *a, const DecodedSourceMap *map, const Json *action)
{
    const Json *via = json_get(action, STR("intermediateMaps"));
    const Mapping *found = source_map_find(map, number_of(action, STR("generatedLine")), number_of(action, STR("generatedColumn")));
    DecodedSourceMap next = *map;
    for (size_t i = 0; via && i < via->len && found; i++) {
        CHECK(!decode_file(a, json_str(AT(*via, i)), &next).code && found->source >= 0);
        found = source_map_find(&next, (uint32_t)found->original_line, (uint32_t)found->original_column);
    }
    return check_mapping(a, &next, action, found);
}

static bool run_ignore_list(Arena *a, const DecodedSourceMap *map, const Json *action)
{
    const Json *present = json_get(action, STR("present"));
    size_t ignored = 0, wanted = 0;
    for (uint32_t i = 0; i < map->sources.count; i++) {
        ignored += ITEM(map->sources, i).ignored;
        for (size_t k = 0; k < present->len; k++)
            wanted += ITEM(map->sources, i).ignored && is_url(a, &ITEM(map->sources, i), AT(*present, k));
    }
    return ignored == present->len && wanted == ignored;
}

static bool run_case(Arena *a, const Json *test)
{
    DecodedSourceMap map = {};
    Err e = decode_file(a, json_str(json_get(test, STR("sourceMapFile"))), &map);
    const Json *actions = json_get(test, STR("testActions"));
    if ((json_get(test, STR("sourceMapIsValid"))->type == JSON_TRUE) != !e.code) return false;
    for (size_t i = 0; actions && i < actions->len; i++) {
        const Json *action = AT(*actions, i);
        bool is_list = str_eq(json_str(json_get(action, STR("actionType"))), STR("checkIgnoreList"));
        if (!(is_list ? run_ignore_list(a, &map, action) : run_mapping(a, &map, action))) return false;
    }
    return true;
}

TEST(source_map_specification_tests)
{
    AUTO(Arena) a = {};
    const Json *all = NULL;
    CHECK(!json_parse(&a, read_data(&a, STR("source-map-spec-tests.json")), JSON_STRICT, &all).code);
    const Json *tests = json_get(all, STR("tests"));
    size_t passed = 0;
    CHECK(tests->len == 99);
    for (size_t i = 0; i < tests->len; i++) {
        bool ok = run_case(&a, AT(*tests, i));
        if (!ok) printf("source map: %.*s\n", STR_FMT(json_str(json_get(AT(*tests, i), STR("name")))));
        passed += ok;
    }
    CHECK(passed == tests->len);
}

TEST(source_map_reads_what_it_wrote)
{
    AUTO(Arena) a = {};
    AUTO(SourceMap) map = {};
    AUTO(Buf) json = {};
    source_map_add(&map, 0, 4, 0, 2);
    source_map_add(&map, 0, 9, 70000, 1);
    source_map_add(&map, 3, 0, 5, 123456);
    source_map_json(&map, STR("a \"b\".ts"), STR("x\n\x01"), &json);
    DecodedSourceMap out = {};
    CHECK(!source_map_decode(&a, buf_str(&json), SOURCE_MAP_STRICT, &out).code && out.mappings.count == 3);
    CHECK(str_eq(ITEM(out.sources, 0).url, STR("a \"b\".ts")) && str_eq(ITEM(out.sources, 0).content, STR("x\n\x01")));
    CHECK(!source_map_find(&out, 0, 3) && !source_map_find(&out, 1, 0));
    CHECK(source_map_find(&out, 0, 8)->original_line == 0 && source_map_find(&out, 0, 9)->original_line == 70000);
    CHECK(source_map_find(&out, 3, 99)->original_column == 123456);
}

TEST(source_map_lenient_leaves_out_what_is_wrong)
{
    AUTO(Arena) a = {};
    DecodedSourceMap map = {};
    Str text = STR("{\"sources\":[\"x\",3],\"file\":null,\"names\":0,\"mappings\":\"IAAA,!!,EADA,GCCC;,AAAAA\"}");
    CHECK(source_map_decode(&a, text, SOURCE_MAP_STRICT, &map).code == ERR_BAD_SOURCE_MAP);
    CHECK(!source_map_decode(&a, text, SOURCE_MAP_LENIENT, &map).code);
    CHECK(map.mappings.count == 4 && map.sources.count == 2 && !ITEM(map.sources, 1).has_url);
    CHECK(source_map_find(&map, 0, 4)->source == 0 && source_map_find(&map, 0, 6)->original_line == -1);
    CHECK(source_map_find(&map, 0, 9)->original_line == 0 && source_map_find(&map, 1, 0)->name == -1);
}

TEST(source_map_sorts_within_a_map)
{
    AUTO(Arena) a = {};
    DecodedSourceMap map = {};
    Str text = STR("{\"version\":3,\"sources\":[\"x\"],\"mappings\":\"UAAA,HACA,HACA,QACA,HACA;AACA\"}");
    CHECK(!source_map_decode(&a, text, SOURCE_MAP_STRICT, &map).code && map.mappings.count == 6);
    static const int32_t columns[] = {4, 7, 9, 10, 12, 0}, lines[] = {2, 1, 4, 0, 3, 5};
    for (uint32_t i = 0; i < 6; i++)
        CHECK(ITEM(map.mappings, i).column == ELEM(columns, i) && ITEM(map.mappings, i).original_line == ELEM(lines, i));
}

TEST(source_map_sections_nest_only_so_deep)
{
    AUTO(Arena) a = {};
    AUTO(Buf) text = {};
    DecodedSourceMap map = {};
    for (int i = 0; i < 30; i++) buf_put(&text, STR("{\"version\":3,\"sections\":[{\"offset\":{\"line\":1,\"column\":2},\"map\":"));
    buf_put(&text, STR("{\"version\":3,\"sources\":[],\"mappings\":\"A\"}"));
    for (int i = 0; i < 30; i++) buf_put(&text, STR("}]}"));
    CHECK(source_map_decode(&a, buf_str(&text), SOURCE_MAP_STRICT, &map).code == ERR_TOO_DEEP);
    Str nested = STR("{\"version\":3,\"sections\":[{\"offset\":{\"line\":1,\"column\":2},\"map\":{\"version\":3,\"sections\":"
                     "[{\"offset\":{\"line\":0,\"column\":5},\"map\":{\"version\":3,\"sources\":[\"x\"],\"mappings\":\"EAAA;EAAA\"}}]}}]}");
    CHECK(!source_map_decode(&a, nested, SOURCE_MAP_STRICT, &map).code && map.mappings.count == 2);
    CHECK(ITEM(map.mappings, 0).line == 1 && ITEM(map.mappings, 0).column == 9);
    CHECK(ITEM(map.mappings, 1).line == 2 && ITEM(map.mappings, 1).column == 2);
}
