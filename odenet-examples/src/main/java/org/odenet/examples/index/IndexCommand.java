package org.odenet.examples.index;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import me.tongfei.progressbar.ProgressBar;
import org.odenet.examples.experiments.CollectionOptions;
import org.odenet.examples.experiments.RunFolder;
import org.odenet.examples.output.ProgressBars;
import org.odenet.models.data.ImageDataSet;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Keeps an index of a network's features. */
@Command(
        name = "index",
        description = {
            "Adds the features of images at t = 1 to an index on the disk, which 'search' and 'serve' ask. What is there"
                    + " already is not computed again: after Ctrl-C, the same command goes on.",
            "With --delete, removes entries instead."
        },
        mixinStandardHelpOptions = true,
        sortOptions = false)
public final class IndexCommand implements Callable<Integer> {

    @Parameters(paramLabel = "RUN", description = "run folder of a trained network with an ODE block")
    private Path run;

    @Mixin
    private IndexOption indexOption;

    @Mixin
    private CollectionOptions collection;

    @Option(
            names = "--delete",
            split = ",",
            paramLabel = "ID",
            description = "remove the entries of these ids, as 'search' prints them, and add nothing")
    private List<String> deleted;

    @Spec
    private CommandSpec spec;

    /** Makes the command; picocli calls this. */
    public IndexCommand() {}

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        try (RunFolder folder = RunFolder.open(run)) {
            if (deleted == null) {
                add(folder, out);
            } else {
                delete(folder, out);
            }
        }
        return 0;
    }

    private void add(RunFolder folder, PrintWriter out) {
        folder.requireOdeBlock();
        ImageDataSet images = collection.of(folder);
        try (FeatureIndex index = indexOption.open(folder);
                ProgressBar bar = ProgressBars.of("indexing", images.size(), " images")) {
            int computed = new CollectionIndexer(index, folder.classifier()).add(images, bar::stepTo);
            out.printf(
                    "%s: %,d images, %,d of them computed now; the index %s holds %,d%n",
                    images.name(), images.size(), computed, indexOption.folder(), index.size());
        }
    }

    private void delete(RunFolder folder, PrintWriter out) {
        try (FeatureIndex index = indexOption.openExisting(folder)) {
            Set<String> ids = new LinkedHashSet<>(deleted);
            requireAll(ids, index.vectors(ids).keySet());
            ids.forEach(index::delete);
            index.commit();
            out.printf("%,d deleted; the index %s holds %,d%n", ids.size(), indexOption.folder(), index.size());
        }
    }

    private void requireAll(Set<String> ids, Set<String> there) {
        for (String id : ids) {
            if (!there.contains(id)) {
                throw new IllegalArgumentException(indexOption.folder() + ": there is no entry '" + id
                        + "', so nothing was deleted; give ids as 'search' prints them");
            }
        }
    }
}
