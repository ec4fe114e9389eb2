package org.virnuc.telemetry.history.export;

import java.awt.Color;
import java.io.IOException;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Calendar;
import java.util.Comparator;
import java.util.GregorianCalendar;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TimeZone;
import java.util.stream.Collectors;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDDocumentInformation;
import org.apache.pdfbox.pdmodel.font.PDFont;
import org.virnuc.telemetry.history.HistoryStatus;
import org.virnuc.telemetry.history.RunList;
import org.virnuc.telemetry.history.RunRow;
import org.virnuc.telemetry.history.RunTable;
import org.virnuc.telemetry.report.Figures;

/**
 * A PDF report of two pages: the number of runs, their time and cost and the stages that took longest, then a table of
 * the newest runs.
 */
public final class PdfReport {
    private static final float LEFT = 80;
    private static final float RIGHT = PdfCanvas.WIDTH - 45;
    private static final float CHART = 95;
    private static final int ROWS = 45;
    private static final int STAGES = 9;

    private final List<RunRow> rows;
    private final List<RunList.StageSum> stages;
    private final HistoryFigures figures;
    private final SpendingTables spending;
    private final List<RunList.ModelSum> models;

    /**
     * Creates a report.
     *
     * @param rows the runs; the figures of a sample are in those of the run of its sheet
     * @param stages total time of each stage over these runs
     */
    public PdfReport(List<RunRow> rows, List<RunList.StageSum> stages) {
        this(rows, stages, List.of());
    }

    /** Creates a report of runs in a history. */
    public static PdfReport of(RunList list, List<RunRow> rows) {
        List<String> currencies = new HistoryFigures(rows).currencies();
        return new PdfReport(
                rows, list.stageSums(rows), list.modelSums(rows, currencies.isEmpty() ? null : currencies.get(0)));
    }

    private PdfReport(List<RunRow> rows, List<RunList.StageSum> stages, List<RunList.ModelSum> models) {
        Set<String> ids = rows.stream().map(RunRow::runId).collect(Collectors.toSet());
        this.rows = rows.stream()
                .filter(row -> !ids.contains(row.description().parentRunId()))
                .toList();
        this.stages = List.copyOf(stages);
        this.figures = new HistoryFigures(this.rows);
        List<String> currencies = figures.currencies();
        this.spending = new SpendingTables(rows, currencies.isEmpty() ? "" : currencies.get(0));
        this.models = List.copyOf(models);
    }

    /** Writes the document. */
    public void write(OutputStream out) throws IOException {
        try (PDDocument document = new PDDocument()) {
            document.setDocumentInformation(information());
            PDFont font = PdfCanvas.font(document);
            try (PdfCanvas page = new PdfCanvas(document, font)) {
                first(page);
            }
            if (!rows.isEmpty()) {
                try (PdfCanvas page = new PdfCanvas(document, font)) {
                    spending(page);
                }
                try (PdfCanvas page = new PdfCanvas(document, font)) {
                    second(page);
                }
            }
            document.save(out);
        }
    }

    private static PDDocumentInformation information() {
        PDDocumentInformation information = new PDDocumentInformation();
        information.setTitle("VirNuc: history of runs");
        information.setCreator("VirNuc");
        Calendar now = new GregorianCalendar(TimeZone.getTimeZone("UTC"), Locale.ROOT);
        information.setCreationDate(now);
        return information;
    }

    private void first(PdfCanvas page) throws IOException {
        float y = PdfCanvas.HEIGHT - 60;
        page.text(45, y, 20, PdfCanvas.INK, "VirNuc: history of runs");
        page.text(45, y - 18, 10, PdfCanvas.FAINT, period());
        page.text(45, y - 40, 10, PdfCanvas.INK, totals());
        y -= 75;
        y = chart(page, y, "Runs (done below, others above)", figures.runsOverTime(), "");
        y = chart(page, y, "Hours of wall time", figures.hoursOverTime(), " h");
        List<String> currencies = figures.currencies();
        if (!currencies.isEmpty()) {
            String currency = currencies.get(0);
            y = chart(
                    page,
                    y,
                    "Cost in " + (currency.isEmpty() ? "the sheet's currency" : currency),
                    figures.costOverTime(currency),
                    "");
        }
        stages(page, y);
    }

    private float chart(PdfCanvas page, float top, String title, List<HistoryFigures.Bar> bars, String unit)
            throws IOException {
        page.text(45, top, 11, PdfCanvas.INK, title);
        double most = bars.stream().mapToDouble(HistoryFigures.Bar::total).max().orElse(0);
        String largest =
                String.format(Locale.ROOT, most == Math.rint(most) ? "%,.0f" : most < 1 ? "%.3g" : "%,.1f", most);
        page.bars(LEFT, top - 15 - CHART, RIGHT - LEFT, CHART, bars, largest + unit);
        return top - CHART - 55;
    }

