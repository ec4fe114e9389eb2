package org.virnuc.spark;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ExecutorCoresTest {
    private static final String EXECUTOR = "org.apache.spark.executor.CoarseGrainedExecutorBackend --driver-url"
            + " spark://CoarseGrainedScheduler@host:1 --executor-id 3 --hostname host --cores 4 --app-id app-1";

    @Test
    void anExecutorHasTheCoresOfItsCommandAndNeverMoreThanItsMachine() {
        assertThat(ExecutorCores.of(EXECUTOR, 0, 64)).isEqualTo(4);
        assertThat(ExecutorCores.of(EXECUTOR, 0, 2)).isEqualTo(2);
        assertThat(ExecutorCores.of("Backend --cores 0", 0, 2)).isEqualTo(1);
        assertThat(ExecutorCores.of("another.Backend --cores-per-task 4", 0, 8)).isEqualTo(8);
        assertThat(ExecutorCores.of("SparkSubmit --total-executor-cores 9", 0, 8))
                .isEqualTo(8);
    }

    @Test
    void inLocalModeTheMasterSaysHowMany() {
        assertThat(ExecutorCores.ofLocalMaster("local")).isEqualTo(1);
        assertThat(ExecutorCores.ofLocalMaster("local[3]")).isEqualTo(3);
        assertThat(ExecutorCores.ofLocalMaster("local[2, 4]")).isEqualTo(2);
        assertThat(ExecutorCores.ofLocalMaster("local[*]"))
                .isEqualTo(Runtime.getRuntime().availableProcessors());
        assertThat(ExecutorCores.ofLocalMaster("local-cluster[2,1,1024]")).isZero();
        assertThat(ExecutorCores.ofLocalMaster("spark://host:7077")).isZero();
        assertThat(ExecutorCores.of("SparkSubmit --cores 9", 3, 8)).isEqualTo(3);
    }
}
