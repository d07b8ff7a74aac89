package org.odenet.examples.index;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.odenet.examples.experiments.RunFolder;
import org.odenet.examples.experiments.SizeOption;
import org.odenet.models.ImageClassifier;
import org.odenet.models.data.Batch;
import org.odenet.models.data.BatchLoader;
import org.odenet.models.data.EpochBatches;
import org.odenet.models.data.ImageDataSet;
import org.odenet.models.data.ImageDecoder;
import org.odenet.models.data.ImageShape;
import org.odenet.models.features.FeatureExtractor;
import org.odenet.models.features.Features;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Finds the images of an index that are most similar to image files. */
@Command(
        name = "search",
        description =
                "Finds the images of an index that are most similar to image files, by features at t = 1 or as deep as"
                        + " a depth, a time or a number of evaluations allows.",
        mixinStandardHelpOptions = true,
        sortOptions = false)
public final class SearchCommand implements Callable<Integer> {

    private static final double NANOS_PER_MILLISECOND = 1e6;

    @Parameters(index = "0", paramLabel = "RUN", description = "run folder of the network that the index is of")
    private Path run;

    @Parameters(index = "1..*", arity = "1..*", paramLabel = "IMAGE", description = "PNG, JPEG, GIF or BMP files")
    private List<Path> files;

    @Mixin
    private IndexOption indexOption;

    @ArgGroup
    private QueryBudget budget = new QueryBudget();

    @Option(
            names = "-k",
            defaultValue = "10",
            paramLabel = "K",
            description = "how many images to find (default: ${DEFAULT-VALUE})")
    private int k;

    @Mixin
    private SizeOption size;

    @Spec
    private CommandSpec spec;

    /** Makes the command; picocli calls this. */
    public SearchCommand() {}

    @Override
    public Integer call() {
        requireHits();
        try (RunFolder folder = RunFolder.open(run)) {
            ImageDataSet queries = decoded(folder);
            try (FeatureIndex index = indexOption.openExisting(folder)) {
                index.requireImages();
                ask(folder.classifier(), index, queries);
            }
        }
        return 0;
    }

    private void requireHits() {
        if (k < 1) {
            throw new IllegalArgumentException("-k is " + k + "; give a positive number of images to find");
        }
    }

    /** All files, so that a bad one is told of before any work; their classes are not known. */
    private ImageDataSet decoded(RunFolder folder) {
        ImageShape shape = size.shape(folder);
        ImageDecoder decoder = ImageDecoder.to(shape);
        int length = shape.channels() * shape.height() * shape.width();
        byte[] pixels = new byte[Math.multiplyExact(files.size(), length)];
        for (int i = 0; i < files.size(); i++) {
            System.arraycopy(decoder.decode(files.get(i)), 0, pixels, i * length, length);
        }
        return ImageDataSet.of(
                "queries", shape.channels(), shape.height(), shape.width(), pixels, new int[files.size()], 1);
    }

    private void ask(ImageClassifier classifier, FeatureIndex index, ImageDataSet queries) {
        BatchLoader loader = BatchLoader.of(queries, 1)
                .withNormalization(classifier.config().normalization())
                .withDataType(classifier.parameters().dataType());
        try (FeatureExtractor extractor = new FeatureExtractor(classifier);
                EpochBatches batches = loader.epoch(0)) {
            for (int i = 0; batches.hasNext(); i++) {
                try (Batch batch = batches.next()) {
                    if (i == 0) {
                        // The first solve loads kernels and prepares weights, which no deadline should pay for.
                        extractor.at(batch.features(), 1).close();
                    }
                    try (Features features = budget.extract(extractor, batch.features())) {
                        print(files.get(i), features, index.search(vector(features), k));
                    }
                }
            }
        }
    }

    private static float[] vector(Features features) {
        return features.values().data().asFloat();
    }

    private void print(Path file, Features features, List<IndexHit> hits) {
        PrintWriter out = spec.commandLine().getOut();
        out.printf(
                "%s: t = %.3f, %.0f evaluations, %.2f ms%n",
                file,
                features.depth(),
                features.meanEvaluations(),
                features.elapsed().toNanos() / NANOS_PER_MILLISECOND);
        out.printf("%6s %10s %6s  %s%n", "", "similarity", "label", "id");
        for (int i = 0; i < hits.size(); i++) {
            IndexHit hit = hits.get(i);
            out.printf("%6d %10.4f %6d  %s%n", i + 1, hit.similarity(), hit.label(), hit.id());
        }
        out.flush();
    }
}
