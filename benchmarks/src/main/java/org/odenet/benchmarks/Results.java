package org.odenet.benchmarks;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.odenet.examples.output.CsvFile;

/** The table of a comparison. */
final class Results {

    private static final List<String> HEADER = List.of("case", "peer", "odenet_ms", "peer_ms", "ratio");

    private static final String LINE = "%-34s %-12s %12s %12s %8s  %s%n";

    /**
     * One line.
     *
     * @param name the case
     * @param peer the peer
     * @param times milliseconds of one call
     * @param remark for the reader
     */
    record Row(String name, String peer, Measurement.Times times, String remark) {

        /** How many times the peer takes as long. */
        double ratio() {
            return times.peer() / times.odenet();
        }
    }

    private final List<Row> rows = new ArrayList<>();

    void add(Row row) {
        rows.add(row);
    }

    static String heading() {
        return String.format(LINE, "case", "peer", "odenet ms", "peer ms", "ratio", "");
    }

    static String line(Row row) {
        return String.format(
                LINE,
                row.name(),
                row.peer(),
                number(row.times().odenet()),
                number(row.times().peer()),
                String.format(Locale.ROOT, "%.2f", row.ratio()),
                row.remark());
    }

    private static String number(double milliseconds) {
        return String.format(Locale.ROOT, "%.4g", milliseconds);
    }

    void writeCsv(Path file) {
        CsvFile.write(file, HEADER, rows.stream().map(Results::values).toList());
    }

    private static List<Object> values(Row row) {
        return List.of(row.name(), row.peer(), row.times().odenet(), row.times().peer(), row.ratio());
    }
}
