/**
 * VirNuc as a library: from sequences to verdicts in nine stages. Read {@link org.virnuc.pipeline.VirNuc}, then {@code
 * run} (one run from request to result), {@code flow} (the nine stages put together), and any one stage in {@code stages}.
 */
@NullMarked
package org.virnuc.pipeline;

import org.jspecify.annotations.NullMarked;
