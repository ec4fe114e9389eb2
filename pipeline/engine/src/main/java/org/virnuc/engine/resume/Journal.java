package org.virnuc.engine.resume;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.virnuc.files.FileRecord;
import org.virnuc.files.FixedNames;
import org.virnuc.files.SmallFile;
import org.virnuc.files.SyncInterval;

/**
 * The list of files that an unfinished stage has finished so far, one JSON line for each. An entry outlives the process
 * when {@link #add} returns, and the machine if the {@link SyncInterval} was due. A line cut off by a crash is skipped,
 * and its file counts as not written. Safe for several threads, whose lines are forced to disk together.
 */
public final class Journal implements AutoCloseable {
    public static final String FILE_NAME = "journal.jsonl";
    private static final Logger LOG = LoggerFactory.getLogger(Journal.class);
    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
            .build();

    private final FileChannel channel;
    private final SyncInterval sync;

    Journal(Path folder, SyncInterval sync) throws IOException {
        this.sync = sync;
        channel = FixedNames.append(folder.resolve(FILE_NAME));
        if (channel.size() > 0) {
            append("\n");
        }
    }

    /** Reads a folder's journal: the last record of each file, by file name. Empty if there is no journal. */
    static Map<String, FileRecord> read(Path folder) throws IOException {
        Map<String, FileRecord> records = new LinkedHashMap<>();
        Path file = folder.resolve(FILE_NAME);
        if (Files.isRegularFile(file)) {
            try {
                SmallFile.text(file, SmallFile.TABLE).lines().forEach(line -> parse(line, records));
            } catch (SmallFile.TooLargeException damaged) {
                LOG.debug("{} has {}", file, damaged.getMessage());
            }
        }
        return records;
    }

    void add(FileRecord file) throws IOException {
        append(JSON.writeValueAsString(file) + "\n");
    }

    private void append(String text) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
        synchronized (channel) {
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
        }
        if (sync.due()) {
            channel.force(true);
            sync.synced();
        }
    }

    private static void parse(String line, Map<String, FileRecord> into) {
        if (line.isBlank()) {
            return;
        }
        try {
            @Nullable FileRecord file = JSON.readValue(line, FileRecord.class);
            if (file != null) {
                into.put(file.name(), file);
            }
        } catch (JsonProcessingException torn) {
            LOG.debug("torn journal line passed over: {}", line);
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
