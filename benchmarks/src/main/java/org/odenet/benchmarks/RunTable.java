package org.odenet.benchmarks;

import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;
import org.odenet.models.io.AtomicFiles;

/** A file of runs. */
final class RunTable {

    private static final CSVFormat FORMAT = CSVFormat.DEFAULT
            .builder()
            .setHeader(
                    "problem",
                    "solver",
                    "tolerance",
                    "error",
                    "evaluations",
                    "accepted_steps",
                    "rejected_steps",
                    "milliseconds",
                    "message")
            .setRecordSeparator('\n')
            .build();

    private RunTable() {}

    static void write(List<Run> runs, Path file) {
        AtomicFiles.write(file, out -> {
            Writer writer = new OutputStreamWriter(out, StandardCharsets.UTF_8);
            print(runs, new CSVPrinter(writer, FORMAT));
            writer.flush();
        });
    }

    private static void print(List<Run> runs, CSVPrinter printer) throws IOException {
        for (Run run : runs) {
            printer.printRecord(
                    run.problem(),
                    run.solver(),
                    run.tolerance(),
                    run.error(),
                    run.evaluations(),
                    run.accepted(),
                    run.rejected() < 0 ? "" : run.rejected(),
                    run.milliseconds(),
                    run.message());
        }
    }
}
