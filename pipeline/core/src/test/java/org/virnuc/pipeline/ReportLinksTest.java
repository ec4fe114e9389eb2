package org.virnuc.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code report.html} links what lies beside it: every file of the run, and nothing else. */
class ReportLinksTest {
    @Test
    void everyFileOfTheRun(@TempDir Path folder) throws IOException, InterruptedException {
        Path input = Files.writeString(folder.resolve("in.fa"), ">r1\n" + "CG".repeat(300) + "\n");
        Path out = folder.resolve("out");
        RealRun.mini().run(input, out);
        assertThat(linked(out)).containsExactlyInAnyOrderElementsOf(there(out)).contains("run.json", "work");
        RealRun.mini().clean().run(input, out);
        assertThat(linked(out)).containsExactlyInAnyOrderElementsOf(there(out)).doesNotContain("work");
    }

    private static List<String> linked(Path out) throws IOException {
        String page = Files.readString(out.resolve("report.html"));
        return Pattern.compile("<li><a href=\"([^\"]+)\">")
                .matcher(page.substring(page.indexOf("<section id=\"files\">")))
                .results()
                .map((MatchResult link) -> link.group(1))
                .toList();
    }

    private static List<String> there(Path out) throws IOException {
        try (Stream<Path> files = Files.list(out)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> !name.startsWith(".") && !name.equals("report.html"))
                    .toList();
        }
    }
}
