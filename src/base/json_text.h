// json_text.h - a tree of json.h as JSON text, for the round trips of fuzz targets.
#pragma once

#include "base/json.h"

// False if the text would pass a megabyte, and it then is not whole.
bool json_put_text(Buf *out, const Json *v);
