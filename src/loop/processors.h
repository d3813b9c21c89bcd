// processors.h - how many processors this program may use at once.
#pragma once

#include <stdint.h>

#include "base/str.h"

// At least 1: those of its affinity mask, fewer if a container's control group allows less time (cpu.max of cgroup v2,
// rounded up). As libuv 1.49 and Node.js. Cost: a system call and a small file.
uint32_t processors_available(void);

// The text of a cpu.max file, "max 100000" or "150000 100000", as a number of processors; 0: no limit.
uint32_t processors_of_quota(Str text);
