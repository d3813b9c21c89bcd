// version.h - our own version, and the Bun release whose output `cob test` follows (lib/bun/props.js has the same).
#pragma once

#define COB_VERSION "0.1.0"
#define BUN_VERSION "v1.4.5 (a7733435c)"  // Bun.version_with_sha
