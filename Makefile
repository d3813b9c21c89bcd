# cob's build: globs and pkg-config, no generator. MODE=release|debug|asan|tsan|hostile.
#
#   make            build/cob (release)          make check     C unit tests, JS tests, style and layers
#   make asan       build/asan/cob + unit tests  make format    clang-format over src
#   make fuzz NAME=json_parse SECONDS=600        make bench     see bench/
MODE    ?= release
B       := build/$(MODE)
CC      := gcc
V       ?= @
comma   := ,
NODE    ?= node
PKGS    := javascriptcoregtk-4.1 glib-2.0 libuv icu-uc
LLHTTP  := /usr/share/llhttp

SRCS    := $(wildcard src/*/*.c)
FUZZERS := $(filter %_fuzz.c,$(SRCS))
TESTS   := $(filter %_test.c src/base/test_main.c,$(SRCS)) $(FUZZERS)
MAIN    := src/cli/main.c
CODE    := $(filter-out $(TESTS) $(MAIN) src/base/fuzz_main.c,$(SRCS))
LLOBJ   := $(patsubst $(LLHTTP)/%.c,$(B)/llhttp/%.o,$(wildcard $(LLHTTP)/*.c))
OBJ     := $(CODE:%.c=$(B)/%.o) $(B)/gen/embed.o $(LLOBJ)
LIBJS   := $(shell find lib -name '*.js' 2>/dev/null)

WARN    := -Wall -Wextra -Wshadow -Wconversion -Wvla -Wmissing-prototypes -Wimplicit-fallthrough -Werror
CPPF    := -std=gnu2x -D_GNU_SOURCE -Isrc -I/usr/share/include $(shell pkg-config --cflags $(PKGS) | sed 's/-I/-isystem /g')
LIBS    := $(shell pkg-config --libs $(PKGS)) -lm -ldl
# The dynamic linker looks symbols up in the order of the libraries: nearly all are the engine's or libc's.
LIBS_release := -ljavascriptcoregtk-4.1 -lc
HARDEN  := -U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=3 -fstack-protector-strong -fstack-clash-protection -fcf-protection=full \
           -ftrivial-auto-var-init=zero -fzero-call-used-regs=used-gpr -fno-delete-null-pointer-checks \
           -fno-strict-overflow -fno-strict-aliasing -fsanitize=bounds -fsanitize-undefined-trap-on-error
LDHARD  := -pie -Wl,-z,relro,-z,now,-z,noexecstack,-z,separate-code,--as-needed

CFLAGS_release := -O2 -g1 -fPIE -fvisibility=hidden $(HARDEN)
CFLAGS_debug   := -O0 -g -fPIE -fvisibility=hidden
CFLAGS_asan    := -O1 -g -fPIE -fno-omit-frame-pointer -fsanitize=address,undefined -fno-sanitize-recover=all
CFLAGS_tsan    := -O1 -g -fPIE -fsanitize=thread
CFLAGS_hostile := -O1 -g -fPIE -fno-omit-frame-pointer -fsanitize=address,undefined -fno-sanitize-recover=all -DCOB_HOSTILE=1
LDFLAGS_release := $(LDHARD)
LDFLAGS_debug   := -pie
LDFLAGS_asan    := -pie -fsanitize=address,undefined
LDFLAGS_tsan    := -pie -fsanitize=thread
LDFLAGS_hostile := -pie -fsanitize=address,undefined
CFLAGS_fuzz    := -O1 -g -fPIE -fsanitize=fuzzer-no-link,address,undefined -fno-sanitize-recover=all \
                  -fsanitize-address-use-after-return=never -Wno-unknown-attributes -Wno-unknown-warning-option
LDFLAGS_fuzz   := -pie -fsanitize=fuzzer,address,undefined
ifeq ($(MODE),fuzz)
CC := clang-19
WARN := -w
endif
CFLAGS  := $(CFLAGS_$(MODE))
LDFLAGS := $(LDFLAGS_$(MODE))
# The front end is measured in MB/s: 2 to 5 % of the cycles (docs/bench.md).
$(B)/src/js/%.o: CFLAGS := $(subst -O2,-O3,$(CFLAGS))
# What makes inputs is not what is tested: libFuzzer need not watch it.
ifeq ($(MODE),fuzz)
$(B)/src/base/mutate_fuzz.o $(B)/src/js/mutate_fuzz.o: CFLAGS := $(subst fuzzer-no-link$(comma),,$(CFLAGS))
endif

.PHONY: all analyze check unit test262-ci differential-sample lint asan tsan hostile fuzz bench format clean js-tests
all: build/cob

build/cob: $(B)/cob
	@if [ "$(MODE)" = release ]; then cp -f $< $@; fi

$(B)/cob: $(EXTRA) $(OBJ) $(B)/$(MAIN:.c=.o)
	$(V)$(CC) $(LDFLAGS) -o $@ $^ $(LIBS_$(MODE)) $(LIBS)

$(B)/unit: $(OBJ) $(TESTS:%.c=$(B)/%.o)
	$(V)$(CC) $(LDFLAGS) -o $@ $^ $(LIBS)

# The parser and the transformer as programs, for tests/test262 and tests/differential.
$(B)/js_parse $(B)/js_transform: $(B)/%: $(OBJ) $(B)/tools/%.o
	$(V)$(CC) $(LDFLAGS) -o $@ $(filter $(B)/tools/%.o $(B)/src/base/% $(B)/src/js/%,$^) -lm

$(B)/%.o: %.c
	@mkdir -p $(@D)
	$(V)$(CC) $(CPPF) $(WARN) $(CFLAGS) -MMD -MP -c -o $@ $<

$(B)/llhttp/%.o: $(LLHTTP)/%.c
	@mkdir -p $(@D)
	$(V)$(CC) -I/usr/share/include/llhttp -I/usr/share/include $(filter-out -Werror,$(CFLAGS)) -w -c -o $@ $<

$(B)/gen/embed.c: $(LIBJS) src/modules.def src/globals.def tools/embed.mjs node_modules/.package-lock.json
	@mkdir -p $(@D)
	$(V)$(NODE) tools/embed.mjs $@ $(MODE)

$(B)/gen/embed.o: $(B)/gen/embed.c
	$(V)$(CC) $(CPPF) $(WARN) $(CFLAGS) -c -o $@ $<

node_modules/.package-lock.json: package.json package-lock.json
	npm ci --no-audit --no-fund --ignore-scripts --loglevel=error
	@touch $@

-include $(OBJ:.o=.d) $(TESTS:%.c=$(B)/%.d) $(wildcard $(B)/tools/*.d)

unit: $(B)/unit
	$(B)/unit
lint:
	tools/check-style
	tools/check-layers
	tools/check-unsafe
	tools/check-threads
	tools/fnsize
check: lint build/cob unit js-tests test262-ci differential-sample
	tools/check-elf build/cob
js-tests: build/cob
	tests/run build/cob
test262-ci: build/release/js_parse
	tests/test262/run.py ci
differential-sample: build/release/js_parse build/release/js_transform
	tests/differential/run sample
asan:
	$(MAKE) MODE=asan build/asan/cob build/asan/unit
# Static analysis; findings are errors. cppcheck cannot read C23's {} in ?: nor JS_EACH, and skips such files.
ANALYZE := $(CPPF) -DCOB_ANALYZE
build/analyze/%.ok: %.c $(wildcard src/*/*.h) .clang-tidy
	@mkdir -p $(@D)
	$(V)gcc $(ANALYZE) -O1 -Werror -fanalyzer -c -o /dev/null $<
	$(V)clang-tidy-14 --quiet --warnings-as-errors='*' $< -- $(ANALYZE) -w 2>/dev/null
	@touch $@
