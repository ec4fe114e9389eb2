/**
 * What a run costs: a price sheet, applied to what the run used, now or long after. Amounts are decimal throughout, and parts add up to
 * their wholes exactly.
 *
 * <p>Read {@link org.virnuc.telemetry.cost.PriceSheet} first, then {@link org.virnuc.telemetry.cost.CostMeter}, which prices a report,
 * and {@link org.virnuc.telemetry.cost.CostCap}, which stops a run before it spends too much.
 */
@NullMarked
package org.virnuc.telemetry.cost;

import org.jspecify.annotations.NullMarked;
