// keys.h - who uses which slot of rt_data (engine.h). Slots from RT_NODE_END on are free for other folders.
#pragma once

enum RtKey {
    RT_TIMERS,
    RT_PROCESS,
    RT_FS,
    RT_NODE_END,
};
