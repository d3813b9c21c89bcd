// Property: any bytes give a tree or an error with a place, in bounded time; names in the tree are names, and
// adjacent text is one node.
#include "base/test.h"
#include "base/xml.h"

static void check_node(const Xml *v)
{
    CHECK(v->type <= XML_INSTRUCTION);
    if (v->type == XML_ELEMENT || v->type == XML_INSTRUCTION) CHECK(xml_is_name(v->name));
    if (v->type == XML_TEXT) CHECK(v->text.len && !(v->next && v->next->type == XML_TEXT));
    for (uint32_t i = 0; i < v->attributes.count; i++) CHECK(xml_is_name(ITEM(v->attributes, i).name));
}

static void check_tree(const Xml *v, uint32_t depth)
{
    CHECK(depth <= XML_MAX_DEPTH);
    check_node(v);
    for (const Xml *child = v->first; child; child = child->next) check_tree(child, depth + 1);
}

FUZZ(xml)
{
    AUTO(Arena) a = {};
    const Xml *v = NULL;
    Err e = xml_parse(&a, str_of(input), &v);
    if (e.code) CHECK(e.info && e.info->line > 0 && e.info->detail.len);
    else check_tree(v, 1);
}