analyze: $(SRCS:%.c=build/analyze/%.ok)
	cppcheck -q --std=c11 --enable=warning,performance,portability --inline-suppr --error-exitcode=1 -DCOB_ANALYZE \
	  --suppress=missingIncludeSystem --suppress=syntaxError --suppress=internalAstError -Isrc src
tsan:
	$(MAKE) MODE=tsan build/tsan/cob build/tsan/unit
hostile:
	$(MAKE) MODE=hostile build/hostile/cob build/hostile/unit
# Runs one fuzz target; new inputs stay in build/, the corpus in the tree stays small (make fuzz-merge: what is new
# of the least inputs that reach everything reached).
SECONDS ?= 600
$(B)/fuzz: $(OBJ) $(FUZZERS:%.c=$(B)/%.o) $(B)/src/base/fuzz_main.o
	$(V)$(CC) $(LDFLAGS) -o $@ $^ $(LIBS)
fuzz:
	@test -n "$(NAME)" || { echo "make fuzz NAME=target [SECONDS=600]"; exit 2; }
	$(MAKE) MODE=fuzz build/fuzz/fuzz
	@mkdir -p build/corpus/$(NAME) tests/corpus/$(NAME)
	COB_FUZZ=$(NAME) ASAN_OPTIONS=detect_leaks=1:allow_user_segv_handler=1 build/fuzz/fuzz -max_total_time=$(SECONDS) \
	  -timeout=10 -rss_limit_mb=4096 -max_len=$(or $(MAX_LEN),4096) -artifact_prefix=build/corpus/ \
	  build/corpus/$(NAME) tests/corpus/$(NAME)
fuzz-merge:
	COB_FUZZ=$(NAME) build/fuzz/fuzz -set_cover_merge=1 -use_counters=0 -max_len=300 tests/corpus/$(NAME) build/corpus/$(NAME)
format:
	clang-format -i $(wildcard src/*/*.[ch])
clean:
	rm -rf build
