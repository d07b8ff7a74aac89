package org.odenet.models.retrieval;

/**
 * Features of items with their classes: what is relevant to a query are the items of its class.
 *
 * @param features the features, {@code [items, dimension]}
 * @param labels the class of each item
 */
public record LabelledFeatures(FeatureMatrix features, int[] labels) {

    /**
     * Checks the number of labels and copies them.
     *
     * @param features the features, {@code [items, dimension]}
     * @param labels the class of each item
     * @throws IllegalArgumentException if there is not one label an item
     */
    public LabelledFeatures {
        labels = labels.clone();
        if (labels.length != features.rows()) {
            throw new IllegalArgumentException("there are %d labels for the features of %d items; give one an item"
                    .formatted(labels.length, features.rows()));
        }
    }

    /**
     * The classes.
     *
     * @return a copy of the labels
     */
    @Override
    public int[] labels() {
        return labels.clone();
    }
}
