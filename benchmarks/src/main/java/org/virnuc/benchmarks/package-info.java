@NullMarked
package org.virnuc.benchmarks;

import org.jspecify.annotations.NullMarked;
