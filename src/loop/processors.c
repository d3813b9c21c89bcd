// processors.c - see processors.h.
#include "loop/processors.h"

#include <fcntl.h>
#include <unistd.h>
#include <uv.h>

uint32_t processors_of_quota(Str text)
{
    uint64_t quota, period;
    Str line = str_trim(text);
    size_t space = str_find_char(line, ' ');
    if (space == STR_NONE) return 0;
    if (!str_to_u64(str_sub(line, 0, space), &quota) || !str_to_u64(str_from(line, space + 1), &period)) return 0;
    if (!period || !quota || quota / period >= 4096) return 0;
    return (uint32_t)(quota / period + (quota % period != 0));
}

static uint32_t container_quota(void)
{
    char text[64];
    int fd = open("/sys/fs/cgroup/cpu.max", O_RDONLY | O_CLOEXEC);
    if (fd < 0) return 0;
    ssize_t len = read(fd, text, sizeof text);
    close(fd);
    return len > 0 ? processors_of_quota((Str){text, (size_t)len}) : 0;
}

uint32_t processors_available(void)
{
    uint32_t count = uv_available_parallelism(), quota = container_quota();
    return quota && quota < count ? quota : count;
}
