// version.h - our own version; the Bun and Node.js releases whose APIs we follow are in lib/.
#pragma once

#define COB_VERSION "0.1.0"
