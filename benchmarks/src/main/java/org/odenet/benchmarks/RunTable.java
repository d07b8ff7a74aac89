package org.odenet.benchmarks;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.odenet.examples.output.CsvFile;

/** A file of runs. */
final class RunTable {

    private static final List<String> HEADER = List.of(
            "problem",
            "solver",
            "tolerance",
            "error",
            "evaluations",
            "accepted_steps",
            "rejected_steps",
            "milliseconds",
            "message");

    private RunTable() {}

    static void write(List<Run> runs, Path file) {
        CsvFile.write(file, HEADER, runs.stream().map(RunTable::values).toList());
    }

    private static List<Object> values(Run run) {
        return Arrays.asList(
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
