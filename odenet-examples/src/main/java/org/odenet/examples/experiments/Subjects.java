package org.odenet.examples.experiments;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.odenet.models.data.ImageDataSet;

/** The runs of an experiment, each with its images. */
final class Subjects implements Iterable<Subject>, AutoCloseable {

    private final List<Subject> subjects = new ArrayList<>();

    private Subjects() {}

    /** Opens run folders; an unfit one is told of before any work begins. */
    static Subjects open(List<Path> runs, Function<RunFolder, ImageDataSet> images) {
        requireDifferentNames(runs);
        Subjects opened = new Subjects();
        try {
            for (Path path : runs) {
                opened.add(RunFolder.open(path), images);
            }
            return opened;
        } catch (RuntimeException e) {
            opened.close();
            throw e;
        }
    }

    private static void requireDifferentNames(List<Path> runs) {
        Map<Path, Path> paths = new HashMap<>();
        for (Path run : runs) {
            Path other = paths.put(run.toAbsolutePath().normalize().getFileName(), run);
            if (other != null) {
                throw new IllegalArgumentException("the runs " + other + " and " + run
                        + " have the same name, and so could not be told apart in results; rename one folder");
            }
        }
    }

    private void add(RunFolder run, Function<RunFolder, ImageDataSet> images) {
        try {
            run.requireUsableSolver();
            subjects.add(Subject.of(run, images.apply(run)));
        } catch (RuntimeException e) {
            run.close();
            throw e;
        }
    }

    void requireOdeBlocks() {
        subjects.forEach(subject -> subject.run().requireOdeBlock());
    }

    @Override
    public Iterator<Subject> iterator() {
        return subjects.iterator();
    }

    @Override
    public void close() {
        subjects.forEach(subject -> subject.run().close());
    }
}
