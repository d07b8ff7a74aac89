package org.odenet.examples.index;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.IntConsumer;
import org.odenet.models.ImageClassifier;
import org.odenet.models.data.ImageDataSet;
import org.odenet.models.features.DataSetFeatures;

/**
 * Brings the features of a collection at t = 1 into an index, in portions: an interrupt loses one portion at most, and the
 * next run goes on behind the others. A portion of which an image is missing is computed whole, and replaced.
 */
public final class CollectionIndexer {

    private static final int PORTION = 500;

    private final FeatureIndex index;
    private final ImageClassifier classifier;
    private final int portion;

    /**
     * An indexer for a network.
     *
     * @param index the index of the network
     * @param classifier the network, with an ODE block
     */
    public CollectionIndexer(FeatureIndex index, ImageClassifier classifier) {
        this(index, classifier, PORTION);
    }

    CollectionIndexer(FeatureIndex index, ImageClassifier classifier, int portion) {
        this.index = index;
        this.classifier = classifier;
        this.portion = portion;
    }

    /**
     * Adds what is missing, by the names that {@link ImageIds} gives, and commits it.
     *
     * @param images the collection
     * @param progress is told how many images are in the index or done
     * @return how many images were computed; 0 if all were there
     * @throws IllegalArgumentException if the network has no ODE block, or takes images of other channels
     */
    public int add(ImageDataSet images, IntConsumer progress) {
        List<String> ids = ImageIds.of(images);
        Set<String> there = index.vectors(ids).keySet();
        int computed = 0;
        for (int from = 0; from < images.size(); from += portion) {
            int to = Math.min(from + portion, images.size());
            if (!there.containsAll(ids.subList(from, to))) {
                int before = from;
                add(images.subset(from, to), ids.subList(from, to), done -> progress.accept(before + done));
                computed += to - from;
            }
            progress.accept(to);
        }
        // Worth while where most of the graph is new anyway.
        if (computed > index.size() / 2) {
            index.compact();
            index.commit();
        }
        return computed;
    }

    private void add(ImageDataSet images, List<String> ids, IntConsumer progress) {
        float[][] vectors = DataSetFeatures.at(classifier, images, new double[] {1}, progress)
                .depths()
                .get(0)
                .values();
        List<IndexEntry> entries = new ArrayList<>(vectors.length);
        for (int i = 0; i < vectors.length; i++) {
            entries.add(new IndexEntry(ids.get(i), images.label(i), vectors[i]));
        }
        index.addAll(entries);
        index.commit();
    }
}
