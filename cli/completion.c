/* cli/completion.c: what a shell needs to complete commands, options and their values, from the records.
 *
 * Values are completed where a record lists them (csv|json|table); everything else is completed as a file. */
#include "cli/completion.h"

#include "cli/command.h"

#include <string.h>

static nh_options *options_of(const command *what)
{
    nh_options *options = nh_options_new();
    command_declare(what, options);
    return options;
}

static void command_names(nh_text *out)
{
    for (size_t i = 0; i < command_count(); i++) nh_text_say(out, "%s%s", i ? " " : "", command_at(i).name);
}

/* "csv|json|table" with blanks between. */
static void choices(const nh_option_record *record, nh_text *out)
{
    for (const char *c = record->argument; *c; c++) nh_text_add(out, *c == '|' ? " " : c, 1);
}

static const char *dashes(const nh_option_record *record)
{
    return record->name[1] ? "--" : "-";
}

static void bash_command(const command *what, nh_text *out)
{
    nh_options *options = options_of(what);
    nh_text_say(out, "    %s)\n        case $before in\n", what->name);
    for (size_t i = 0; i < nh_options_count(options); i++) {
        const nh_option_record *record = nh_options_at(options, i);
        if (record->kind != NH_OPTION_CHOICE) continue;
        nh_text_say(out, "        %s%s) words='", dashes(record), record->name);
        choices(record, out);
        nh_text_say(out, "' ;;\n");
    }
    nh_text_say(out, "        *) [[ $word == -* ]] && words='");
    for (size_t i = 0; i < nh_options_count(options); i++)
        nh_text_say(out, "%s%s%s", i ? " " : "", dashes(nh_options_at(options, i)), nh_options_at(options, i)->name);
    nh_text_say(out, "' ;;\n        esac ;;\n");
    nh_options_free(options);
}

static void bash(nh_text *out)
{
    nh_text_say(out, "# nearhome " NH_VERSION ": completion for bash\n"
                     "_nearhome() {\n"
                     "    local word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD-1]} words=\n"
                     "    if [ \"$COMP_CWORD\" = 1 ]; then\n"
                     "        words='");
    command_names(out);
    nh_text_say(out, " --help --version'\n    else case ${COMP_WORDS[1]} in\n");
    for (size_t i = 0; i < command_count(); i++) {
        command what = command_at(i);
        bash_command(&what, out);
    }
    nh_text_say(out, "    esac; fi\n"
                     "    mapfile -t COMPREPLY < <(compgen -W \"$words\" -- \"$word\")\n"
                     "}\n"
                     "complete -o default -o bashdefault -F _nearhome nearhome\n");
}

/* Inside single quotes of every shell; a quote itself ends them, shows itself and begins them anew. */
static void quoted(nh_text *out, const char *text, const char *also_escaped)
{
    for (; *text; text++) {
        if (*text == '\'') nh_text_say(out, "'\\''");
        else if (strchr(also_escaped, *text)) nh_text_say(out, "\\%c", *text);
        else nh_text_add(out, text, 1);
    }
}

static void zsh_option(const nh_option_record *record, nh_text *out)
{
    nh_text_say(out, " \\\n        '%s%s[", dashes(record), record->name);
    quoted(out, record->help ? record->help : "", "[]:\\");
    nh_text_say(out, "]");
    if (record->kind == NH_OPTION_CHOICE) {
        nh_text_say(out, ":value:(");
        choices(record, out);
        nh_text_say(out, ")");
    } else if (record->kind != NH_OPTION_FLAG) nh_text_say(out, ":value:_files");
    nh_text_say(out, "'");
}

static void zsh_command(const command *what, nh_text *out)
{
    nh_options *options = options_of(what);
    nh_text_say(out, "    %s) _arguments", what->name);
    for (size_t i = 0; i < nh_options_count(options); i++) zsh_option(nh_options_at(options, i), out);
    nh_text_say(out, " \\\n        '*:input:_files' ;;\n");
    nh_options_free(options);
}

static void zsh(nh_text *out)
{
    nh_text_say(out, "#compdef nearhome\n# nearhome " NH_VERSION ": completion for zsh\n"
                     "_nearhome() {\n    if (( CURRENT == 2 )); then\n        local -a commands=(");
    for (size_t i = 0; i < command_count(); i++) {
        nh_text_say(out, "\n            '%s:", command_at(i).name);
        quoted(out, command_at(i).summary, ":\\");
        nh_text_say(out, "'");
    }
    nh_text_say(out, ")\n        _describe command commands\n        return\n    fi\n"
                     "    local name=$words[2]\n    shift words\n    (( CURRENT-- ))\n    case $name in\n");
    for (size_t i = 0; i < command_count(); i++) {
        command what = command_at(i);
        zsh_command(&what, out);
    }
    nh_text_say(out, "    esac\n}\n_nearhome \"$@\"\n");
}

static void fish_option(const char *command_name, const nh_option_record *record, nh_text *out)
{
    nh_text_say(out, "complete -c nearhome -n '__fish_seen_subcommand_from %s' -%c %s", command_name,
                record->name[1] ? 'l' : 's', record->name);
    if (record->kind == NH_OPTION_CHOICE) {
        nh_text_say(out, " -x -a '");
        choices(record, out);
        nh_text_say(out, "'");
    } else if (record->kind != NH_OPTION_FLAG) nh_text_say(out, " -r");
    nh_text_say(out, " -d '");
    quoted(out, record->help ? record->help : "", "\\");
    nh_text_say(out, "'\n");
}

static void fish(nh_text *out)
{
    nh_text_say(out, "# nearhome " NH_VERSION ": completion for fish\n");
    for (size_t i = 0; i < command_count(); i++) {
        command what = command_at(i);
        nh_text_say(out, "complete -c nearhome -n __fish_use_subcommand -f -a %s -d '", what.name);
        quoted(out, what.summary, "\\");
        nh_text_say(out, "'\n");
        nh_options *options = options_of(&what);
        for (size_t k = 0; k < nh_options_count(options); k++) fish_option(what.name, nh_options_at(options, k), out);
        nh_options_free(options);
    }
}

typedef struct shell {
    const char *name;
    void (*write)(nh_text *out);
} shell;

static const shell shells[] = { { "bash", bash }, { "zsh", zsh }, { "fish", fish } };

bool completion_for(const char *name, nh_text *out)
{
    for (size_t i = 0; i < sizeof shells / sizeof *shells; i++) {
        if (strcmp(shells[i].name, name) != 0) continue;
        shells[i].write(out);
        return true;
    }
    return false;
}
