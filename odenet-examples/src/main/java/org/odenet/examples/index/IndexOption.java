package org.odenet.examples.index;

import java.nio.file.Path;
import org.odenet.examples.experiments.RunFolder;
import picocli.CommandLine.Option;

/** The index of a command. */
final class IndexOption {

    @Option(names = "--index", required = true, paramLabel = "FOLDER", description = "the folder of the index")
    private Path folder;

    Path folder() {
        return folder;
    }

    /** The index of a network; an empty one is made where there is none. */
    FeatureIndex open(RunFolder run) {
        run.requireOdeBlock();
        return FeatureIndex.open(folder, run.classifier());
    }

    /** The index of a network, which must be there. */
    FeatureIndex openExisting(RunFolder run) {
        if (!FeatureIndex.exists(folder)) {
            throw new IllegalArgumentException("there is no index in " + folder + "; 'odenet index " + run.path()
                    + " --index " + folder + "' makes one");
        }
        return open(run);
    }
}
