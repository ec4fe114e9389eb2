/**
 * Computes what a run costs, from a price sheet and the run's usage, during the run or at any later time. Amounts are
 * decimal, and the parts of an amount always add up to it exactly.
 *
 * <p>Read in this order: {@link org.virnuc.telemetry.cost.PriceSheet}, the prices;
 * {@link org.virnuc.telemetry.cost.CostMeter}, which prices a report; {@link org.virnuc.telemetry.cost.CostCap}, which
 * stops a run before it spends too much.
 */
@NullMarked
package org.virnuc.telemetry.cost;

import org.jspecify.annotations.NullMarked;
