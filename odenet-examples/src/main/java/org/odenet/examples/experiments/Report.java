package org.odenet.examples.experiments;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.odenet.models.ImageClassifier;
import org.odenet.models.ModelFingerprint;

/** What a run folder holds, as a page. */
final class Report {

    /** An experiment's heading, and the names of its charts (.png) and tables (.csv); what is not in the folder is left out. */
    private record Section(String heading, String text, String... files) {}

    private static final List<Section> SECTIONS = List.of(
            new Section(
                    "Training",
                    "Accuracy after each epoch, and the mean function evaluations of a training step.",
                    "accuracy",
                    "evaluations",
                    "history"),
            new Section(
                    "Stopping early",
                    "Test error and function evaluations of an image, of features of the hidden state at time t; each"
                            + " image takes its own steps.",
                    "depth"),
            new Section("Tolerances", "The same for several tolerances of the solver.", "tolerance"),
            new Section(
                    "Retrieval",
                    "Mean average precision (mAP) of retrieval among the test images: symmetric with queries and"
                            + " collection at time t, asymmetric with the queries at t and the collection at 1. By cosine"
                            + " similarity, or, where the name says columns, with each feature scaled over all images in"
                            + " place of the features of each image.",
                    "retrieval",
                    "retrieval-without-query",
                    "retrieval-columns",
                    "retrieval-columns-without-query"),
            new Section(
                    "Transfer",
                    "Mean average precision of the 10 best (mAP@10) among images of a data set that the network was not"
                            + " trained on.",
                    "transfer",
                    "transfer-without-query",
                    "transfer-columns",
                    "transfer-columns-without-query"),
            new Section(
                    "Deadlines and load",
                    "Accuracy, retrieval and reached depth of queries with a deadline, and of a service under rising rates.",
                    "budget",
                    "load"));

    private final RunFolder run;

    Report(RunFolder run) {
        this.run = run;
    }

    HtmlPage page() {
        HtmlPage page = new HtmlPage("Run " + run.name());
        page.heading("Network").values(network());
        SECTIONS.forEach(section -> add(section, page));
        page.heading("Provenance");
        Map<Object, Object> provenance = new LinkedHashMap<>(run.provenance());
        if (provenance.isEmpty()) {
            page.paragraph("The folder has no run.json.");
        }
        Object options = provenance.remove("options");
        page.values(provenance);
        if (options instanceof Map<?, ?> values) {
            page.paragraph("Options of the training:").values(values);
        }
        return page;
    }

    private Map<String, Object> network() {
        ImageClassifier net = run.classifier();
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("architecture", net.architecture().label());
        values.put("parameters", "%,d".formatted(net.parameters().count()));
        values.put("channels of images", net.config().channels());
        values.put("filters", net.config().filters());
        values.put("classes", net.config().classes());
        net.odeBlock().ifPresent(block -> {
            values.put("solver", net.config().solver());
            values.put("gradient", net.config().gradient());
        });
        values.put("seed", net.config().seed());
        values.put("fingerprint", ModelFingerprint.of(net));
        return values;
    }

    private void add(Section section, HtmlPage page) {
        List<Path> charts = existing(section, ".png");
        List<Path> tables = existing(section, ".csv");
        if (!charts.isEmpty() || !tables.isEmpty()) {
            page.heading(section.heading()).paragraph(section.text());
            charts.forEach(chart -> page.image(chart, chart.getFileName().toString()));
            tables.forEach(table -> addTable(table, page));
        }
    }

    private List<Path> existing(Section section, String ending) {
        return Arrays.stream(section.files())
                .map(name -> run.path().resolve(name + ending))
                .filter(Files::exists)
                .toList();
    }

    private static void addTable(Path file, HtmlPage page) {
        CSVFormat format = CSVFormat.DEFAULT
                .builder()
                .setHeader()
                .setSkipHeaderRecord(true)
                .build();
        try (Reader reader = Files.newBufferedReader(file);
                CSVParser records = CSVParser.parse(reader, format)) {
            List<String> header = records.getHeaderNames();
            List<List<String>> rows = records.stream().map(CSVRecord::toList).toList();
            int common = commonColumns(header, rows);
            if (common > 0) {
                page.paragraph(shared(header.subList(0, common), rows.get(0)));
            }
            page.table(
                    file.getFileName() + ", " + rows.size() + " rows",
                    header.subList(common, header.size()),
                    rows.stream().map(row -> row.subList(common, row.size())).toList());
        } catch (IOException | UncheckedIOException | IndexOutOfBoundsException e) {
            throw new IllegalArgumentException(file + ": the table cannot be read: " + e + "; remove or correct it", e);
        }
    }

    /** The columns of the subject, where all rows have the same: these need be told only once. */
    private static int commonColumns(List<String> header, List<List<String>> rows) {
        int columns = Subject.COLUMNS.size();
        boolean ofSubject =
                header.size() > columns && header.subList(0, columns).equals(Subject.COLUMNS);
        boolean same =
                rows.stream().map(row -> row.subList(0, columns)).distinct().count() == 1;
        return ofSubject && same ? columns : 0;
    }

    private static String shared(List<String> names, List<String> values) {
        return IntStream.range(0, names.size())
                .mapToObj(i -> names.get(i) + ": " + values.get(i))
                .collect(Collectors.joining(", "));
    }
}
