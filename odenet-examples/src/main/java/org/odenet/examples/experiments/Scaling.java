package org.odenet.examples.experiments;

import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.odenet.core.lookup.NameLookup;
import org.odenet.models.retrieval.FeatureMatrix;

/** How features are scaled before they are compared by their scalar product. */
enum Scaling {
    /** Each image's to length one: the cosine similarity. */
    IMAGES,
    /** Each of the features over all images, as in the program published with the paper. */
    COLUMNS;

    private static final Map<String, Scaling> BY_NAME =
            new TreeMap<>(Map.of(IMAGES.label(), IMAGES, COLUMNS.label(), COLUMNS));

    static Scaling byName(String name) {
        return NameLookup.find("scaling", name, BY_NAME);
    }

    private String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    FeatureMatrix matrix(float[][] features) {
        return this == IMAGES ? FeatureMatrix.of(features) : FeatureMatrix.withScaledColumns(features);
    }
}
