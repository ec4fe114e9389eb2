/**
 * Extracts token counts from the answers of model providers. All providers' counts are converted to one meaning.
 *
 * <p>Read in this order: {@link org.virnuc.telemetry.usage.TokenUsage}, the meaning of the counts;
 * {@link org.virnuc.telemetry.usage.UsageExtractor}, which reads them.
 */
@NullMarked
package org.virnuc.telemetry.usage;

import org.jspecify.annotations.NullMarked;
