// toml_scalar.c - see toml_scalar.h.
#include "base/toml_scalar.h"

#include <math.h>

#include "base/buf.h"
#include "base/json.h"
#include "base/num.h"

static bool is_digit(char c) { return c >= '0' && c <= '9'; }

// --- numbers --------------------------------------------------------------------------------------

static int digit_value(char c)
{
    if (is_digit(c)) return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return 99;
}

// Removes the underscores; false unless each stands between digits of `base`.
static bool without_underscores(Arena *a, Str digits, int base, Str *out)
{
    AUTO(Buf) clean = {};
    for (size_t i = 0; i < digits.len; i++) {
        char c = str_at(digits, i);
        if (c != '_') {
            buf_put_char(&clean, c);
            continue;
        }
        bool before = i > 0 && digit_value(str_at(digits, i - 1)) < base;
        if (!before || digit_value(str_peek(digits, i + 1)) >= base) return false;
    }
    *out = arena_str(a, buf_str(&clean));
    return true;
}

static const char *integer_of(Str digits, int base, bool negative, Toml *out)
{
    uint64_t value = 0, limit = (uint64_t)INT64_MAX + negative;
    if (!digits.len) return "Expected digits";
    for (size_t i = 0; i < digits.len; i++) {
        int digit = digit_value(str_at(digits, i));
        if (digit >= base) return "Invalid digit in a number";
        if (__builtin_mul_overflow(value, (uint64_t)base, &value) ||
            __builtin_add_overflow(value, (uint64_t)digit, &value) || value > limit)
            return "The integer does not fit in 64 bits";
    }
    out->type = TOML_INTEGER;
    out->integer = negative ? (int64_t)(0 - value) : (int64_t)value;
    out->number = (double)out->integer;
    return NULL;
}

static size_t skip_digits(Str s, size_t from)
{
    while (from < s.len && is_digit(str_at(s, from))) from++;
    return from;
}

// digits [. digits] [e [sign] digits], at least one of the last two.
static bool is_float(Str s)
{
    size_t at = skip_digits(s, 0), end;
    if (at == 0) return false;
    if (str_peek(s, at) == '.') {
        end = skip_digits(s, at + 1);
        if (end == at + 1) return false;
        at = end;
    }
    if (str_peek(s, at) == 'e' || str_peek(s, at) == 'E') {
        at++;
        if (str_peek(s, at) == '+' || str_peek(s, at) == '-') at++;
        end = skip_digits(s, at);
        if (end == at) return false;
        at = end;
    }
    return at == s.len;
}

static const char *float_of(Str text, bool negative, Toml *out)
{
    if (!is_float(text)) return "Invalid number";
    out->type = TOML_FLOAT;
    out->number = json_f64(text);
    if (negative) out->number = -out->number;
    return NULL;
}

static int prefix_base(Str word)
{
    if (str_starts(word, STR("0x"))) return 16;
    if (str_starts(word, STR("0o"))) return 8;
    return str_starts(word, STR("0b")) ? 2 : 10;
}

static const char *special_float(Str text, bool negative, Toml *out)
{
    out->type = TOML_FLOAT;
    out->number = str_eq(text, STR("inf")) ? (negative ? -INFINITY : INFINITY) : (double)NAN;
    return NULL;
}

static const char *number_of(Arena *a, Str word, Toml *out)
{
    bool negative = str_at(word, 0) == '-', sign = negative || str_at(word, 0) == '+';
    Str text = str_from(word, sign), digits;
    int base = prefix_base(text);
    if (str_eq(text, STR("inf")) || str_eq(text, STR("nan"))) return special_float(text, negative, out);
    if (base != 10 && sign) return "A sign is only allowed before decimal numbers";
    if (!without_underscores(a, base == 10 ? text : str_from(text, 2), base, &digits))
        return "An underscore must stand between digits";
    if (base != 10) return integer_of(digits, base, false, out);
    if (str_peek(digits, 0) == '0' && is_digit(str_peek(digits, 1))) return "Leading zeros are not allowed";
    bool integer = skip_digits(digits, 0) == digits.len;
    return integer ? integer_of(digits, 10, negative, out) : float_of(digits, negative, out);
}

// --- dates and times ------------------------------------------------------------------------------

typedef struct Scan {
    Str s;
    size_t pos;
} Scan;

