/**
 * What is said of reads by the contigs that they lie on. Read {@link org.virnuc.pipeline.reads.ReadLabelFiles}, then
 * {@link org.virnuc.pipeline.reads.ReadGroup}.
 */
@NullMarked
package org.virnuc.pipeline.reads;

import org.jspecify.annotations.NullMarked;
