// pipe.h - byte streams over Unix pipes and socket pairs on the loop: children's stdio, IPC channels.
#pragma once

#include "base/span.h"
#include "loop/loop.h"

typedef struct Pipe Pipe;
// status 1: `bytes`, borrowed until return; 0: end of input; negative: error. Nothing follows the last two.
typedef void (*PipeReadFn)(void *data, int status, Span bytes);
// Runs once for each accepted write or end, also when the pipe is closed first (UV_ECANCELED).
typedef void (*PipeDoneFn)(void *data, int status);

Pipe *pipe_new(Loop *loop);                        // not connected: for process_spawn
Err pipe_open(Loop *loop, int fd, Pipe **out);     // takes the descriptor on success
uv_stream_t *pipe_uv(Pipe *pipe);
int pipe_fd(Pipe *pipe);                           // borrowed; negative if not connected
void pipe_on_read(Pipe *pipe, PipeReadFn fn, void *data);
Err pipe_read_start(Pipe *pipe);
void pipe_read_stop(Pipe *pipe);
Err pipe_write(Pipe *pipe, Span bytes, PipeDoneFn fn, void *data);  // copies
Err pipe_end(Pipe *pipe, PipeDoneFn fn, void *data);                // after what was written
void pipe_ref(Pipe *pipe, bool on);
void pipe_close(Pipe *pipe);                       // frees later
