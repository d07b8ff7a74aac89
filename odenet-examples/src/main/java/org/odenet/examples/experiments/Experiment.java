package org.odenet.examples.experiments;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * What is measured on networks and shown in one chart.
 *
 * @param <C> a curve of the chart
 */
interface Experiment<C> {

    /** The name of the files. */
    String name();

    /** Measures a network, or finds in the file what was measured. */
    List<C> measure(Subject subject, Path table);

    void draw(List<C> curves, Path chart);

    void print(List<C> curves, PrintWriter out);

    /** Goes through all networks. Each folder gets the table of its networks, and the chart of all. */
    default void run(Subjects subjects, RunOptions options, PrintWriter out) {
        List<C> curves = new ArrayList<>();
        Set<Path> folders = new LinkedHashSet<>();
        for (Subject subject : subjects) {
            Path folder = options.folder(subject.run());
            curves.addAll(measure(subject, folder.resolve(name() + ".csv")));
            folders.add(folder);
        }
        print(curves, out);
        for (Path folder : folders) {
            draw(curves, folder.resolve(name() + ".png"));
            out.printf("results in %s: %s.csv, %s.png%n", folder, name(), name());
        }
        out.flush();
    }
}
