/* cli/main.c: the one place that prints errors and returns the exit code. */
#include "datasets/frame/error.h"

#include <stdio.h>

int main(void)
{
    fputs("nearhome " NH_VERSION "\n", stdout);
    return NH_OK;
}
