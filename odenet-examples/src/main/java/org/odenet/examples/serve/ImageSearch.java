package org.odenet.examples.serve;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.odenet.examples.index.FeatureIndex;
import org.odenet.examples.index.ImageIds;
import org.odenet.models.data.ImageDataSet;
import org.odenet.models.retrieval.ExactSearch;
import org.odenet.models.retrieval.FeatureMatrix;

/** Finds the images nearest to features; by any number of threads. */
interface ImageSearch {

    /** The most similar images, the best first. */
    List<FoundImage> nearest(float[] features, int k);

    /** How it searches, in a word. */
    String kind();

    /** How many images it searches. */
    int size();

    /** Compares with each image of a collection. */
    static ImageSearch exact(ImageDataSet images, FeatureMatrix features) {
        List<String> ids = ImageIds.of(images);
        ExactSearch search = ExactSearch.over(features);
        return new ImageSearch() {
            @Override
            public List<FoundImage> nearest(float[] query, int k) {
                return search.nearest(query, k).stream()
                        .map(found -> new FoundImage(
                                OptionalInt.of(found.item()),
                                ids.get(found.item()),
                                images.label(found.item()),
                                found.similarity()))
                        .toList();
            }

            @Override
            public String kind() {
                return "exact";
            }

            @Override
            public int size() {
                return images.size();
            }
        };
    }

    /** Asks an index, which may hold other images beside those of the collection. */
    static ImageSearch of(FeatureIndex index, List<String> idsOfCollection) {
        Map<String, Integer> numbers = new HashMap<>();
        idsOfCollection.forEach(id -> numbers.put(id, numbers.size()));
        return new ImageSearch() {
            @Override
            public List<FoundImage> nearest(float[] query, int k) {
                return index.search(query, k).stream()
                        .map(hit -> new FoundImage(number(hit.id()), hit.id(), hit.label(), hit.similarity()))
                        .toList();
            }

            private OptionalInt number(String id) {
                Integer number = numbers.get(id);
                return number == null ? OptionalInt.empty() : OptionalInt.of(number);
            }

            @Override
            public String kind() {
                return "index";
            }

            @Override
            public int size() {
                return index.size();
            }
        };
    }
}
