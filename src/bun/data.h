// data.h - what the natives of the data formats share.
#pragma once

#include "engine/engine.h"

// "!" and the message with its place; "!!" if the input is nested too deeply.
JsValue data_failure(JsCall *call, Err error);
