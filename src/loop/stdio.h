// stdio.h - the standard descriptors: what they are, writing them whole, reading them without blocking.
#pragma once

#include "base/span.h"
#include "loop/loop.h"

typedef enum StdioKind { STDIO_CLOSED, STDIO_FILE, STDIO_PIPE, STDIO_TTY, STDIO_SOCKET, STDIO_UNKNOWN } StdioKind;

StdioKind stdio_kind(int fd);
// Writes all of `bytes`, waiting where the descriptor is non-blocking and full (Node.js writes files,
// terminals and, on Linux, pipes synchronously). Errors are libuv's, UV_EPIPE among them.
Err stdio_write(int fd, Span bytes);

// A readable descriptor (pipe, socket, terminal) on the loop. Never keeps the loop alive unless it reads.
typedef struct StdioReader StdioReader;
// status: bytes.len > 0 data; 0 end of input; negative a libuv error. `bytes` may go after return.
typedef void (*StdioReadFn)(void *data, int status, Span bytes);
Err stdio_reader_open(Loop *loop, int fd, StdioReadFn fn, void *data, StdioReader **out);
Err stdio_reader_start(StdioReader *reader);
void stdio_reader_stop(StdioReader *reader);
void stdio_reader_ref(StdioReader *reader, bool on);   // in effect while it reads
Err stdio_reader_raw_mode(StdioReader *reader, bool on);  // terminals only
void stdio_reader_close(StdioReader *reader);  // the descriptor itself stays open
