/* plots/sandbox.c: seccomp and Landlock through their system calls; the C library has no names for them. */
#include "plots/sandbox.h"

#include <fcntl.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/landlock.h>
#include <linux/seccomp.h>
#include <sched.h>
#include <stddef.h>
#include <stdint.h>
#include <errno.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#if defined(__x86_64__)
static const uint32_t machine = AUDIT_ARCH_X86_64;
#elif defined(__aarch64__)
static const uint32_t machine = AUDIT_ARCH_AARCH64;
#else
static const uint32_t machine = 0;
#endif

/* Every right over files that the first version of Landlock knows; what no rule allows is refused. */
static const uint64_t all_rights =
    LANDLOCK_ACCESS_FS_EXECUTE | LANDLOCK_ACCESS_FS_WRITE_FILE | LANDLOCK_ACCESS_FS_READ_FILE |
    LANDLOCK_ACCESS_FS_READ_DIR | LANDLOCK_ACCESS_FS_REMOVE_DIR | LANDLOCK_ACCESS_FS_REMOVE_FILE |
    LANDLOCK_ACCESS_FS_MAKE_CHAR | LANDLOCK_ACCESS_FS_MAKE_DIR | LANDLOCK_ACCESS_FS_MAKE_REG |
    LANDLOCK_ACCESS_FS_MAKE_SOCK | LANDLOCK_ACCESS_FS_MAKE_FIFO | LANDLOCK_ACCESS_FS_MAKE_BLOCK |
    LANDLOCK_ACCESS_FS_MAKE_SYM;

static void allow(int rules, const char *path, uint64_t rights)
{
    int folder = open(path, O_PATH | O_CLOEXEC);
    if (folder < 0) return;
    struct landlock_path_beneath_attr beneath = { .allowed_access = rights, .parent_fd = folder };
    syscall(SYS_landlock_add_rule, rules, LANDLOCK_RULE_PATH_BENEATH, &beneath, 0);
    close(folder);
}

int nh_sandbox_rules(const char *program)
{
    struct landlock_ruleset_attr attributes = { .handled_access_fs = all_rights };
    int rules = (int)syscall(SYS_landlock_create_ruleset, &attributes, sizeof attributes, 0);
    if (rules < 0) return -1;
    fcntl(rules, F_SETFD, FD_CLOEXEC);

    const uint64_t read = LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_READ_DIR;
    const char *const folders[] = { "/usr", "/lib", "/lib64", "/bin", "/opt", "/nix", "/gnu" };
    for (size_t i = 0; i < sizeof folders / sizeof *folders; i++)
        allow(rules, folders[i], read | LANDLOCK_ACCESS_FS_EXECUTE);
    const char *const settings[] = { "/etc/fonts", "/etc/ld.so.cache", "/etc/alternatives", "/var/cache/fontconfig" };
    for (size_t i = 0; i < sizeof settings / sizeof *settings; i++)
        allow(rules, settings[i], i == 1 ? LANDLOCK_ACCESS_FS_READ_FILE : read);
    allow(rules, "/dev/null", LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_WRITE_FILE);
    allow(rules, "/dev/urandom", LANDLOCK_ACCESS_FS_READ_FILE);
    allow(rules, program, LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_EXECUTE);
    return rules;
}

/* A program of the kernel's filter machine: which calls fail, and how. Threads are allowed: cairo starts one. */
static void filter_calls(void)
{
#define LOAD(field) BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, field))
#define ANSWER(value) BPF_STMT(BPF_RET | BPF_K, (value))
#define FAIL(call, code) BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, (call), 0, 1), ANSWER(SECCOMP_RET_ERRNO | (code))
    struct sock_filter steps[] = {
        LOAD(arch),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, machine, 1, 0),
        ANSWER(SECCOMP_RET_KILL_PROCESS),
        LOAD(nr),
#ifdef SYS_fork
        FAIL(SYS_fork, EPERM),
        FAIL(SYS_vfork, EPERM),
        /* The 32-bit calls of x32 would pass by other numbers. */
        BPF_JUMP(BPF_JMP | BPF_JGE | BPF_K, 0x40000000U, 0, 1),
        ANSWER(SECCOMP_RET_ERRNO | EPERM),
#endif
        FAIL(SYS_clone3, ENOSYS),
        FAIL(SYS_socket, EPERM),
        FAIL(SYS_socketpair, EPERM),
        FAIL(SYS_ptrace, EPERM),
        FAIL(SYS_process_vm_readv, EPERM),
        FAIL(SYS_process_vm_writev, EPERM),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_clone, 1, 0),
        ANSWER(SECCOMP_RET_ALLOW),
        LOAD(args[0]), /* the lower half, as both machines keep it first */
        BPF_JUMP(BPF_JMP | BPF_JSET | BPF_K, CLONE_THREAD, 0, 1),
        ANSWER(SECCOMP_RET_ALLOW),
        ANSWER(SECCOMP_RET_ERRNO | EPERM),
    };
#undef LOAD
#undef ANSWER
#undef FAIL
    struct sock_fprog program = { .len = sizeof steps / sizeof *steps, .filter = steps };
    if (machine) syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, 0, &program);
}

void nh_sandbox_enter(int rules)
{
    prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
    if (rules >= 0) syscall(SYS_landlock_restrict_self, rules, 0);
    filter_calls();
}

bool nh_sandbox_has_seccomp(void)
{
    uint32_t action = SECCOMP_RET_ERRNO;
    return machine && syscall(SYS_seccomp, SECCOMP_GET_ACTION_AVAIL, 0, &action) == 0;
}

bool nh_sandbox_has_landlock(void)
{
    return syscall(SYS_landlock_create_ruleset, NULL, 0, LANDLOCK_CREATE_RULESET_VERSION) >= 1;
}
