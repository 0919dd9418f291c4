# nearhome: build, test, install.
#
#   make            builds build/nearhome
#   make audit      installs what is missing, builds, audits the extract that ships, says where the report is
#   make check      installs what is missing, builds, runs every test
#   make deps       installs the Debian packages that are missing
#   make layers     the include rule of the folders
#   make accessibility   the report in a headless browser: axe-core, keyboard, print, phone (installs a browser)
#   make faults     an audit with other programs in gnuplot's place, killed at any moment, on disks that fail (minutes)
#   make pictures   draws docs/pictures.md anew
#   make renew      the embedded figures of YEAR from RELEASE, a folder, and ONSPD, into TO (docs/renewing.md)
#   make record     writes tests/golden/NAME/expected anew, for a person to read
#   make fuzz       feeds each reader with damaged input for FUZZ_SECONDS (clang's libFuzzer)
#   make bench      times reading and analysing against the recorded figures
#   make install    the program, its man page and completion (PREFIX, DESTDIR)
#   make clean

PREFIX ?= /usr/local
DESTDIR ?=
BUILD ?= build
FUZZ_SECONDS ?= 300
VERSION := 0.1.0

CC ?= cc
WARNINGS := -Wall -Wextra -Wpedantic -Wshadow -Wconversion
# No fused multiply-add: the same digits from every compiler.
CFLAGS ?= -O2 -g
NH_CFLAGS := -std=c11 $(WARNINGS) -ffp-contract=off -D_GNU_SOURCE -DNH_VERSION='"$(VERSION)"' -I.
NH_LIBS := -lgsl -lgslcblas -lcsv -larchive -lz -lexpat -ljansson -lnettle -lm -pthread

