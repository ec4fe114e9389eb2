package org.virnuc.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.virnuc.models.store.ConvertedModels;
import org.virnuc.models.store.ListedModel;
import org.virnuc.models.torchscript.ArchiveCache;
import org.virnuc.telemetry.report.Table;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code virnuc models list}: lists the models. */
@Command(
        name = "list",
        description = "Lists the models there are, and what they were converted to.",
        versionProvider = Version.class,
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Examples:",
            "  virnuc models list",
            "  virnuc models list --output-format json",
            "  HF_HOME=/data/huggingface virnuc models list",
            "",
            "A pack's name goes to --model of predict, a part's name to --dna-model, --protein-model or --head."
        })
final class ModelsListCommand implements Callable<Integer> {
    private static final int SHORT_COMMIT = 12;

    @CommandLine.Mixin
    private FormatOption format = new FormatOption();

    @CommandLine.Spec
    @SuppressWarnings("NullAway.Init")
    private CommandLine.Model.CommandSpec spec;

    @Override
    public Integer call() throws JsonProcessingException {
        List<ListedModel> models = ModelsCommand.store().catalog().list();
        List<ArchiveCache.Entry> converted = new ConvertedModels(CacheFolder.path()).list();
        PrintWriter out = ModelsCommand.out(spec);
        if (format.json()) {
            out.println(json(models, converted));
        } else {
            out.print(text(models, converted));
        }
        out.flush();
        return ExitCode.DONE.number();
    }

    private static String text(List<ListedModel> models, List<ArchiveCache.Entry> converted) {
        Table named = new Table(4, List.of("Name", "Kind", "From", "Revision", "Size"));
        for (ListedModel model : models) {
            String revision = model.revision()
                    .map(r -> r.substring(0, Math.min(SHORT_COMMIT, r.length())))
                    .orElse("-");
            named.add(List.of(model.name(), model.kind(), model.origin(), revision, ModelsCommand.size(model.bytes())));
        }
        Table archives = new Table(3, List.of("Converted", "Precision", "Last used", "Size"));
        for (ArchiveCache.Entry entry : converted) {
            archives.add(List.of(
                    entry.path().getFileName().toString(),
                    entry.variant(),
                    text(entry.lastUsed()),
                    ModelsCommand.size(entry.bytes())));
        }
        return converted.isEmpty() ? named.text() : named.text() + "\n" + archives.text();
    }

    private static String json(List<ListedModel> models, List<ArchiveCache.Entry> converted)
            throws JsonProcessingException {
        List<Map<String, Object>> named = new ArrayList<>();
        for (ListedModel model : models) {
            Map<String, Object> entry = new LinkedHashMap<>();
            entry.put("name", model.name());
            entry.put("kind", model.kind());
            entry.put("from", model.origin());
            model.revision().ifPresent(revision -> entry.put("revision", revision));
            model.path().map(Path::toString).ifPresent(path -> entry.put("path", path));
            entry.put("bytes", model.bytes());
            named.add(entry);
        }
        List<Map<String, Object>> archives = new ArrayList<>();
        for (ArchiveCache.Entry archive : converted) {
            Map<String, Object> entry = new LinkedHashMap<>();
            entry.put("file", archive.path().toString());
            entry.put("family", archive.family());
            entry.put("source_sha256_prefix", archive.sha256());
            entry.put("precision", archive.variant());
            entry.put("graph_version", archive.version());
            entry.put("bytes", archive.bytes());
            entry.put("last_used", text(archive.lastUsed()));
            archives.add(entry);
        }
        return new ObjectMapper()
                .writerWithDefaultPrettyPrinter()
                .writeValueAsString(Map.of("models", named, "converted", archives));
    }

    private static String text(Instant time) {
        return time.truncatedTo(ChronoUnit.SECONDS).toString();
    }
}
