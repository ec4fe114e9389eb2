/**
 * Token counts out of what providers of models answer, in one meaning for all of them. Read {@link
 * org.virnuc.telemetry.usage.TokenUsage} for the meaning, then {@link org.virnuc.telemetry.usage.UsageExtractor}.
 */
@NullMarked
package org.virnuc.telemetry.usage;

import org.jspecify.annotations.NullMarked;
