package org.virnuc.calling.confidence;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.virnuc.engine.UsageException;
import org.virnuc.files.Reason;
import org.virnuc.files.SmallFile;
import org.virnuc.sequences.InputException;
import org.virnuc.sequences.InputFile;
import org.virnuc.sequences.Quoted;

/** The true classes of the records of labelled files, read from their headers, their folders or a table. */
public final class TruthLabels {
    /** That of UTF-8, which spreadsheets write. */
    private static final String BYTE_ORDER_MARK = "\u00ef\u00bb\u00bf";

    private static final String VIRAL = "viral";
    private static final String HOST = "host";
    private static final String MEND =
            "; write label=viral or label=host into the header, or give a table of labels with `labels` FILE";

    private static final String TABLE_MEND = "; correct the column label";

    private final Map<String, Truth> byId;
    private final Set<String> leftOut;

    private TruthLabels(Map<String, Truth> byId, Set<String> leftOut) {
        this.byId = byId;
        this.leftOut = leftOut;
    }

    /**
     * A file of labelled records.
     *
     * @param viral the label of all its records; empty where headers or a table have the labels
     */
    public record Source(Path fasta, Optional<Boolean> viral) {}

    /**
     * The true class of a record.
     *
     * @param cluster cluster of related records; the record's id if unknown
     * @param group kind of virus or host; empty if unknown
     */
    public record Truth(boolean viral, String cluster, String group) {
        /** Returns this label with another cluster. */
        public Truth in(String other) {
            return new Truth(viral, other, group);
        }
    }

    /**
     * Reads headers such as {@code >ID label=viral cluster=C1 group=RNA-virus}; cluster and group may be missing.
     *
     * @throws InputException naming the first record without a label or with a repeated id
     */
    public static TruthLabels ofHeaders(Path fasta) throws IOException {
        return of(List.of(new Source(fasta, Optional.empty())), Optional.empty());
    }

    /**
     * Reads the ids of a file, and their labels from a tab-separated table with the columns {@code id}, {@code label}
     * and, where known, {@code cluster} and {@code group}.
     *
     * @throws UsageException if the file is not such a table
     * @throws InputException naming the first record that is not in the table
     */
    public static TruthLabels ofTable(Path fasta, Path table) throws IOException {
        return of(List.of(new Source(fasta, Optional.empty())), Optional.of(table));
    }

    /**
     * Reads the labels of several files. A file's own label wins over headers, a table over both.
     *
     * @throws UsageException where the table is none
     * @throws InputException naming the first record without a label, or twice the same id
     */
    public static TruthLabels of(List<Source> sources, Optional<Path> table) throws IOException {
        Optional<Map<String, Truth>> rows = table.map(TruthLabels::table);
        Map<String, Truth> labels = new LinkedHashMap<>();
        for (Source source : sources) {
            read(source, rows, labels);
        }
        return of(labels);
    }

    /** Labels by the ids of records. */
    public static TruthLabels of(Map<String, Truth> labels) {
        return new TruthLabels(Collections.unmodifiableMap(new LinkedHashMap<>(labels)), Set.of());
    }

    /** Returns the labels of some records; scores of the others are ignored. */
    public TruthLabels only(Predicate<String> ids) {
        Map<String, Truth> kept = new LinkedHashMap<>();
        Set<String> others = new HashSet<>();
        byId.forEach((id, truth) -> {
            if (ids.test(id)) {
                kept.put(id, truth);
            } else {
                others.add(id);
            }
        });
        return new TruthLabels(kept, others);
    }

