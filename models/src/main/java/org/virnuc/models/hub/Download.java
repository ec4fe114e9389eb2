package org.virnuc.models.hub;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpHeaders;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.virnuc.files.AtomicFile;
import org.virnuc.models.ModelException;

/**
 * Downloads one address to one file. Bytes are collected in a partial file, which a later attempt, even of another
 * process, continues. The file gets its final name only when it is complete and its hash is right. The caller holds a
 * lock.
 */
final class Download {
    private static final String SUFFIX = ".virnuc.incomplete";
    private static final int BUFFER = 1 << 16;
    private static final Pattern RANGE = Pattern.compile("bytes ([0-9]{1,18})-([0-9]{1,18})/([0-9]{1,18}|\\*)");
    /** The characters allowed in a header. */
    private static final Pattern VALIDATOR = Pattern.compile("[!-~][ -~]{0,500}");

    private static final int PARTIAL_CONTENT = 206;
    private static final int OK = 200;

    private final Http http;
    private final Retry retry;
    private final PullListener listener;
    private final Disk disk;

    Download(Http http, Retry retry, PullListener listener, Disk disk) {
        this.http = http;
        this.retry = retry;
        this.listener = listener;
        this.disk = disk;
    }

    /**
     * The file to download.
     *
     * @param label the file's name in messages
     * @param size bytes; 0 if unknown
     * @param checksum the expected hash; empty if unknown
     */
    record Wanted(URI uri, String label, long size, Optional<Checksum> checksum) {}

    /** Downloads the file, checks it and gives it its final name. */
    void run(Wanted wanted, Path target) throws IOException, InterruptedException {
        Files.createDirectories(target.toAbsolutePath().getParent());
        Path partial = target.resolveSibling(target.getFileName() + SUFFIX);
        boolean resumed = size(partial) > 0;
        if (resumed) {
            listener.note(wanted.label() + ": going on at byte " + size(partial));
        }
        fetch(wanted, partial);
        Optional<String> wrong = mismatch(wanted, partial);
        if (wrong.isPresent() && resumed) {
            listener.note(wanted.label()
                    + ": the rest of an earlier download does not belong to this file; downloading it again");
            forget(partial);
            fetch(wanted, partial);
            wrong = mismatch(wanted, partial);
        }
        if (wrong.isPresent()) {
            forget(partial);
            throw new ModelException(wanted.label() + " from " + Http.shown(wanted.uri())
                    + " is damaged or not the file meant: " + wrong.get() + "; nothing was kept, try again");
        }
        AtomicFile.adopt(partial, target);
        Files.deleteIfExists(validatorFile(partial));
    }

    private void fetch(Wanted wanted, Path partial) throws IOException, InterruptedException {
        retry.until(wanted.label(), () -> size(partial), () -> {
            attempt(wanted, partial);
            return partial;
        });
    }

    private void attempt(Wanted wanted, Path partial) throws IOException, InterruptedException {
        long have = size(partial);
        if (wanted.size() > 0 && have > wanted.size()) {
            forget(partial);
            have = 0;
        }
        if (wanted.size() > 0 && have == wanted.size()) {
            return;
        }
        try (Http.Answer answer = http.get(
                wanted.uri(), headers(partial, have, wanted), http.limits().ofFile())) {
            switch (answer.status()) {
                case OK -> {
                    forget(partial);
                    rememberValidator(answer.headers(), partial);
                    append(wanted, answer.body(), partial, 0, length(answer.headers()));
                }
                case PARTIAL_CONTENT ->
                    append(wanted, answer.body(), partial, have, rangeTotal(answer.headers(), have));
                default -> {
                    forget(partial);
                    throw new IOException("the server has no byte " + have);
                }
            }
        }
    }

    /**
     * The headers for a partial download. Without a known hash, the rest is requested only if the server can confirm
     * that the file has not changed.
     */
    private static Map<String, String> headers(Path partial, long have, Wanted wanted) throws IOException {
        Map<String, String> headers = new LinkedHashMap<>();
        Path file = validatorFile(partial);
        Optional<String> validator = Files.exists(file)
                ? Optional.of(Files.readString(file, StandardCharsets.ISO_8859_1))
                        .filter(text -> VALIDATOR.matcher(text).matches())
                : Optional.empty();
        if (have > 0 && (validator.isPresent() || wanted.checksum().isPresent())) {
            headers.put("Range", "bytes=" + have + "-");
            validator.ifPresent(text -> headers.put("If-Range", text));
        }
        return headers;
    }

