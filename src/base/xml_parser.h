// xml_parser.h - what the parts of the XML reader share. Only xml*.c include it.
#pragma once

#include "base/buf.h"
#include "base/map.h"
#include "base/xml.h"

typedef struct XmlEntity {
    Str name;
    Str value;      // the replacement text
    bool external;  // declared with an address: not read
    bool unparsed;  // and with NDATA
    bool open;      // being read: it must not refer to itself
} XmlEntity;

// A text that is being read: the document, or the replacement text of an entity inside it.
typedef struct XmlSource {
    Str text;
    size_t pos;
    XmlEntity *entity;  // NULL: the document
    uint32_t depth;     // elements open where it began
} XmlSource;

typedef struct XmlDefaults { XmlAttribute *items; uint32_t count, cap; } XmlDefaults;

typedef struct XmlParser {
    Arena *a;
    XmlSource in;
    struct { XmlSource *items; uint32_t count, cap; } outer;  // the sources around `in`
    struct { Xml **items; uint32_t count, cap; } open;        // elements
    struct { Xml **items; uint32_t count, cap; } last;        // the last child of each
    Xml *root;
    Buf text;              // character data since the last markup
    Map entities;          // name -> XmlEntity *
    Map parameters;        // the same for parameter entities
    Map defaults;          // element -> XmlDefaults *
    Map types;             // "element attribute" -> 1 if the attribute is a list of tokens, 0 if it is CDATA
    bool standalone;
    bool has_doctype;
    bool has_unread;       // an external subset or parameter entity may declare more
    bool ignores;          // declarations behind an unread parameter entity do not count (section 5.1)
    size_t document_len;
    size_t expanded;
    int code;              // 0 until the first error, which moves every source to its end
    size_t bad_at;
    Str what;
} XmlParser;

__attribute__((format(printf, 2, 3))) void xml_fail(XmlParser *p, const char *format, ...);
// "<expected> but found <what stands here>"
void xml_expected(XmlParser *p, const char *expected);
void xml_unexpected(XmlParser *p);              // "Unexpected <what stands here> after the root element"
void xml_bad_markup(XmlParser *p);              // what "<!" does not begin

static inline char xml_peek(const XmlParser *p) { return str_peek(p->in.text, p->in.pos); }
static inline bool xml_ended(const XmlParser *p) { return p->in.pos >= p->in.text.len; }
static inline bool xml_at(const XmlParser *p, Str word) { return str_starts(str_from(p->in.text, p->in.pos), word); }
bool xml_eat(XmlParser *p, Str word);
bool xml_skip_space(XmlParser *p);              // true if there was any
void xml_require_space(XmlParser *p);
Str xml_name(XmlParser *p, const char *expected);
Str xml_name_token(XmlParser *p, const char *expected);
bool xml_name_at(const XmlParser *p, size_t pos);
static inline bool xml_at_name(const XmlParser *p) { return xml_name_at(p, p->in.pos); }
Str xml_literal(XmlParser *p);                  // a quoted string without any rule for its inside
uint32_t xml_char_reference(XmlParser *p);      // cursor on "&#"
Str xml_entity_name(XmlParser *p);              // cursor on '&' or '%'; reads up to the ';'
// Cursor on '&': puts what the reference stands for, or moves into the entity's text.
void xml_reference(XmlParser *p, Buf *out, bool in_attribute);
void xml_enter_entity(XmlParser *p, XmlEntity *entity);
void xml_leave_entity(XmlParser *p);
// `tokens`: the attribute is not of type CDATA, so blanks at its ends and runs of them go.
Str xml_attribute_value(XmlParser *p, bool tokens);
Xml *xml_comment(XmlParser *p);                 // cursor behind "<!--"
Xml *xml_instruction(XmlParser *p);             // cursor behind "<?"
void xml_count_expansion(XmlParser *p, size_t len);

// xml_dtd.c
void xml_doctype(XmlParser *p);                 // cursor behind "<!DOCTYPE"
bool xml_is_tokens(XmlParser *p, Str element, Str attribute);
