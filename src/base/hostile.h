// hostile.h - `make hostile`: the same code with tiny buffers, so that every continuation is taken.
#pragma once

// HOSTILE(normal, tiny): the size of one read or one batch.
#ifdef COB_HOSTILE
#define HOSTILE(normal, tiny) (tiny)
#else
#define HOSTILE(normal, tiny) (normal)
#endif
