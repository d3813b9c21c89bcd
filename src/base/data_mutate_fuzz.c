// data_mutate_fuzz.c - JSON, JSON5, TOML, YAML and XML for the fuzzer. The notation stands in mutate.h.
#include "base/data_mutate.h"

#define RULE(id, ...) FUZZ_RULE(id, __VA_ARGS__),
#define LANGUAGE(id) const FuzzLanguage id##_fuzz_text = {.rules = {id##_rules, COUNT_OF(id##_rules)}}

static const FuzzRule json_rules[] = {
    RULE(text, "%value%", "%space%%value%%space%", "\xef\xbb\xbf%value%")
    RULE(value, "1", "%number%", "%string%", "true", "false", "null", "[%items%]", "{%members%}", "[\n%items%\n]")
    RULE(items, "", "%value%", "%value%,%items%", "%value%, %items%", "%value%,%space%")
    RULE(members, "", "%member%", "%member%,%members%", "%member% ,%members%", "%member%,")
    RULE(member, "\"a\":1", "%string%:%value%", "%string% : %space%%value%", "\"__proto__\":%value%", "\"a\":%value%")
    RULE(number, "0", "-0", "1", "12.5", "1e3", "1E-400", "1e400", "-1.5e+2", "123456789012345678901234567890", "01", "1.",
         "-", "0.1", "5e-324", "9007199254740993", "2.2250738585072011e-308")
    RULE(string, "\"a\"", "\"%chars%\"", "\"\"", "\"b\"")
    RULE(chars, "", "a", "%chars%%chars%", "\\n", "\\\"", "\\\\", "\\/", "\\u0041", "\\ud83d\\ude00", "\\ud83d", "\\udc00", "é",
         "\xf0\x9f\x98\x80", "\x7f", "\\u0000", "\t", "\n", "\\x", "\xff")
    RULE(space, "", " ", "\n", "\t", "\r\n", "/* c */", "// c\n", " %space%")
    RULE(wrap, "[%_%]", "{\"a\":%_%}", " %_% ", "[%_%,%_%]", "\"%_%\"", "/*%_%*/", "[%_%")};
LANGUAGE(json);

static const FuzzRule json5_rules[] = {
    RULE(text, "%value%", "%space%%value%%space%", "\xef\xbb\xbf%value%", "// c\n%value%")
    RULE(value, "1", "%number%", "%string%", "true", "false", "null", "[%items%]", "{%members%}", "[\n%items%\n]")
    RULE(items, "", "%value%", "%value%,%items%", "%value%%space%,%space%%items%", "%value%,")
    RULE(members, "", "%member%", "%member%,%members%", "%member%%space%,%members%", "%member%,")
    RULE(member, "a:1", "%key%:%value%", "%key%%space%:%space%%value%", "__proto__:%value%", "a:%value%")
    RULE(key, "a", "%string%", "$b_1", "\\u0061b", "é", "if", "a\xe2\x80\x8c", "1", "true", "Infinity")
    RULE(number, "0", "+1", "-0", ".5", "5.", "0x1F", "-0xabcdef0123456789", "+Infinity", "-Infinity", "NaN", "-NaN", "1e400",
         "01", "0x", "+ 1", "1e+", "12.5e-3", "123456789012345678901234567890")
    RULE(string, "'a'", "'%chars%'", "\"%chars%\"", "''", "'\"'", "\"'\"")
    RULE(chars, "", "a", "%chars%%chars%", "\\n", "\\'", "\\\"", "\\\n", "\\\r\n", "\\\xe2\x80\xa8", "\xe2\x80\xa9", "\\x41", "\\u0041",
         "\\ud83d\\ude00", "\\ud83d", "\\v", "\\0", "\\01", "\\a", "\\9", "é", "\n", "\t", "\\x4", "\xff")
    RULE(space, "", " ", "\n", "\t", "\v", "\f", "\xc2\xa0", "\xef\xbb\xbf", "\xe2\x80\xa8", "/* c */", "// c\n", "/**/ %space%")
    RULE(wrap, "[%_%]", "{a:%_%}", " %_% ", "[%_%,%_%,]", "'%_%'", "/*%_%*/", "[%_%", "//%_%\n%_%")};
LANGUAGE(json5);

