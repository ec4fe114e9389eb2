package org.virnuc.training;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.virnuc.calling.confidence.TruthLabels;
import org.virnuc.files.Digests;
import org.virnuc.sequences.InputException;
import org.virnuc.training.TrainingRequest.ClusterSource;
import org.virnuc.training.data.LabelledInput;
import org.virnuc.training.data.Relatives;
import org.virnuc.training.data.Split;

/**
 * The labelled records of a training and how they are split.
 *
 * @param files all files in order
 * @param labels with the clusters that the split used
 * @param found whether the clusters were found by sequence
 */
record TrainingData(List<Path> files, TruthLabels labels, Map<String, Long> bases, boolean found, Split split) {

    /**
     * Reads the labels, finds relatives and splits.
     *
     * @throws InputException if labels are missing or of one kind, clusters are too few, or parts share sequences
     */
    static TrainingData of(TrainingRequest request) throws IOException {
        List<TruthLabels.Source> sources = LabelledInput.sources(request.run().inputs());
        List<Path> files = sources.stream().map(TruthLabels.Source::fasta).toList();
        TruthLabels labels = TruthLabels.of(sources, request.labels());
        labels.checkBoth(request.run().inputs(), "a training");
        Relatives relatives = Relatives.of(files, request.length());
        boolean given = request.clusters() == ClusterSource.GIVEN
                || (request.clusters() == ClusterSource.AUTO && hasClusters(labels));
        TruthLabels clustered = given ? labels : relatives.clustered(labels);
        Split split = Split.of(
                clustered,
                relatives.frames(),
                request.fractions(),
                request.head().seed());
        split.checkLeaks(relatives);
        return new TrainingData(files, clustered, relatives.bases(), !given, split);
    }

    /** A record's cluster is its id where none is given. */
    private static boolean hasClusters(TruthLabels labels) {
        return labels.ids().stream().anyMatch(id -> !labels.of(id).cluster().equals(id));
    }

    /** A table of all records: their labels, clusters and parts. */
    String table() {
        StringBuilder text = new StringBuilder("id\tlabel\tcluster\tgroup\tpart\n");
        for (String id : labels.ids()) {
            TruthLabels.Truth truth = labels.of(id);
            text.append(String.join(
                    "\t",
                    id,
                    truth.viral() ? "viral" : "host",
                    truth.cluster(),
                    truth.group(),
                    split.of(id).word()));
            text.append('\n');
        }
        return text.toString();
    }

    /** SHA-256 of every file by its name. */
    Map<String, String> hashes() throws IOException {
        Map<String, String> hashes = new LinkedHashMap<>();
        for (Path file : files) {
            hashes.put(String.valueOf(file.getFileName()), Digests.ofFile(file));
        }
        return hashes;
    }
}
