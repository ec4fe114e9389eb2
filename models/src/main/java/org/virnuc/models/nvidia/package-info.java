/**
 * The NVIDIA driver of this machine, asked through its own libraries: libcuda for what may be computed on, NVML for how
 * devices fare. CUDA's runtime, which a machine with the driver alone does not have, is not needed.
 */
@NullMarked
package org.virnuc.models.nvidia;

import org.jspecify.annotations.NullMarked;
