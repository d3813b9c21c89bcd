// json.h - JSON (RFC 8259) into an arena tree that keeps key order and byte offsets.
//
// Options add comments and trailing commas (tsconfig.json, bun.lock), and leave what follows the value unread. Limits: JSON_MAX_DEPTH levels.
// Threads: any. Cost: one pass; strings without escapes borrow from the text.
#pragma once

#include "base/arena.h"
#include "base/buf.h"
#include "base/err.h"

#define JSON_MAX_DEPTH 512

typedef enum JsonType { JSON_NULL, JSON_FALSE, JSON_TRUE, JSON_NUMBER, JSON_STRING, JSON_ARRAY, JSON_OBJECT } JsonType;

typedef struct Json Json;
typedef struct JsonMember {
    Str key;
    const Json *value;
} JsonMember;

struct Json {
    JsonType type;
    uint32_t offset;          // of the value's first byte
    double number;
    Str string;               // decoded UTF-8 (lone surrogates as WTF-8)
    const Json **ptr;         // JSON_ARRAY: AT(*v, i)
    size_t len;               // elements or members
    const JsonMember *members;// JSON_OBJECT: json_member(v, i); duplicates kept, the last wins in json_get
};

typedef enum JsonFlags { JSON_STRICT = 0, JSON_COMMENTS = 1, JSON_TRAILING_COMMAS = 2, JSON_PREFIX = 4 } JsonFlags;

// ERR_BAD_JSON carries line, column and detail (in `a`). `text` must outlive the tree. A BOM is skipped.
Err json_parse(Arena *a, Str text, JsonFlags flags, const Json **out);
const Json *json_get(const Json *object, Str key);  // NULL if absent or not an object
JsonMember json_member(const Json *object, size_t i);
Str json_str(const Json *value);                    // "" unless a string
double json_f64(Str number);                        // a JSON number's text, exactly rounded
void json_quote(Buf *out, Str text);                // "…" with escapes, lone surrogates among them: valid UTF-8 out
