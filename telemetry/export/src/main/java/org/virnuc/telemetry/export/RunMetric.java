package org.virnuc.telemetry.export;

import java.util.List;

/**
 * The metrics of runs, each with its name, help and labels, for {@link RunMetrics} and {@link MicrometerSink} alike. One without a note is
 * in Prometheus' text only. A registry, which many runs share and which sums by itself, has timers in place of durations and counts, and
 * nothing about the state of a single run.
 */
enum RunMetric {
    RUN_INFO(Kind.GAUGE, "virnuc.run.info", "The run; always 1.", "run_id", "version"),
    RUN_STATUS(Kind.GAUGE, "virnuc.run.status", "1 for the status that the run has.", "status"),
    RUN_START(Kind.GAUGE, "virnuc.run.start.time.seconds", "When the run began, in seconds since 1970."),
    RUN_END(Kind.GAUGE, "virnuc.run.end.time.seconds", "When the run ended, in seconds since 1970."),
    RUN_DURATION(Kind.GAUGE, "virnuc.run.duration.seconds", "Wall time of the run so far or in all."),
    RUN_CPU(Kind.COUNTER, "virnuc.run.cpu.seconds", "CPU time of the process during the run.", "mode"),
    /** In registries only. */
    RUN(Kind.TIMER, "virnuc.run", "Wall time of runs.", "status"),
    /** In registries only. */
    RUN_COST(Kind.COUNTER, "virnuc.run.cost", "Cost of runs, devices included.", "currency"),
    /** Also in registries. */
    QUANTITY(Kind.COUNTER, "virnuc.quantity", "Work done in this run, by what it is.", "name"),
    OUTCOME(Kind.GAUGE, "virnuc.outcome", "Counts of the result, by what they count.", "name"),
    /** Also in registries. */
    LOSSES(Kind.COUNTER, "virnuc.telemetry.losses", "Events that some consumer of telemetry did not get."),
    /** Also in registries. */
    EVENTS(Kind.COUNTER, "virnuc.events", "Events of the run by class and severity.", "class", "severity"),
    /** In registries only. */
    GUARDRAIL_HITS(Kind.COUNTER, "virnuc.guardrail.hits", "What should be looked at twice.", "guardrail", "severity"),

    STAGE_STATUS(Kind.GAUGE, "virnuc.stage.status", "1 for the status that the stage has.", "stage", "status"),
    STAGE_DURATION(Kind.GAUGE, "virnuc.stage.duration.seconds", "Wall time of the stage so far or in all.", "stage"),
    /** Also in registries, without the unit. */
    STAGE_ITEMS(Kind.COUNTER, "virnuc.stage.items", "Items that the stage has worked on.", "stage", "unit"),
    STAGE_EXPECTED_ITEMS(
            Kind.GAUGE,
            "virnuc.stage.expected.items",
            "Items that the stage will have worked on, where that is known.",
            "stage",
            "unit"),
    /** In registries only. */
    STAGE(Kind.TIMER, "virnuc.stage", "Wall time of stages.", "stage", "status"),
    /** In registries only. */
    STAGE_RETRIES(Kind.COUNTER, "virnuc.stage.retries", "Work tried again.", "stage"),
    /** In registries only. */
    STAGES_STARTED(Kind.COUNTER, "virnuc.stages.started", "Stages begun.", "stage"),
    /** In registries only. */
    STAGES_SKIPPED(Kind.COUNTER, "virnuc.stages.skipped", "Stages taken from a checkpoint.", "stage"),

    MODEL_CALLS("virnuc.model.calls", "Requests to a model; a batch of a local one is a request."),
    /** Also in registries. */
    MODEL_ITEMS("virnuc.model.items", "Inputs in those requests."),
    MODEL_PROMPT_TOKENS("virnuc.model.prompt.tokens", "Tokens read, padding not counted."),
    MODEL_CACHED_TOKENS("virnuc.model.cached.tokens", "Those of the prompt tokens that the provider had cached."),
    MODEL_COMPLETION_TOKENS("virnuc.model.completion.tokens", "Tokens generated."),
    MODEL_PADDED_TOKENS("virnuc.model.padded.tokens", "Token slots computed beyond the real tokens."),
    MODEL_CALL_SECONDS("virnuc.model.call.seconds", "Time of the requests, each counted, also side by side."),
    /** Also in registries. */
    MODEL_COST("virnuc.model.cost", "Cost of the requests that have a price, in the run's currency."),
    /** In registries only. */
    MODEL_CALL(
            Kind.TIMER,
            "virnuc.model.call",
            "Requests to a model; a batch of a local one is a request.",
            "stage",
            "model",
            "provider",
            "device",
            "precision"),
    /** In registries only. */
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

    /** How a metric changes. */
    enum Kind {
        COUNTER("counter"),
        GAUGE("gauge"),
        TIMER("summary");

        private final String word;

        Kind(String word) {
            this.word = word;
        }

        /** The type in Prometheus' text. */
        String word() {
            return word;
        }
    }

    private final Kind kind;
    private final String dotted;
    private final String help;

    @SuppressWarnings("ImmutableEnumChecker") // made by List.of
    private final List<String> labels;

    RunMetric(Kind kind, String dotted, String help, String... labels) {
        this.kind = kind;
        this.dotted = dotted;
        this.help = help;
        this.labels = List.of(labels);
    }

    /** A counter by stage and model. */
    RunMetric(String dotted, String help) {
        this(Kind.COUNTER, dotted, help, "stage", "model", "provider", "device", "precision");
    }

    Kind kind() {
        return kind;
    }

    /** The name in registries, which change it to what their back end expects. */
    String dotted() {
        return dotted;
    }

    /** The name in Prometheus' text. */
    String prometheus() {
        return dotted.replace('.', '_') + (kind == Kind.COUNTER ? "_total" : "");
    }

    /** One line for people. */
    String help() {
        return help;
    }

    /** Names of what tells its values apart. */
    List<String> labels() {
        return labels;
    }
}