static const FuzzRule toml_rules[] = {
    RULE(text, "%line%\n", "%lines%", "%lines%[%key%]\n%lines%", "%lines%[[%key%]]\n%lines%[[%key%]]\n%lines%",
         "[a]\n%lines%[a.b]\n%lines%[[a.c]]\n%lines%", "[[a]]\n%lines%[[a.b]]\n%lines%[a.b.c]\n%lines%", "a.b=1\n[a]\n%lines%")
    RULE(lines, "", "%line%\n%lines%", "%line%\r\n%lines%", "# c\n%lines%", "\n%lines%", "%line% # c\n%lines%", "%table%%lines%")
    RULE(table, "[a]\n", "[%key%]\n", "[[%key%]]\n", "[ %key% ] # c\n", "[[%key%]]\n%line%\n[%key%]\n%line%\n", "[%key%.%key%]\n")
    RULE(line, "a=1", "%key%=%value%", "%key% = %value%", "%key%.%key%=%value%", "a.b.c=%value%", "\t%key%\t=\t%value%")
    RULE(key, "a", "b", "c", "a.b", "a . b", "%key%.%key%", "'a'", "\"b\"", "\"%chars%\"", "''", "1", "1.2", "-", "é", "true", "\"\\u0061\"")
    RULE(value, "1", "%integer%", "%float%", "%string%", "true", "false", "%date%", "[%items%]", "{%members%}", "[\n%items%\n]")
    RULE(items, "", "%value%", "%value%,%items%", "%value%,", "%value%,\n# c\n%items%", "%value% , %items%")
    RULE(members, "", "%line%", "%line%,%members%", "%line% , %members%", "%line%,", "\n%line%,\n%members%\n")
    RULE(integer, "0", "-0", "+1", "1_000", "0x1F", "0xdead_BEEF", "0o17", "0b101", "01", "9223372036854775807", "9223372036854775808",
         "-9223372036854775808", "1__0", "_1", "0x", "+0x1", "-9223372036854775809", "0xffffffffffffffff")
    RULE(float, "1.5", "-1.5e3", "1e10", "+inf", "-inf", "nan", "+nan", "1.", ".5", "1e", "6.626e-34", "1_0.0_1", "1e400", "-0.0")
    RULE(string, "'a'", "\"%chars%\"", "'%chars%'", "\"\"\"%chars%\"\"\"", "'''%chars%'''", "\"\"\"\n%chars%\\\n  %chars%\"\"\"",
         "\"\"\"a\"\"\"\"\"", "''''a'''", "\"\"", "''")
    RULE(chars, "", "a", "%chars%%chars%", "\\n", "\\\"", "\\u0041", "\\U0001F600", "\\ud800", "\\e", "\\x41", "é", "\"", "'", "\n", "\r\n",
         "\t", "\\", "\x01", "\x7f", "\xff")
    RULE(date, "1979-05-27", "1979-05-27T07:32:00Z", "1979-05-27T07:32:00.999999-07:00", "1979-05-27 07:32:00", "07:32:00", "07:32",
         "1979-05-27t07:32z", "1979-02-30", "1979-13-01", "24:00:00", "07:60:00", "2000-02-29T23:59:60+14:00", "07:32:00.", "0000-01-01")
    RULE(wrap, "[%_%]", "{a=%_%}", "[%_%,%_%]", "a=%_%\n", "[%_%]\n", "[[%_%]]\n", "'%_%'", "\"\"\"%_%\"\"\"", "%_%\n%_%", "%_%.%_%", "a.%_%")};
LANGUAGE(toml);