    private void append(Wanted wanted, InputStream body, Path partial, long from, long announced)
            throws IOException, InterruptedException {
        long total = wanted.size() > 0 ? wanted.size() : announced;
        if (total > 0) {
            refuseWithoutSpace(wanted, partial, total - from);
        }
        long most = total > 0 ? total : http.limits().mostOfUnknownSize();
        long position = from;
        byte[] buffer = new byte[BUFFER];
        try (FileChannel out = Disk.get(partial, () -> disk.append(partial))) {
            for (int count = body.read(buffer); count >= 0; count = body.read(buffer)) {
                position += count;
                if (position > most) {
                    throw new ModelException(wanted.label() + " from " + Http.shown(wanted.uri())
                            + " has more than the " + most + " bytes it "
                            + (total > 0 ? "should have" : "may have when its size is unknown")
                            + "; nothing was kept, try again");
                }
                ByteBuffer bytes = ByteBuffer.wrap(buffer, 0, count);
                Disk.run(partial, () -> writeFully(out, bytes));
                listener.progress(wanted.label(), position, total);
                if (Thread.interrupted()) {
                    throw new InterruptedException("cancelled");
                }
            }
            Disk.run(partial, () -> out.force(true));
        } catch (ModelException e) {
            forget(partial);
            throw e;
        }
        if (position < total) {
            throw new IOException("the connection ended after " + position + " of " + total + " bytes");
        }
    }

    private void refuseWithoutSpace(Wanted wanted, Path partial, long bytes) {
        Path folder = Objects.requireNonNull(partial.toAbsolutePath().getParent());
        long free = Disk.get(partial, () -> disk.free(folder));
        if (bytes > free) {
            throw new ModelException(wanted.label() + " needs " + (bytes >> 20) + " MiB, but only " + (free >> 20)
                    + " MiB are free at " + folder
                    + "; free some space, the same command goes on where this one stopped");
        }
    }

    private static void writeFully(FileChannel out, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            out.write(bytes);
        }
    }

    /** The length that a response announces; 0 if it announces none. */
    private static long length(HttpHeaders headers) {
        String length = headers.firstValue("Content-Length").orElse("");
        return length.matches("[0-9]{1,18}") ? Long.parseLong(length) : 0;
    }

    private static long rangeTotal(HttpHeaders headers, long have) throws IOException {
        Matcher range = RANGE.matcher(headers.firstValue("Content-Range").orElse(""));
        if (!range.matches() || Long.parseLong(range.group(1)) != have) {
            throw new IOException("the server sent a different part of the file than requested");
        }
        return range.group(3).equals("*") ? 0 : Long.parseLong(range.group(3));
    }

    /** Saves the validator of a response: a strong entity tag, or otherwise the modification date. */
    private static void rememberValidator(HttpHeaders headers, Path partial) {
        Optional<String> validator = headers.firstValue("ETag")
                .filter(tag -> tag.startsWith("\""))
                .or(() -> headers.firstValue("Last-Modified"))
                .filter(text -> VALIDATOR.matcher(text).matches());
        if (validator.isPresent()) {
            Disk.run(partial, () -> Files.writeString(validatorFile(partial), validator.get()));
        }
    }

    private static Optional<String> mismatch(Wanted wanted, Path partial) throws IOException {
        if (wanted.checksum().isEmpty()) {
            return Optional.empty();
        }
        Checksum expected = wanted.checksum().get();
        String found = expected.of(partial);
        return found.equals(expected.hex())
                ? Optional.empty()
                : Optional.of("its " + expected.kind().word() + " is " + found + ", expected " + expected.hex());
    }

    private static Path validatorFile(Path partial) {
        return partial.resolveSibling(partial.getFileName() + ".etag");
    }

    private static void forget(Path partial) {
        Disk.run(partial, () -> {
            Files.deleteIfExists(partial);
            Files.deleteIfExists(validatorFile(partial));
        });
    }

    private static long size(Path file) throws IOException {
        return Files.exists(file) ? Files.size(file) : 0;
    }
}
