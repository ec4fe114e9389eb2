/** The files at the top of a run directory that are not results of a stage: run.json and the telemetry reports. */
@NullMarked
package org.virnuc.pipeline.results;

import org.jspecify.annotations.NullMarked;