static const FuzzRule yaml_rules[] = {
    RULE(text, "%block%", "---\n%block%", "%%YAML 1.2\n---\n%block%\n...\n---\n%block%", "%map%", "%list%", "--- %scalar%\n---\n%map%",
         "%%TAG ! tag:x,2000:\n--- !a\n%map%", "# c\n%map%", "\xef\xbb\xbf%map%", "--- |\n%line%", "--- >-\n %line%", "%flow%")
    RULE(block, "a", "%scalar%", "%map%", "%list%", "%flow%", "&x %flow%", "!!str %scalar%", "|\n  %line%", ">+\n  %line%\n\n")
    RULE(map, "a: 1\n", "%pair%\n", "%pair%\n%map%", "%pair%\r\n%map%", "%pair% # c\n%map%", "? %scalar%\n: %scalar%\n%map%",
         "a: &x\n  %pair%\nb:\n  <<: *x\n  %pair%\n", "<<: [*x, {%pairs%}]\n%map%", "%pair%\n\n%map%", "? - a\n  - b\n: - c\n")
    RULE(pair, "a: 1", "%key%: %scalar%", "%key%: %flow%", "%key%:\n  %pair%", "%key%:\n  %pair%\n  %pair%", "%key%:\n- %item%\n- %item%",
         "%key%:\n  - %item%", "%key%: |\n  %line%\n  %line%", "%key%: >-\n   %line%\n\n   %line%", "%key%: |2+\n   %line%", "%key%: &x %scalar%",
         "%key%: *x", "%key%: !!int %scalar%", "%key%:", "%key% : %scalar%", "? %key%", "\"%chars%\": %scalar%", "%key%: &y\n  %pair%",
         "%key%:\n    %pair%\n    %key%:\n     %pair%", "*x : %scalar%", "%key%: - a", "%key%: a: b", "%key%:\t%scalar%")
    RULE(list, "- a\n", "- %item%\n", "- %item%\n%list%", "- %item%\n\n%list%", "-\n  %item%\n%list%", "- - %item%\n  - %item%\n", "- %pair%\n  %pair%\n")
    RULE(item, "a", "%scalar%", "%flow%", "%pair%", "- %item%", "&x %scalar%", "*x", "!!seq [%items%]", "|\n  %line%", "? a\n  : b", "!<tag:yaml.org,2002:str> a")
    RULE(key, "a", "b", "c", "<<", "1", "true", "'k'", "\"k\"", "a b", "null", "~", "&x a", "!!str a", "[a]", "{a: b}", "?", "-a", "1.5", "é")
    RULE(scalar, "1", "a", "a b", "~", "null", "true", "No", "0x1F", "0o17", ".inf", "-.INF", ".NaN", "1e3", "+1", "-0", "1_000", "017", "1.", "'%chars%'",
         "\"%chars%\"", "2001-12-14", "a:b", "a#b", "a #b", "-", "?a", "a\n  b", "@a", "`a", "%%a", "1:30", "9007199254740993", "''", "\"\"", "..1", "=",
         "'a\n\n  b'", "\"a\\\n  b\"", "a, b", "[a", "a]")
    RULE(flow, "[]", "[%items%]", "{%pairs%}", "[\n  %items%\n]", "{\n  %pairs%\n  }", "[%items%,]", "{%key%, %pairs%}", "{? a : b}", "[a: b, ? c]",
         "{\"a\":%scalar%}", "{a: , b}", "[[%items%],{%pairs%}]", "{*x : a}", "{a: &x [*x]}", "&x [*x, *x]")
    RULE(items, "a", "%scalar%", "%scalar%, %items%", "%flow%, %items%", "%key%: %scalar%", "# c\n %scalar%", "%flow%")
    RULE(pairs, "a: 1", "%key%: %scalar%", "%key%: %flow%, %pairs%", "'a':%scalar%, %pairs%", "%key%", "? %key%: %scalar%", ": a")
    RULE(chars, "", "a", "%chars%%chars%", " ", "\\n", "\\\"", "''", "\\x41", "\\u0041", "\\U0001F600", "\\ud83d\\ude00", "\\ud800", "\\e", "\\_", "\\N",
         "\\\n", "\n", "\n\n", "\t", "é", "\\/", "\\q", "#", ": ", "\xc2\x85", "\x7f", "\xff")
    RULE(line, "a", "a b", "%chars%", "# c", "- a", "\ta", "  a", "a\n\n\n  b", "a: b", "---", "...", "a  \n  b")
    RULE(wrap, "[%_%]", "{a: %_%}", "- %_%", "a: %_%", "'%_%'", "\"%_%\"", "a:\n %_%", "? %_%\n: %_%", "&x %_%", "!!str %_%", "[%_%,%_%]", "  %_%", "--- %_%\n...\n",
         "%_%\n%_%", "|\n  %_%", "[%_%", "- %_%\n- %_%\n")};
LANGUAGE(yaml);

static const FuzzRule xml_rules[] = {
    RULE(text, "%element%", "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n%element%", "%misc%%element%%misc%", "<!DOCTYPE a>%element%",
         "<!DOCTYPE a [<!ENTITY b \"c\"><!ELEMENT a (#PCDATA)>]>%element%", "\xef\xbb\xbf%element%", "<?xml version='1.0' standalone='yes'?>%element%")
    RULE(element, "<a/>", "<a>%content%</a>", "<%name%%attrs%>%content%</%name%>", "<%name%%attrs%/>", "<b%attrs%>%content%</b >", "<a:b xmlns:a='u'>%content%</a:b>",
         "<a>%content%</b>", "<a\n%attrs%\n>%content%</a\n>")
    RULE(attrs, "", " b=\"c\"%attrs%", " %name%='%chars%'%attrs%", " %name%=\"%chars%\"%attrs%", " %name% = '%chars%'", " b=c", " b", " xmlns='u'", " a='1' a='2'")
    RULE(content, "", "%chars%%content%", "%element%%content%", "%misc%%content%", "<![CDATA[%chars%]]>%content%", "\n  %element%\n  %content%", "%element%%element%")
    RULE(chars, "", "a", "b c", "&amp;", "&lt;", "&#65;", "&#x41;", "&#0;", "&#xD800;", "&#x110000;", "&b;", "&", "]]>", "<", "'", "\"", "\n", "\r\n", "é",
         "\xf0\x9f\x98\x80", "\x01", "\xff", "%chars%%chars%", "&amp", "&#;", "&#x;")
    RULE(misc, "", "<!-- c -->", "<!---->", "<!-- a--b -->", "<?pi %chars%?>", "<!--%chars%-->", "\n", "<?xml?>", "<!", "<!DOCTYPE b>")
    RULE(name, "a", "b", "c", "a-b", "a.b", "_a", "a:b", "é", "1a", "xml", "__proto__", "constructor")
    RULE(wrap, "<a>%_%</a>", "<a b='%_%'/>", "<!--%_%-->", "<![CDATA[%_%]]>", "<a>%_%", "%_%%_%", "<?a %_%?>", "<%_%/>", "<!DOCTYPE a [%_%]>", "&%_%;", "<a>%_%%_%</a>")};
LANGUAGE(xml);
