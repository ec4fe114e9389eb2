package org.virnuc.pipeline.stages;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.virnuc.engine.FinishedStage;
import org.virnuc.engine.QualityWarning;
import org.virnuc.engine.StageOutput;
import org.virnuc.files.OutputFile;

/** A stage's output in a plain folder: files get their names when they are committed. */
final class FolderOutput implements StageOutput {
    private final Path folder;
    private final Map<String, Long> counts = new ConcurrentHashMap<>();
    final List<QualityWarning> warnings = new ArrayList<>();

    FolderOutput(Path folder) throws IOException {
        this.folder = Files.createDirectories(folder);
    }

    @Override
    public OutputFile create(String name) throws IOException {
        return new PlainFile(folder.resolve(name));
    }

    @Override
    public void once(String name, long items, Content content) throws IOException, InterruptedException {
        try (OutputFile file = create(name)) {
            content.writeTo(file);
            file.commit();
        }
    }

    @Override
    public boolean kept(String name) {
        return false;
    }

    @Override
    public void count(String name, long value) {
        counts.put(name, value);
    }

    @Override
    public void warning(QualityWarning warning) {
        warnings.add(warning);
    }

    @Override
    public Path scratch() throws IOException {
        return Files.createDirectories(folder.resolve("scratch"));
    }

    /** The stage as if its manifest had been written. */
    FinishedStage finished() {
        return new FinishedStage(folder, "digest", counts);
    }

    private static final class PlainFile extends OutputFile {
        private final Path target;
        private final Path temporary;
        private final OutputStream out;

        PlainFile(Path target) throws IOException {
            this.target = target;
            this.temporary = target.resolveSibling(target.getFileName() + ".tmp");
            this.out = Files.newOutputStream(temporary);
        }

        @Override
        public void write(int b) throws IOException {
            out.write(b);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            out.write(bytes, offset, length);
        }

        @Override
        public void commit() throws IOException {
            out.close();
            Files.move(temporary, target);
        }

        @Override
        public void close() throws IOException {
            out.close();
            Files.deleteIfExists(temporary);
        }
    }
}