    /** Draws horizontal bars, longest first. */
    private void stages(PdfCanvas page, float top) throws IOException {
        page.text(45, top, 11, PdfCanvas.INK, "Time per stage, all runs together");
        double all = stages.stream().mapToDouble(RunList.StageSum::wallSeconds).sum();
        double most =
                stages.stream().mapToDouble(RunList.StageSum::wallSeconds).max().orElse(0);
        float y = top - 20;
        for (RunList.StageSum stage : stages.stream().limit(STAGES).toList()) {
            page.textTo(LEFT + 60, y, 9, PdfCanvas.INK, page.fitting(stage.id(), 9, LEFT + 15));
            float width = most == 0 ? 0 : (float) (stage.wallSeconds() / most * (RIGHT - LEFT - 170));
            page.rectangle(LEFT + 67, y - 2, width, 10, PdfCanvas.BLUE);
            String share = all == 0 ? "" : ", " + Figures.percent(stage.wallSeconds() / all);
            page.text(LEFT + 72 + width, y, 8, PdfCanvas.FAINT, Figures.seconds(stage.wallSeconds()) + share);
            y -= 15;
        }
    }

    private void spending(PdfCanvas page) throws IOException {
        float y = PdfCanvas.HEIGHT - 60;
        y = table(page, y, "By status", spending.byStatus(), 3);
        y = table(page, y, "By model", spending.byModel(models), 3);
        y = table(page, y, "By sample", spending.bySample(), 3);
        y = table(page, y, "Trend", spending.trend(), 3);
        table(page, y, "Failures", spending.failures(), 0);
    }

    /** Draws a table, of whose columns the last {@code numbers} are aligned to the right, and returns where the next one begins. */
    private static float table(PdfCanvas page, float top, String title, List<List<String>> rows, int numbers)
            throws IOException {
        if (rows.size() < 2) {
            return top;
        }
        page.text(45, top, 11, PdfCanvas.INK, title);
        float y = top - 16;
        for (List<String> row : rows) {
            for (int column = 0; column < row.size(); column++) {
                boolean number = column >= row.size() - numbers;
                Color color = row == rows.get(0) ? PdfCanvas.FAINT : PdfCanvas.INK;
                if (number) {
                    page.textTo(RIGHT - 110 * (row.size() - 1 - column), y, 9, color, row.get(column));
                } else {
                    float x = 45 + 75 * column;
                    float room = numbers > 0 ? 190 : column == row.size() - 1 ? RIGHT - x : 70;
                    page.text(x, y, 9, color, page.fitting(row.get(column), 9, room));
                }
            }
            y -= 13;
        }
        return y - 14;
    }

    private void second(PdfCanvas page) throws IOException {
        float y = PdfCanvas.HEIGHT - 60;
        int shown = Math.min(ROWS, rows.size());
        page.text(45, y, 13, PdfCanvas.INK, "The newest " + shown + " of " + Figures.count(rows.size()) + " runs");
        y -= 24;
        line(page, y, List.of("Run", "Started (UTC)", "Status", "Wall", "Tokens", "Cost", "Directory"));
        page.rectangle(45, y - 4, RIGHT - 45, 0.7f, PdfCanvas.FAINT);
        for (RunRow row : rows.subList(0, shown)) {
            y -= 15;
            Double wall = row.wallSeconds();
            line(
                    page,
                    y,
                    List.of(
                            row.runId(),
                            RunTable.time(row.startedAt()),
                            row.status().word(),
                            wall == null ? "-" : Figures.seconds(wall),
                            Figures.count(row.tokens()),
                            money(row),
                            row.directory()));
        }
    }

    private static void line(PdfCanvas page, float y, List<String> cells) throws IOException {
        float size = 7.5f;
        page.text(45, y, size, PdfCanvas.INK, page.fitting(cells.get(0), size, 92));
        page.text(140, y, size, PdfCanvas.INK, cells.get(1));
        page.text(217, y, size, PdfCanvas.INK, cells.get(2));
        page.textTo(302, y, size, PdfCanvas.INK, cells.get(3));
        page.textTo(358, y, size, PdfCanvas.INK, cells.get(4));
        page.textTo(425, y, size, PdfCanvas.INK, page.fitting(cells.get(5), size, 64));
        page.text(435, y, size, PdfCanvas.FAINT, page.fitting(cells.get(6), size, RIGHT - 435));
    }

    private static String money(RunRow row) {
        BigDecimal cost = row.cost();
        String currency = row.currency();
        return cost == null ? "-" : currency == null ? Figures.money(cost) : Figures.money(cost, currency);
    }

    private String period() {
        if (rows.isEmpty()) {
            return "no runs";
        }
        List<RunRow> byStart = new ArrayList<>(rows);
        byStart.sort(Comparator.comparing(RunRow::startedAt));
        return RunTable.time(byStart.get(0).startedAt()) + " to "
                + RunTable.time(byStart.get(byStart.size() - 1).startedAt()) + " UTC";
    }

    private String totals() {
        long done =
                rows.stream().filter(row -> row.status() == HistoryStatus.DONE).count();
        long tokens = rows.stream().mapToLong(RunRow::tokens).sum();
        double seconds = rows.stream()
                .mapToDouble(row -> row.wallSeconds() == null ? 0 : row.wallSeconds())
                .sum();
        List<String> costs = new ArrayList<>();
        for (Map.Entry<String, BigDecimal> cost : figures.costs().entrySet()) {
            costs.add((cost.getValue().toPlainString() + " " + cost.getKey()).strip());
        }
        return Figures.count(rows.size()) + " runs, " + Figures.count(done) + " done; "
                + SpendingTables.time(seconds) + " of wall time; " + Figures.count(tokens) + " tokens; cost "
                + (costs.isEmpty() ? "not priced" : String.join(" and ", costs));
    }
}
