@NullMarked
package org.virnuc.telemetry;

import org.jspecify.annotations.NullMarked;
