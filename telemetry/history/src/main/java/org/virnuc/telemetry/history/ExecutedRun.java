package org.virnuc.telemetry.history;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.virnuc.telemetry.CostReport;
import org.virnuc.telemetry.CostSplit;
import org.virnuc.telemetry.OriginalStage;
import org.virnuc.telemetry.RunReport;
import org.virnuc.telemetry.StageReport;
import org.virnuc.telemetry.StageStatus;

/**
 * A run with every stage as it was executed. A stage that the run took from a checkpoint has the figures of the run that
 * executed it, so that two runs can be compared by what was computed for their results.
 *
 * @param run the run as it reported itself
 * @param executed the same with the figures of every stage's execution
 * @param executedBy ids of other runs that executed stages, by stage
 * @param tokens tokens of all stages; null if a run that executed one of them is not in the history
 * @param stageCost cost of all stages; null if it is unknown for one of them
 */
record ExecutedRun(
        RunReport run,
        RunReport executed,
        Map<String, String> executedBy,
        @Nullable Long tokens,
        @Nullable BigDecimal stageCost) {

    /**
     * Completes a run.
     *
     * @param runs returns the report of a run by its id; empty if it is unknown
     */
    static ExecutedRun of(RunReport run, Function<String, Optional<RunReport>> runs) {
        List<StageReport> stages = new ArrayList<>();
        Map<String, String> executedBy = new LinkedHashMap<>();
        Long tokens = 0L;
        BigDecimal cost = BigDecimal.ZERO;
        for (int i = 0; i < run.stages().size(); i++) {
            Execution execution = execution(run, i, runs);
            stages.add(execution.stage);
            if (execution.otherRun != null) {
                executedBy.put(execution.stage.id(), execution.otherRun);
            }
            tokens = tokens == null || !execution.known
                    ? null
                    : (Long) (tokens + execution.stage.calls().tokens());
            cost = cost == null || execution.cost == null ? null : cost.add(execution.cost);
        }
        return new ExecutedRun(run, run.toBuilder().stages(stages).build(), executedBy, tokens, cost);
    }

    /** Returns the number of stages that the run took from checkpoints. */
    long skipped() {
        return run.stages().stream().filter(stage -> !stage.executed()).count();
    }

    /**
     * How a stage was executed.
     *
     * @param known whether the calls of the stage are known
     * @param cost null if unknown
     * @param otherRun null if the run itself executed the stage
     */
    private record Execution(StageReport stage, boolean known, @Nullable BigDecimal cost, @Nullable String otherRun) {}

    private static Execution execution(RunReport run, int position, Function<String, Optional<RunReport>> runs) {
        StageReport stage = run.stages().get(position);
        if (stage.executed()) {
            return new Execution(stage, true, cost(run, position), null);
        }
        OriginalStage original = stage.original();
        if (original == null) {
            return new Execution(stage, false, null, null);
        }
        Optional<RunReport> other = runs.apply(original.runId());
        int there = other.map(report -> position(report, stage.id())).orElse(-1);
        if (there >= 0) {
            RunReport executor = other.orElseThrow();
            boolean sameMoney =
                    Objects.equals(executor.totals().currency(), run.totals().currency());
            BigDecimal cost = sameMoney ? cost(executor, there) : null;
            return new Execution(executor.stages().get(there), true, cost, original.runId());
        }
        StageReport done = stage.toBuilder()
                .status(StageStatus.DONE)
                .wallSeconds(original.wallSeconds())
                .build();
        return new Execution(done, false, original.cost(), original.runId());
    }

    /** Returns where in a report a stage is that was executed to its end; -1 if there is none. */
    private static int position(RunReport report, String id) {
        for (int i = report.stages().size() - 1; i >= 0; i--) {
            StageReport stage = report.stages().get(i);
            if (stage.id().equals(id) && stage.status() == StageStatus.DONE) {
                return i;
            }
        }
        return -1;
    }

    private static @Nullable BigDecimal cost(RunReport run, int position) {
        CostReport costs = run.costs();
        CostSplit split = costs == null ? null : costs.stages().get(position).cost();
        return split == null ? null : split.cost();
    }
}
