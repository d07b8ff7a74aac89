package org.odenet.examples.experiments;

import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.odenet.core.lookup.NameLookup;
import org.odenet.models.retrieval.FeatureMatrix;
import picocli.CommandLine.Option;

/** How features are scaled before they are compared by their scalar product. */
enum Scaling {
    /** Each image's to length one: the cosine similarity. */
    IMAGES,
    /** Each of the features over all images, as in the program published with the paper. */
    COLUMNS;

    private static final Map<String, Scaling> BY_NAME =
            new TreeMap<>(Map.of(IMAGES.label(), IMAGES, COLUMNS.label(), COLUMNS));

    /** The command's option. */
    static final class Choice {

        @Option(
                names = "--scaling",
                defaultValue = "images",
                description =
                        "what is scaled to length one: the features of an image (images), so that the similarity is the"
                                + " cosine, or each feature over all images (columns), as in the program published with the paper")
        private String name;

        Scaling scaling() {
            return NameLookup.find("scaling", name, BY_NAME);
        }

        /** What is no cosine has files of its own. */
        String fileName(String experiment) {
            return scaling() == IMAGES ? experiment : experiment + "-" + COLUMNS.label();
        }
    }

    String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    FeatureMatrix matrix(float[][] features) {
        return this == IMAGES ? FeatureMatrix.of(features) : FeatureMatrix.withScaledColumns(features);
    }
}
