/* datasets/write/sweep.h: what a run that was killed has left beside the place of its files. */
#ifndef NH_WRITE_SWEEP_H
#define NH_WRITE_SWEEP_H

/* Says that this file, under construction, is somebody's: others then leave it alone. */
void nh_claim_temporary(int file);

/* Removes files ".nh-NAME.PROCESS.tmp" of the folder that are ours and that nobody is writing. */
void nh_sweep_temporaries(const char *folder);

#endif
