package org.virnuc.telemetry.export;

import java.util.List;

/**
 * All metrics of runs with their names, help texts and labels, shared by {@link RunMetrics} and {@link MicrometerSink}.
 * Constants without a comment occur in Prometheus' text only. A Micrometer registry is shared by many runs and adds up
 * values itself; it therefore has timers in place of durations and counts, and no metrics for the state of a single
 * run.
 */
enum RunMetric {
    RUN_INFO(Kind.GAUGE, "virnuc.run.info", "The run; always 1.", "run_id", "version"),
    RUN_STATUS(Kind.GAUGE, "virnuc.run.status", "1 for the current status of the run, 0 for the others.", "status"),
    RUN_START(Kind.GAUGE, "virnuc.run.start.time.seconds", "Start of the run, in seconds since 1970."),
    RUN_END(Kind.GAUGE, "virnuc.run.end.time.seconds", "End of the run, in seconds since 1970."),
    RUN_DURATION(Kind.GAUGE, "virnuc.run.duration.seconds", "Wall time of the run so far, or in total."),
    RUN_CPU(Kind.COUNTER, "virnuc.run.cpu.seconds", "CPU time of the process during the run.", "mode"),
    /** Micrometer only. */
    RUN(Kind.TIMER, "virnuc.run", "Wall time of runs.", "status"),
    /** Prometheus' text, and Micrometer, where the costs of runs add up. */
    RUN_COST(Kind.GAUGE, "virnuc.run.cost", "Cost of the run so far, or in total, devices included.", "currency"),
    /** Prometheus' text and Micrometer. */
    QUANTITY(Kind.COUNTER, "virnuc.quantity", "Work done in this run, by quantity.", "name"),
    OUTCOME(Kind.GAUGE, "virnuc.outcome", "Counts that summarise the result, by name.", "name"),
    /** Prometheus' text and Micrometer. */
    LOSSES(Kind.COUNTER, "virnuc.telemetry.losses", "Events that a telemetry sink missed."),
    /** Prometheus' text and Micrometer. */
    EVENTS(Kind.COUNTER, "virnuc.events", "Events of the run by class and severity.", "class", "severity"),
    GPU_INFO(Kind.GAUGE, "virnuc.gpu.info", "A GPU of the run; always 1.", "device", "type"),
    GPU_UTILIZATION(
            Kind.GAUGE, "virnuc.gpu.utilization.ratio", "Mean share of the run in which a GPU computed.", "device"),
    GPU_MEMORY(Kind.GAUGE, "virnuc.gpu.memory.peak.bytes", "Most memory of a GPU in use, by any process.", "device"),
    GPU_POWER(Kind.GAUGE, "virnuc.gpu.power.watts", "Mean power of a GPU during the run.", "device"),
    GPU_ENERGY(Kind.COUNTER, "virnuc.gpu.energy.joules", "Energy of a GPU during the run.", "device"),
    GPU_TEMPERATURE(Kind.GAUGE, "virnuc.gpu.temperature.peak.celsius", "Highest temperature of a GPU.", "device"),
    GPU_THROTTLED(
            Kind.GAUGE,
            "virnuc.gpu.throttled.ratio",
            "Share of samples in which heat or power held a GPU down.",
            "device"),
    ENERGY(Kind.GAUGE, "virnuc.energy.joules.per.million", "Energy of all GPUs for a million of a quantity.", "name"),
    /** Micrometer only. */
    GUARDRAIL_HITS(
            Kind.COUNTER,
            "virnuc.guardrail.hits",
            "Guardrail hits, by guardrail and severity.",
            "guardrail",
            "severity"),

