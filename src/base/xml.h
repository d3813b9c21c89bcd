// xml.h - XML 1.0 (fifth edition) into an arena tree, as a processor that validates nothing and reads nothing
// but the text it is given.
//
// The whole document has to be well-formed, the internal DTD subset included. Internal entities are expanded,
// attribute values normalized, attribute defaults applied. External entities and DTDs are never read: a
// reference to an entity that one of them may declare stays in the text as written. Namespaces are not resolved.
// Difference: a parameter entity is never expanded inside a declaration, whoever wrote the declaration.
// Limits: XML_MAX_DEPTH elements, XML_MAX_ENTITY_DEPTH entities in each other, and expansions of at most
// XML_MAX_EXPANSION bytes or 16 times the document. Threads: any. Cost: two passes.
#pragma once

#include "base/arena.h"
#include "base/err.h"

#define XML_MAX_DEPTH 4096
#define XML_MAX_ENTITY_DEPTH 256
#define XML_MAX_EXPANSION ((size_t)4 << 20)

typedef enum XmlType { XML_ELEMENT, XML_TEXT, XML_COMMENT, XML_INSTRUCTION } XmlType;

typedef struct XmlAttribute {
    Str name;
    Str value;
} XmlAttribute;

typedef struct Xml Xml;
struct Xml {
    XmlType type;
    Str name;            // of the element or of the instruction's target, as written
    Str text;            // XML_TEXT, XML_COMMENT; the data of XML_INSTRUCTION
    struct { const XmlAttribute *items; uint32_t count, cap; } attributes;
    const Xml *first;    // child; adjacent text is one child
    const Xml *next;     // sibling
};

// The root element. ERR_BAD_SYNTAX, or ERR_TOO_DEEP past XML_MAX_DEPTH, carry line, column and detail.
// `text` must outlive the tree.
Err xml_parse(Arena *a, Str text, const Xml **out);
// True if `text` is a Name (XML 1.0, production 5).
bool xml_is_name(Str text);
