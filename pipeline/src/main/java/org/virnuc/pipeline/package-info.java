@NullMarked
package org.virnuc.pipeline;

import org.jspecify.annotations.NullMarked;