LIB_SOURCES := $(wildcard datasets/*.c datasets/*/*.c stats/*.c stats/*/*.c plots/*.c plots/*/*.c)
CLI_SOURCES := $(wildcard cli/*.c)
TEST_SOURCES := $(wildcard tests/test_*.c)
REFERENCE := $(wildcard datasets/tables/reference/*.csv)

LIB_OBJECTS := $(LIB_SOURCES:%.c=$(BUILD)/%.o) $(BUILD)/reference.o
CLI_OBJECTS := $(CLI_SOURCES:%.c=$(BUILD)/%.o)
TESTS := $(TEST_SOURCES:tests/%.c=$(BUILD)/tests/%)

# Everything the build, the tests and the charts need, as Debian 12 names it.
PACKAGES := gcc libc6-dev make \
            libgsl-dev libcsv-dev libarchive-dev zlib1g-dev libexpat1-dev libjansson-dev nettle-dev \
            gnuplot-nox fonts-liberation libcmocka-dev

.PHONY: all tests deps audit check layers accessibility faults pictures renew record bench fuzz install clean
all: $(BUILD)/nearhome
tests: $(TESTS)

$(BUILD)/nearhome: $(BUILD)/cli/main.o $(BUILD)/libcli.a $(BUILD)/libnearhome.a
	$(CC) $(CFLAGS) $(LDFLAGS) -o $@ $^ $(NH_LIBS)

$(BUILD)/libnearhome.a: $(LIB_OBJECTS)
	rm -f $@
	ar rcs $@ $^

$(BUILD)/libcli.a: $(filter-out $(BUILD)/cli/main.o,$(CLI_OBJECTS))
	rm -f $@
	ar rcs $@ $^

$(BUILD)/tests/%: $(BUILD)/tests/%.o $(BUILD)/libcli.a $(BUILD)/libnearhome.a
	$(CC) $(CFLAGS) $(LDFLAGS) -o $@ $^ $(NH_LIBS) -lcmocka

# The Makefile holds the version and the flags: when it changes, so does every object.
$(BUILD)/%.o: %.c Makefile
	@mkdir -p $(@D)
	$(CC) $(NH_CFLAGS) $(CFLAGS) -MMD -MP -c -o $@ $<

# The reference tables as byte arrays, so that the program needs no file beside it.
$(BUILD)/reference.c: $(REFERENCE)
	@mkdir -p $(@D)
	@for f in $(REFERENCE); do \
	    n=$$(basename $$f .csv); \
	    printf 'extern const unsigned char nh_reference_%s[];\nextern const unsigned long nh_reference_%s_bytes;\n' $$n $$n; \
	    printf 'const unsigned char nh_reference_%s[] = {' $$n; \
	    od -An -v -tu1 $$f | sed 's/\([0-9][0-9]*\)/\1,/g'; \
	    printf '0};\nconst unsigned long nh_reference_%s_bytes = %s;\n' $$n $$(wc -c < $$f); \
	done > $@.tmp && mv $@.tmp $@

$(BUILD)/reference.o: $(BUILD)/reference.c
	$(CC) $(NH_CFLAGS) $(CFLAGS) -c -o $@ $<

# Compilers come with deps, so what follows it is a make of its own, on every core.
MAKE_ALL = $(MAKE) --no-print-directory -j$$(nproc)

# Only what is missing is installed: directly as root, else through sudo. Where there is no dpkg, it is listed.
deps:
	@if ! command -v dpkg-query >/dev/null || ! command -v apt-get >/dev/null; then \
	    echo "make deps: this is not Debian; install what these Debian 12 packages hold: $(PACKAGES)" >&2; exit 1; \
	fi; \
	missing=; \
	for package in $(PACKAGES); do \
	    [ "$$(dpkg-query -W -f '$${db:Status-Status}' $$package 2>/dev/null)" = installed ] || missing="$$missing $$package"; \
	done; \
	[ -n "$$missing" ] || exit 0; \
	as_root=; \
	if [ "$$(id -u)" != 0 ]; then \
	    command -v sudo >/dev/null || { echo "make deps: as root, install$$missing" >&2; exit 1; }; \
	    as_root=sudo; \
	fi; \
	echo "make deps: installing$$missing"; \
	$$as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends $$missing </dev/null

audit: deps
	@$(MAKE_ALL) all
	@$(BUILD)/nearhome audit

check: deps
	@$(MAKE_ALL) all tests
	@BUILD='$(BUILD)' tests/check

layers:
	@tests/layers

faults: all
	@BUILD='$(BUILD)' tests/faults/gnuplots
	@BUILD='$(BUILD)' tests/faults/disk
	@BUILD='$(BUILD)' tests/faults/kills

# A browser, and node for what drives it; axe-core comes from npm, into the build folder. Not part of check.
accessibility: all
	@for command in chromium node npm; do command -v $$command >/dev/null || \
	    exec $(MAKE) --no-print-directory deps PACKAGES='chromium nodejs npm'; done
	@BUILD='$(BUILD)' tests/accessibility/run

pictures: all
	@BUILD='$(BUILD)' docs/make_pictures

TO ?= datasets/tables/reference
renew:
	@[ -n '$(RELEASE)' ] && [ -n '$(ONSPD)' ] && [ -n '$(YEAR)' ] || \
	    { echo 'make renew RELEASE=FOLDER ONSPD=FILE.csv.gz YEAR=2025 (docs/renewing.md)' >&2; exit 1; }
	@datasets/tables/reference/renewal/renew '$(RELEASE)' '$(ONSPD)' '$(YEAR)' '$(TO)'

record: all
	@BUILD='$(BUILD)' tests/golden/run --record

fuzz:
	@BUILD='$(BUILD)' MAKE='$(MAKE)' FUZZ_SECONDS='$(FUZZ_SECONDS)' tests/fuzz/run

bench: all
	@BUILD='$(BUILD)' tests/bench/run
	@BUILD='$(BUILD)' tests/bench/models

# The man page and the completions are the program's own words about its options.
MAN := $(DESTDIR)$(PREFIX)/share/man/man1
BASH_COMPLETION := $(DESTDIR)$(PREFIX)/share/bash-completion/completions
ZSH_COMPLETION := $(DESTDIR)$(PREFIX)/share/zsh/site-functions
FISH_COMPLETION := $(DESTDIR)$(PREFIX)/share/fish/vendor_completions.d

install: all
	install -d $(DESTDIR)$(PREFIX)/bin $(MAN) $(BASH_COMPLETION) $(ZSH_COMPLETION) $(FISH_COMPLETION)
	install -m 755 $(BUILD)/nearhome $(DESTDIR)$(PREFIX)/bin/nearhome
	$(BUILD)/nearhome --man-page > $(BUILD)/nearhome.1
	$(BUILD)/nearhome --completion=bash > $(BUILD)/nearhome.bash
	$(BUILD)/nearhome --completion=zsh > $(BUILD)/nearhome.zsh
	$(BUILD)/nearhome --completion=fish > $(BUILD)/nearhome.fish
	install -m 644 $(BUILD)/nearhome.1 $(MAN)/nearhome.1
	install -m 644 $(BUILD)/nearhome.bash $(BASH_COMPLETION)/nearhome
	install -m 644 $(BUILD)/nearhome.zsh $(ZSH_COMPLETION)/_nearhome
	install -m 644 $(BUILD)/nearhome.fish $(FISH_COMPLETION)/nearhome.fish

clean:
	rm -rf build

-include $(LIB_OBJECTS:.o=.d) $(CLI_OBJECTS:.o=.d) $(TESTS:%=%.d)
