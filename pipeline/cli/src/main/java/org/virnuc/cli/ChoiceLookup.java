package org.virnuc.cli;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.virnuc.models.store.ListedModel;
import org.virnuc.models.store.ModelCatalog;
import org.virnuc.models.store.ModelStore;
import org.virnuc.telemetry.history.RunHistory;
import org.virnuc.telemetry.history.RunList;
import org.virnuc.telemetry.history.RunRow;

/** Looks up words for a shell to offer: models of this machine and runs of the history. */
final class ChoiceLookup {
    private static final Logger LOG = LoggerFactory.getLogger(ChoiceLookup.class);
    private static final String NEWEST_RUNS = "100";

    /** Words that no shell takes for anything else. Names of models in the hub's cache are those of folders. */
    private static final Pattern HARMLESS = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._/-]*");

    private ChoiceLookup() {}

    /** The words to offer now; none if they cannot be looked up, because nobody reads messages while typing. */
    static List<String> words(Choices choices) {
        try {
            return found(choices)
                    .filter(word -> HARMLESS.matcher(word).matches())
                    .toList();
        } catch (RuntimeException e) {
            LOG.debug("no {} to offer", choices.word(), e);
            return List.of();
        }
    }

    private static Stream<String> found(Choices choices) {
        return switch (choices) {
            case PACKS -> models("pack");
            case DNA_PARTS -> models("dna");
            case PROTEIN_PARTS -> models("protein");
            case HEADS -> models("head");
            case MODELS -> catalog().list().stream().map(ListedModel::name);
            case PUBLISHED -> catalog().published().stream();
            case RUNS -> runs();
            default -> choices.words().stream();
        };
    }

    private static Stream<String> models(String kind) {
        return catalog().list().stream()
                .filter(model -> model.kind().equals(kind))
                .map(ListedModel::name);
    }

    private static ModelCatalog catalog() {
        return new ModelStore(CacheFolder.path()).catalog();
    }

    private static Stream<String> runs() {
        try (RunHistory history = new HistoryOption().open()) {
            return new RunList(history)
                    .rows(new RunFilterOptions().filter(NEWEST_RUNS)).stream().map(RunRow::runId);
        }
    }
}
