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
    RUN_STATUS(Kind.GAUGE, "virnuc.run.status", "1 for the status that the run has.", "status"),
    RUN_START(Kind.GAUGE, "virnuc.run.start.time.seconds", "When the run began, in seconds since 1970."),
    RUN_END(Kind.GAUGE, "virnuc.run.end.time.seconds", "When the run ended, in seconds since 1970."),
    RUN_DURATION(Kind.GAUGE, "virnuc.run.duration.seconds", "Wall time of the run so far or in all."),
    RUN_CPU(Kind.COUNTER, "virnuc.run.cpu.seconds", "CPU time of the process during the run.", "mode"),
    /** Micrometer only. */
    RUN(Kind.TIMER, "virnuc.run", "Wall time of runs.", "status"),
    /** Micrometer only. */
    RUN_COST(Kind.COUNTER, "virnuc.run.cost", "Cost of runs, devices included.", "currency"),
    /** Prometheus' text and Micrometer. */
    QUANTITY(Kind.COUNTER, "virnuc.quantity", "Work done in this run, by what it is.", "name"),
    OUTCOME(Kind.GAUGE, "virnuc.outcome", "Counts of the result, by what they count.", "name"),
    /** Prometheus' text and Micrometer. */
    LOSSES(Kind.COUNTER, "virnuc.telemetry.losses", "Events that some consumer of telemetry did not get."),
    /** Prometheus' text and Micrometer. */
    EVENTS(Kind.COUNTER, "virnuc.events", "Events of the run by class and severity.", "class", "severity"),
    /** Micrometer only. */
    GUARDRAIL_HITS(Kind.COUNTER, "virnuc.guardrail.hits", "What should be looked at twice.", "guardrail", "severity"),

    STAGE_STATUS(Kind.GAUGE, "virnuc.stage.status", "1 for the status that the stage has.", "stage", "status"),
    STAGE_DURATION(Kind.GAUGE, "virnuc.stage.duration.seconds", "Wall time of the stage so far or in all.", "stage"),
    /** Prometheus' text and Micrometer, the latter without the unit. */
    STAGE_ITEMS(Kind.COUNTER, "virnuc.stage.items", "Items that the stage has worked on.", "stage", "unit"),
    STAGE_EXPECTED_ITEMS(
            Kind.GAUGE,
            "virnuc.stage.expected.items",
            "Items that the stage will have worked on, where that is known.",
            "stage",
            "unit"),
    /** Micrometer only. */
    STAGE(Kind.TIMER, "virnuc.stage", "Wall time of stages.", "stage", "status"),
    /** Micrometer only. */
    STAGE_RETRIES(Kind.COUNTER, "virnuc.stage.retries", "Work tried again.", "stage"),
    /** Micrometer only. */
    STAGES_STARTED(Kind.COUNTER, "virnuc.stages.started", "Stages begun.", "stage"),
    /** Micrometer only. */
    STAGES_SKIPPED(Kind.COUNTER, "virnuc.stages.skipped", "Stages taken from a checkpoint.", "stage"),

    MODEL_CALLS("virnuc.model.calls", "Requests to a model; a batch of a local one is a request."),
    /** Prometheus' text and Micrometer. */
    MODEL_ITEMS("virnuc.model.items", "Inputs in those requests."),
    MODEL_PROMPT_TOKENS("virnuc.model.prompt.tokens", "Tokens read, padding not counted."),
    MODEL_CACHED_TOKENS("virnuc.model.cached.tokens", "Those of the prompt tokens that the provider had cached."),
    MODEL_COMPLETION_TOKENS("virnuc.model.completion.tokens", "Tokens generated."),
    MODEL_PADDED_TOKENS("virnuc.model.padded.tokens", "Token slots computed beyond the real tokens."),
    MODEL_CALL_SECONDS("virnuc.model.call.seconds", "Time of the requests, each counted, also side by side."),
    /** Prometheus' text and Micrometer. */
    MODEL_COST("virnuc.model.cost", "Cost of the requests that have a price, in the run's currency."),
    /** Micrometer only. */
    MODEL_CALL(
            Kind.TIMER,
            "virnuc.model.call",
            "Requests to a model; a batch of a local one is a request.",
            "stage",
            "model",
            "provider",
            "device",
            "precision"),
    /** Micrometer only. */
    MODEL_TOKENS(
            Kind.COUNTER,
            "virnuc.model.tokens",
            "Tokens by type; cached ones are among those of the prompt.",
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