// Exactly `count` digits, at most `max`; -1 otherwise.
static int take_number(Scan *c, size_t count, int min, int max)
{
    int value = 0;
    for (size_t i = 0; i < count; i++, c->pos++) {
        if (!is_digit(str_peek(c->s, c->pos))) return -1;
        value = value * 10 + (str_at(c->s, c->pos) - '0');
    }
    return value >= min && value <= max ? value : -1;
}

static bool take_char(Scan *c, char want)
{
    if (c->pos >= c->s.len || str_at(c->s, c->pos) != want) return false;
    c->pos++;
    return true;
}

static int days_in(int year, int month)
{
    static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    return month == 2 && leap ? 29 : ELEM(days, (size_t)month - 1);
}

static bool take_date(Scan *c)
{
    int year = take_number(c, 4, 0, 9999);
    if (year < 0 || !take_char(c, '-')) return false;
    int month = take_number(c, 2, 1, 12);
    if (month < 0 || !take_char(c, '-')) return false;
    return take_number(c, 2, 1, days_in(year, month)) >= 0;
}

// Writes "hh:mm:ss[.fraction]"; seconds may be left out since TOML 1.1.
static bool take_time(Scan *c, Buf *out)
{
    size_t start = c->pos;
    if (take_number(c, 2, 0, 23) < 0 || !take_char(c, ':') || take_number(c, 2, 0, 59) < 0) return false;
    buf_put(out, str_sub(c->s, start, c->pos));
    if (!take_char(c, ':')) {
        buf_put(out, STR(":00"));
        return true;
    }
    start = c->pos - 1;
    if (take_number(c, 2, 0, 60) < 0) return false;
    if (take_char(c, '.')) {
        size_t digits = c->pos;
        c->pos = skip_digits(c->s, c->pos);
        if (c->pos == digits) return false;
    }
    buf_put(out, str_sub(c->s, start, c->pos));
    return true;
}

static bool take_offset(Scan *c, Buf *out)
{
    if (take_char(c, 'Z') || take_char(c, 'z')) {
        buf_put_char(out, 'Z');
        return true;
    }
    size_t start = c->pos;
    if (!take_char(c, '+') && !take_char(c, '-')) return false;
    if (take_number(c, 2, 0, 23) < 0 || !take_char(c, ':') || take_number(c, 2, 0, 59) < 0) return false;
    buf_put(out, str_sub(c->s, start, c->pos));
    return true;
}

static bool date_and_time(Scan *c, Buf *out, TomlType *type)
{
    size_t start = c->pos;
    if (!take_date(c)) return false;
    buf_put(out, str_sub(c->s, start, c->pos));
    *type = TOML_LOCAL_DATE;
    if (c->pos == c->s.len) return true;
    if (!take_char(c, 'T') && !take_char(c, 't') && !take_char(c, ' ')) return false;
    buf_put_char(out, 'T');
    *type = TOML_LOCAL_DATETIME;
    if (!take_time(c, out)) return false;
    if (c->pos == c->s.len) return true;
    *type = TOML_DATETIME;
    return take_offset(c, out);
}

static const char *date_of(Arena *a, Str word, Toml *out)
{
    AUTO(Buf) text = {};
    Scan c = {.s = word};
    TomlType type = TOML_LOCAL_TIME;
    bool time = str_peek(word, 2) == ':';
    bool ok = time ? take_time(&c, &text) : date_and_time(&c, &text, &type);
    if (!ok || c.pos != word.len) return "Invalid date or time";
    out->type = type;
    out->string = arena_str(a, buf_str(&text));
    return NULL;
}

static bool looks_like_date(Str word)
{
    return is_digit(str_peek(word, 0)) && (str_peek(word, 2) == ':' || (word.len > 4 && str_at(word, 4) == '-' &&
                                                                       skip_digits(word, 0) == 4));
}

const char *toml_scalar(Arena *a, Str word, Toml *out)
{
    if (str_eq(word, STR("true")) || str_eq(word, STR("false"))) {
        out->type = TOML_BOOL;
        out->boolean = str_at(word, 0) == 't';
        return NULL;
    }
    if (looks_like_date(word)) return date_of(a, word, out);
    char c = str_at(word, 0), second = str_peek(word, 1);
    bool number = is_digit(c) || ((c == '+' || c == '-') && (is_digit(second) || second == 'i' || second == 'n'));
    if (number || str_eq(word, STR("inf")) || str_eq(word, STR("nan"))) return number_of(a, word, out);
    return "Expected a value: text must be quoted";
}
