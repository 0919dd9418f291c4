# nearhome: build, test, install.
#
#   make            builds build/nearhome
#   make audit      installs what is missing, builds, audits the extract that ships
#   make check      installs what is missing, builds, runs every test
#   make deps | layers | bench | install | clean

PREFIX ?= /usr/local
DESTDIR ?=
BUILD ?= build
VERSION := 0.1.0

CC ?= cc
WARNINGS := -Wall -Wextra -Wpedantic -Wshadow -Wconversion
# No fused multiply-add: the same digits from every compiler.
CFLAGS ?= -O2 -g
NH_CFLAGS := -std=c11 $(WARNINGS) -ffp-contract=off -D_GNU_SOURCE -DNH_VERSION='"$(VERSION)"' -I.
NH_LIBS := -lgsl -lgslcblas -lcsv -larchive -lz -lexpat -ljansson -lnettle -lm

LIB_SOURCES := $(wildcard datasets/*.c datasets/*/*.c stats/*.c stats/*/*.c plots/*.c plots/*/*.c)
CLI_SOURCES := $(wildcard cli/*.c)
TEST_SOURCES := $(wildcard tests/test_*.c)
REFERENCE := $(wildcard datasets/tables/reference/*.csv)

LIB_OBJECTS := $(LIB_SOURCES:%.c=$(BUILD)/%.o) $(BUILD)/reference.o
CLI_OBJECTS := $(CLI_SOURCES:%.c=$(BUILD)/%.o)
TESTS := $(TEST_SOURCES:tests/%.c=$(BUILD)/tests/%)

.PHONY: all tests clean
all: $(BUILD)/nearhome
tests: $(TESTS)

$(BUILD)/nearhome: $(CLI_OBJECTS) $(BUILD)/libnearhome.a
	$(CC) $(CFLAGS) $(LDFLAGS) -o $@ $^ $(NH_LIBS)

$(BUILD)/libnearhome.a: $(LIB_OBJECTS)
	rm -f $@
	ar rcs $@ $^

$(BUILD)/tests/%: $(BUILD)/tests/%.o $(BUILD)/libnearhome.a
	$(CC) $(CFLAGS) $(LDFLAGS) -o $@ $^ $(NH_LIBS) -lcmocka

$(BUILD)/%.o: %.c
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

clean:
	rm -rf build

-include $(LIB_OBJECTS:.o=.d) $(CLI_OBJECTS:.o=.d) $(TESTS:%=%.d)
