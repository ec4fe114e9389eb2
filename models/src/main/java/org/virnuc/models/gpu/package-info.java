/** Sets up a libtorch with CUDA in VirNuc's cache, from the wheels that its authors publish. */
@NullMarked
package org.virnuc.models.gpu;

import org.jspecify.annotations.NullMarked;
