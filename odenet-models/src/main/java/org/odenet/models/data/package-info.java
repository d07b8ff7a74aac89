/**
 * Image data sets and batches of them.
 *
 * <p>{@link org.odenet.models.data.DataSets} is the front door: the built-in MNIST subset, sets read from a folder, and
 * sets downloaded from public mirrors. {@link org.odenet.models.data.ImageFolder} and {@link
 * org.odenet.models.data.ImageDecoder} read image files of all sizes as images of one. {@link org.odenet.models.data.BatchLoader} makes normalised, shuffled and
 * augmented batches of a set.
 */
package org.odenet.models.data;
