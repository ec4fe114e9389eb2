/**
 * What is said of reads by the contigs that they lie on. Read {@link org.virnuc.calling.reads.ReadLabelFiles}, then
 * {@link org.virnuc.calling.reads.ReadGroup}.
 */
@NullMarked
package org.virnuc.calling.reads;

import org.jspecify.annotations.NullMarked;