    STAGE_STATUS(
            Kind.GAUGE,
            "virnuc.stage.status",
            "1 for the current status of the stage, 0 for the others.",
            "stage",
            "status"),
    STAGE_DURATION(Kind.GAUGE, "virnuc.stage.duration.seconds", "Wall time of the stage so far, or in total.", "stage"),
    /** Prometheus' text and Micrometer, the latter without the unit. */
    STAGE_ITEMS(Kind.COUNTER, "virnuc.stage.items", "Items that the stage has processed.", "stage", "unit"),
    STAGE_EXPECTED_ITEMS(
            Kind.GAUGE,
            "virnuc.stage.expected.items",
            "Items that the stage is expected to process, if known.",
            "stage",
            "unit"),
    /** Prometheus' text, and Micrometer, where the costs of runs add up. */
    STAGE_COST(
            Kind.GAUGE,
            "virnuc.stage.cost",
            "Cost of the stage so far, or in total, devices included; with \"outside stages\", they add up to the run.",
            "stage",
            "currency"),
    /** Micrometer only. */
    STAGE(Kind.TIMER, "virnuc.stage", "Wall time of stages.", "stage", "status"),
    /** Micrometer only. */
    STAGE_RETRIES(Kind.COUNTER, "virnuc.stage.retries", "Retries of failed work.", "stage"),
    /** Micrometer only. */
    STAGES_STARTED(Kind.COUNTER, "virnuc.stages.started", "Stages started.", "stage"),
    /** Micrometer only. */
    STAGES_SKIPPED(Kind.COUNTER, "virnuc.stages.skipped", "Stages taken from a checkpoint.", "stage"),

    MODEL_CALLS("virnuc.model.calls", "Requests to a model; a batch of a local model is one request."),
    /** Prometheus' text and Micrometer. */
    MODEL_ITEMS("virnuc.model.items", "Inputs in those requests."),
    MODEL_PROMPT_TOKENS("virnuc.model.prompt.tokens", "Tokens read, without padding."),
    MODEL_CACHED_TOKENS("virnuc.model.cached.tokens", "Prompt tokens that came from the provider's cache."),
    MODEL_COMPLETION_TOKENS("virnuc.model.completion.tokens", "Tokens generated."),
    MODEL_PADDED_TOKENS("virnuc.model.padded.tokens", "Token slots computed in addition to the real tokens."),
    MODEL_CALL_SECONDS("virnuc.model.call.seconds", "Duration of the requests; concurrent requests all count in full."),
    /** Prometheus' text and Micrometer. */
    MODEL_COST(
            "virnuc.model.cost", "Cost of the requests that have a price, by tokens and time, in the run's currency."),
    /** Micrometer only. */
    MODEL_CALL(
            Kind.TIMER,
            "virnuc.model.call",
            "Requests to a model; a batch of a local model is one request.",
            "stage",
            "model",
            "provider",
            "device",
            "precision"),
    /** Micrometer only. */
    MODEL_TOKENS(
            Kind.COUNTER,
            "virnuc.model.tokens",
            "Tokens by type; cached tokens are part of the prompt.",
            "stage",
            "model",
            "provider",
            "device",
            "precision",
            "type");

    /** How the value of a metric changes. */
    enum Kind {
        COUNTER("counter"),
        GAUGE("gauge"),
        TIMER("summary");

        private final String word;

        Kind(String word) {
            this.word = word;
        }

        /** Returns the type as Prometheus' text names it. */
        String word() {
            return word;
        }
    }

    private final Kind kind;
    private final String dotted;
    private final String help;

    @SuppressWarnings("ImmutableEnumChecker") // created by List.of
    private final List<String> labels;

    RunMetric(Kind kind, String dotted, String help, String... labels) {
        this.kind = kind;
        this.dotted = dotted;
        this.help = help;
        this.labels = List.of(labels);
    }

    /** Declares a counter with the labels stage and model. */
    RunMetric(String dotted, String help) {
        this(Kind.COUNTER, dotted, help, "stage", "model", "provider", "device", "precision");
    }

    Kind kind() {
        return kind;
    }

    /** Returns the name in Micrometer, whose registries adapt it to the conventions of their back end. */
    String dotted() {
        return dotted;
    }

    /** Returns the name in Prometheus' text. */
    String prometheus() {
        return dotted.replace('.', '_') + (kind == Kind.COUNTER ? "_total" : "");
    }

    /** Returns the help text, one line for people. */
    String help() {
        return help;
    }

    /** Returns the names of the labels. */
    List<String> labels() {
        return labels;
    }
}