    private static void read(Source source, Optional<Map<String, Truth>> table, Map<String, Truth> labels)
            throws IOException {
        String name = InputFile.name(source.fasta());
        try (BufferedReader lines = new BufferedReader(
                new InputStreamReader(InputFile.open(source.fasta(), name), StandardCharsets.ISO_8859_1))) {
            long number = 0;
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                number++;
                if (!line.startsWith(">")) {
                    continue;
                }
                String where = name + ", line " + number + ": ";
                String id = line.substring(1).strip().split("\\s", 2)[0];
                Truth label =
                        table.isPresent() ? table.get().get(id) : ofHeader(line, new At(id, where), source.viral());
                if (label == null) {
                    throw new InputException(where + "record " + Quoted.of(id) + " has no row in the table of labels");
                }
                if (labels.put(id, label) != null) {
                    throw new InputException(where + "record " + Quoted.of(id)
                            + " is there twice, so its scores could not be told apart; rename one");
                }
            }
        }
    }

    /** The record that a header begins. */
    private record At(String id, String where) {}

    private static Truth ofHeader(String line, At record, Optional<Boolean> ofFile) {
        boolean viral = ofFile.orElseGet(() -> viral(
                field(line, "label")
                        .orElseThrow(() -> new InputException(
                                record.where() + "record " + Quoted.of(record.id()) + " has no label" + MEND)),
                record.where(),
                MEND));
        return new Truth(
                viral,
                field(line, "cluster").orElse(record.id()),
                field(line, "group").orElse(""));
    }

    private static boolean viral(String label, String where, String mend) {
        if (!label.equals(VIRAL) && !label.equals(HOST)) {
            throw new InputException(where + "the label is " + Quoted.of(label) + ", expected viral or host" + mend);
        }
        return label.equals(VIRAL);
    }

    private static Optional<String> field(String header, String name) {
        return Arrays.stream(header.split("\\s"))
                .filter(word -> word.startsWith(name + "="))
                .map(word -> word.substring(name.length() + 1))
                .findFirst();
    }

    private static Map<String, Truth> table(Path table) {
        List<String> lines;
        try {
            String text = new String(SmallFile.read(table, SmallFile.TABLE), StandardCharsets.ISO_8859_1);
            lines = (text.startsWith(BYTE_ORDER_MARK) ? text.substring(BYTE_ORDER_MARK.length()) : text)
                    .lines()
                    .toList();
        } catch (IOException e) {
            throw new UsageException("cannot read `labels` " + table + " (" + Reason.of(e) + "); check the path", e);
        }
        List<String> columns =
                lines.isEmpty() ? List.of() : List.of(lines.get(0).split("\t", -1));
        if (!columns.contains("id") || !columns.contains("label")) {
            throw new UsageException("`labels` " + table + ", line 1: expected tab-separated columns id and label, and"
                    + " cluster and group where known; found " + columns);
        }
        Map<String, Truth> labels = new LinkedHashMap<>();
        for (int i = 1; i < lines.size(); i++) {
            String where = table + ", line " + (i + 1) + ": ";
            List<String> cells = List.of(lines.get(i).split("\t", -1));
            if (lines.get(i).isBlank()) {
                continue;
            }
            if (cells.size() != columns.size()) {
                throw new UsageException(where + cells.size() + " columns, expected " + columns.size());
            }
            String id = cells.get(columns.indexOf("id"));
            String cluster = cell(columns, cells, "cluster");
            boolean viral = viral(cells.get(columns.indexOf("label")), where, TABLE_MEND);
            Truth truth = new Truth(viral, cluster.isEmpty() ? id : cluster, cell(columns, cells, "group"));
            Truth before = labels.put(id, truth);
            if (before != null && !before.equals(truth)) {
                throw new UsageException(
                        where + "id " + Quoted.of(id) + " is there twice, and not as the same; keep one of them");
            }
        }
        return labels;
    }

    private static String cell(List<String> columns, List<String> cells, String name) {
        int at = columns.indexOf(name);
        return at < 0 ? "" : cells.get(at);
    }

    /** The ids of all records, in the order of the files. */
    public Set<String> ids() {
        return byId.keySet();
    }

    /** Whether a record has a label that does not count here. */
    boolean leavesOut(String id) {
        return leftOut.contains(id);
    }

    /** The label of a record of the file. */
    public Truth of(String id) {
        Truth label = byId.get(id);
        if (label == null) {
            throw new IllegalStateException("record " + Quoted.of(id) + " has scores and no label");
        }
        return label;
    }

    /**
     * Checks that there are records of both labels.
     *
     * @param inputs what the labels are of, for the message
     * @param needing what needs both, as in "a training"
     * @throws InputException naming the inputs
     */
    public void checkBoth(List<Path> inputs, String needing) {
        if (count(true) == 0 || count(false) == 0) {
            throw new InputException(
                    String.join(", ", inputs.stream().map(Path::toString).toList()) + ": " + count(true) + " viral and "
                            + count(false) + " host records; " + needing + " needs both, so add "
                            + (count(true) == 0 ? "viral" : "host") + " records");
        }
    }

    /** The number of records with a label. */
    public long count(boolean viral) {
        return byId.values().stream().filter(label -> label.viral() == viral).count();
    }

    /** The number of clusters. */
    public long clusters() {
        return byId.values().stream()
                .map(label -> label.viral() + " " + label.cluster())
                .distinct()
                .count();
    }
}
